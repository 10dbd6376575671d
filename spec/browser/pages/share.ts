import { effect } from '@preact/signals-core';
import { Client, createIdentity, type OwnShare, type Share, type Watching } from '../../../client/index.ts';
import { openBrowserRuntime } from '../../../client/web/index.ts';
import { WebMedia } from '../../../client/web/media/index.ts';
import type { FeedId } from '../../../protocol/index.ts';
import {
  type Made,
  PICTURE,
  type SharedPicture,
  type StreamOf,
  type Viewing,
  type Watched,
} from '../shared-picture.ts';
import { codedCanvas } from './coded-picture.ts';
import { CountedSource } from './counted-source.ts';
import { nodes } from './kept-libp2p.ts';
import { scriptUrl } from './script-url.ts';
import { Tone } from './tone.ts';

/** What frequencies are told apart by. */
const BIN_HERTZ = 12;

const runtime = await openBrowserRuntime();
const media = new WebMedia({ scriptUrl });
let isHidden = false;
const client = await Client.open({
  ...{ identity: createIdentity(runtime.crypto), runtime },
  links: () => import('../../../client/links/index.ts'),
  isRelayedOnly: () => isHidden,
});
let source: CountedSource | undefined;
let own: OwnShare | undefined;
let watching: Watching | undefined;

let keysUntilShown = 0;

export function id(): FeedId {
  return client.id;
}

/** Its address is hidden from the others from now on: what the room names as a relay is used. */
export function hide(): void {
  isHidden = true;
}

export async function join(address: string): Promise<void> {
  await client.join(address);
}

/** The room is looked for now, and not when it is its time. */
export function nudge(): void {
  for (const room of client.rooms.snapshot()) room.nudge();
}

/** Shares a coded picture in the room, which takes the place of what the person would choose in the browser. */
export async function share(picture: SharedPicture): Promise<void> {
  const { canvas } = codedCanvas(picture);
  navigator.mediaDevices.getDisplayMedia = async () => canvas.captureStream(picture.fps);
  await shareChosen(picture);
}

/** Shares what the browser gives. */
export async function shareChosen({ fanOut, isMoving }: Partial<SharedPicture> = {}): Promise<void> {
  source = new CountedSource(await media.capture('display'));
  const mode = isMoving ? 'motion' : 'detail';
  own = await stage().share(source, { mode, ...(fanOut !== undefined && { fanOut }) });
}

export function stop(): void {
  own?.stop();
  watching?.stop();
}

export function remove(viewer: FeedId): void {
  own?.remove(viewer);
}

/** How often the source was asked for a keyframe, and a part of each that it made. */
export function made(): Made {
  return { asked: source?.asked ?? 0, keys: source?.keys.map((key) => [...key]) ?? [] };
}

/** Somebody who watches, once the sharer knows who feeds them. */
export async function viewing(viewer: FeedId): Promise<Viewing> {
  const known = Promise.withResolvers<Viewing>();
  const stop = own?.viewers.subscribe((all) => {
    const found = all.find(({ id, from }) => id === viewer && from !== undefined);
    if (found !== undefined) known.resolve({ ...found });
  });
  const facts = await known.promise;
  stop?.();
  return facts;
}

/** Watches the first share in the room, once there is one, and shows it. */
export async function watch(fanOut?: number): Promise<void> {
  const share = await firstShare();
  watching = await share.watch({ decodes: await media.decodes, ...(fanOut !== undefined && { fanOut }) });
  const canvas = document.createElement('canvas');
  canvas.ariaLabel = PICTURE;
  document.body.append(canvas);
  const player = media.player(canvas);
  const watched = watching;
  watched.onPiece((piece) => {
    if (piece.track === 'video' && piece.isKey && player.shown.peek() === undefined) keysUntilShown++;
    player.take(piece);
  });
  player.onBroken(() => watched.needKey());
  player.sound.subscribe((sound) => sound === 'blocked' && void player.unblock());
  player.shown.subscribe((shown) => shown && watched.shown(shown.timestamp));
}

/** Keyframes that came until a picture was shown: one, where the group that is on was enough. */
export function groupsUntilShown(): number {
  return keysUntilShown;
}

/** Resolves once what is played here is a tone of this frequency. */
export async function hears(hertz: number): Promise<void> {
  while (Math.abs(Tone.heard().hertz - hertz) > BIN_HERTZ)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** How it is watched here now. */
export function watched(): Watched {
  const state = watching?.state.value ?? { kind: 'none' };
  const from = watching?.source.value;
  return {
    state: state.kind,
    ...('why' in state && { why: state.why }),
    ...(from && { parent: from.parent, through: from.through }),
    children: watching?.feeding.children.map((child) => child.id) ?? [],
  };
}

/** Resolves once it is watched in this way; what is not said may be as it likes. */
export async function becomes(wanted: Partial<Watched>): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const stop = effect(() => {
    const now: Partial<Record<string, unknown>> = { ...watched() };
    if (Object.entries(wanted).every(([name, value]) => now[name] === value)) reached.resolve();
  });
  await reached.promise;
  stop();
}

/** Resolves once somebody else feeds this page. */
export async function leaves(parent: FeedId): Promise<void> {
  const left = Promise.withResolvers<void>();
  const stop = watching?.source.subscribe((now) => now && now.parent !== parent && left.resolve());
  await left.promise;
  stop?.();
}

/** From now on a byte is wrong in all that is forwarded here. */
export function corrupt(): void {
  const feeding = watching?.feeding;
  if (feeding === undefined) throw new Error('Cannot corrupt what is forwarded: nothing is watched here.');
  const push = feeding.push.bind(feeding);
  feeding.push = (chunk) => {
    const bytes = new Uint8Array(chunk.bytes);
    const last = bytes.length - 1;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    push({ ...chunk, bytes });
  };
}

/** Streams that are open, each with the address of its connection. */
export function streams(): StreamOf[] {
  const connections = nodes.flatMap((node) => node.getConnections());
  return connections.flatMap(({ remoteAddr, streams }) =>
    streams.map(({ protocol }) => ({ protocol, address: remoteAddr.toString() })),
  );
}

function stage() {
  const [room] = client.rooms.snapshot();
  if (room === undefined) throw new Error('Cannot share or watch: this page is in no room.');
  return client.stage(room);
}

async function firstShare(): Promise<Share> {
  const there = Promise.withResolvers<Share>();
  const look = (share: Share) => !share.isOwn && there.resolve(share);
  using following = stage().watch({ joined: look, left: () => undefined });
  following.snapshot.forEach(look);
  return await there.promise;
}
