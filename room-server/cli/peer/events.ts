import type { PathKind } from '@open-rooms/client';
import type { FeedId } from '@open-rooms/protocol';
import type { ShareEvent } from './share-events.ts';
import type { Who } from './who.ts';

/** What is offered, in its sender's words. */
export interface Offered {
  readonly name?: string;
  readonly bytes?: number;
}

/** What an attendant does. */
export type Coming = 'here' | 'came' | 'left';

/** What happens while a peer is in its rooms: each is a line for people, and an object of `--json`. */
export type PeerEvent =
  /** Who one is. */
  | { readonly event: 'started'; readonly id: FeedId; readonly profile: string }
  /** A room is there, for the first time or again, or away: then `error` may say why. */
  | {
      readonly event: 'room';
      readonly state: 'there' | 'away' | 'back';
      readonly room: FeedId;
      readonly name: string;
      readonly addresses: string;
      readonly error?: string;
    }
  /** The list of who else is in a room is complete. */
  | { readonly event: 'listed'; readonly room: FeedId; readonly others: number }
  | { readonly event: 'alias'; readonly room: FeedId; readonly alias: string; readonly link: string }
  | {
      readonly event: 'alias-refused';
      readonly room: FeedId;
      readonly alias: string;
      readonly sentence: string;
    }
  /** Somebody was in the room before, comes, or leaves. */
  | ({ readonly event: Coming; readonly room: FeedId; readonly in: string; readonly you?: true } & Who)
  /** A tunnel to somebody is open, or closed; `opener` says which side asked for it. */
  | ({
      readonly event: 'tunnel';
      readonly state: 'open' | 'closed';
      readonly room: FeedId;
      readonly opener: 'here' | 'there';
    } & Who)
  /** Which way somebody is reached, whenever it is another; `lost` where there is none at the moment. */
  | ({
      readonly event: 'link';
      readonly state: 'open' | 'lost';
      readonly path?: PathKind;
      readonly encrypted?: true;
      /** Milliseconds there and back, as measured last. */
      readonly roundTripMs?: number | null;
    } & Who)
  /** Of --measure. */
  | ({
      readonly event: 'measured';
      readonly path: PathKind;
      readonly encrypted: true;
      readonly roundTripMs: number;
      /** Bytes a second; `null` where it could not be measured, as `sentence` says. */
      readonly toThem: number | null;
      readonly fromThem: number | null;
      /** From asking for the tunnel until it was open, and until the first byte had come back over the path. */
      readonly tunnelMs: number;
      readonly linkMs: number | null;
      readonly sentence?: string;
    } & Who)
  /** A stranger asks to send something: what came of it so far, as text where it is text. */
  | ({
      readonly event: 'request';
      readonly offer: Offered;
      readonly received: number;
      readonly preview: string | null;
      /** Whether that is all of it. */
      readonly whole: boolean;
    } & Who)
  /** What became of a request, or of whom it came from; `withdrawn` by its sender. */
  | ({
      readonly event: 'answered';
      readonly answer: 'accepted' | 'followed' | 'refused' | 'blocked' | 'withdrawn';
    } & Who)
  /** Somebody says something in a room, or to us alone: `asks` where a stranger does that. */
  | ({
      readonly event: 'message';
      readonly to: 'room' | 'you';
      readonly room?: FeedId;
      /** The room's name. */
      readonly in?: string;
      /** What they call themselves. */
      readonly called?: string;
      readonly message: string;
      /** ISO 8601: when it was written, as they say. */
      readonly at: string;
      readonly text: string;
      readonly asks?: true;
    } & Who)
  /** Something was said, and how far it came. */
  | {
      readonly event: 'said';
      readonly room: FeedId;
      readonly in: string;
      readonly message: string;
      readonly delivery: 'waiting' | 'sent' | 'read';
    }
  /** Somebody rings, or does not any more. */
  | ({
      readonly event: 'ring';
      readonly state: 'rings' | 'asks' | 'accepted' | 'declined' | 'missed' | 'gone';
      readonly room: FeedId;
    } & Who)
  /** What the person typed cannot be done. */
  | { readonly event: 'cannot'; readonly sentence: string }
  /** A line of text that somebody sends. */
  | ({ readonly event: 'text'; readonly text: string } & Who)
  /** Somebody has sent something to its end, or was cut off before; `text` says whether it was shown. */
  | ({
      readonly event: 'received';
      readonly offer: Offered;
      readonly bytes: number;
      readonly text: boolean;
      readonly error?: string;
    } & Who)
  /** Of --share and --watch. */
  | ShareEvent;

/** Tells an event to whoever runs the command. */
export type Tell = (event: PeerEvent) => void;
