import {
  type Act,
  type OperationInput,
  type OperationResult,
  type PrivacyMode,
  Refused,
  Watchers,
} from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import type { RoomPatch, RoomStore, StoredSettings } from '../store/ports/room.ts';
import type { Actor } from './actor.ts';
import { readNaming } from './naming.ts';
import type { Room } from './room.ts';
import type { Turns } from './turns.ts';

/** Days after which the audit log forgets addresses, where nobody says another number. */
export const ADDRESS_DAYS = 30;

/** What a new room is set to; `mode` as its first start says. */
export function firstSettings(mode: PrivacyMode): StoredSettings {
  return { mode, listed: true, language: 'en', addressDays: ADDRESS_DAYS };
}

export interface SettingsParts {
  readonly room: Room;
  readonly store: RoomStore;
  /** What a room that is not claimed yet is set to. */
  readonly first: StoredSettings;
  readonly turns: Turns;
  /** Throws `Refused` where the actor may not do this (any more). */
  readonly check: (actor: Actor, act: Act) => void;
  readonly takeDown: TakeDown;
}

/** All that an owner may change, as one object: see `settings.get`. */
export type SettingsView = OperationResult<'settings.get'>;

/** What a room is set to. All is in memory, and each change is on the disk before it holds. */
export class RoomSettings {
  readonly #parts: SettingsParts;
  readonly #watchers = new Watchers<{ readonly before: PrivacyMode; readonly after: PrivacyMode }>();
  #stored: StoredSettings;

  private constructor(parts: SettingsParts, stored: StoredSettings) {
    this.#parts = parts;
    this.#stored = stored;
  }

  static async open(parts: SettingsParts): Promise<RoomSettings> {
    return new RoomSettings(parts, (await parts.store.settings()) ?? parts.first);
  }

  get mode(): PrivacyMode {
    return this.#stored.mode;
  }

  /** Whether the server's front page names the room. */
  get listed(): boolean {
    return this.#stored.listed;
  }

  /** The language of notices that have no translation. */
  get language(): string {
    return this.#stored.language;
  }

  /** Days after which addresses are erased from the audit log; 0 keeps none. */
  get addressDays(): number {
    return this.#stored.addressDays;
  }

  /** Empty until the room is claimed. */
  get name(): string {
    return this.#parts.room.profile?.name ?? '';
  }

  get description(): string {
    return this.#parts.room.profile?.description ?? '';
  }

  view(): SettingsView {
    return { name: this.name, description: this.description, ...this.#stored };
  }

  /** Tells `told` of every change of mode, before whoever made it hears that it is made. */
  watchMode(
    told: (change: { readonly before: PrivacyMode; readonly after: PrivacyMode }) => void,
  ): Disposable {
    return this.#watchers.add(told);
  }

  /**
   * Changes what the patch says.
   * @throws Refused `not-allowed`, `not-claimed`, `bad-argument` (name, description)
   */
  set(actor: Actor, patch: OperationInput<'settings.set'>): Promise<SettingsView> {
    const { turns, check, room, store, takeDown } = this.#parts;
    return turns.run(async () => {
      check(actor, 'configure');
      if (room.profile === undefined)
        throw new Refused('not-claimed', 'This room has no owner and no name yet: claim it first.');
      const changes = this.#changes(patch);
      if (Object.keys(changes).length === 0) return this.view();
      await store.change(changes);
      const message = this.#describe(changes);
      const { name, description, ...settings } = changes;
      if (name !== undefined || description !== undefined) room.rename({ name, description });
      const before = this.mode;
      this.#stored = { ...this.#stored, ...settings };
      if (before !== this.mode) this.#watchers.tell({ before, after: this.mode });
      takeDown({ event: 'room_modify', by: actor, subject: room.id, message });
      return this.view();
    });
  }

  /** What the patch changes, as it will be kept. */
  #changes({ name, description, ...settings }: OperationInput<'settings.set'>): RoomPatch {
    const read = readNaming({ name: name ?? this.name, description: description ?? this.description });
    if (!('naming' in read))
      throw new Refused('bad-argument', `Cannot change the room. ${Object.values(read.problems).join(' ')}`);
    const wished = { ...settings, name: read.naming.name, description: read.naming.description };
    const now: Readonly<Record<string, unknown>> = this.view();
    const changed = Object.entries(wished).filter(
      ([key, value]) => value !== undefined && value !== now[key],
    );
    return Object.fromEntries(changed);
  }

  #describe(changes: RoomPatch): string {
    const now: Readonly<Record<string, unknown>> = this.view();
    const said = Object.entries(changes).map(([key, value]) =>
      key === 'description' ? 'description changed' : `${key}: ${String(now[key])} is now ${String(value)}`,
    );
    return said.join('; ');
  }
}
