import type { FeedId } from '@open-rooms/protocol';
import type { Through } from '../../shares/carriers/carrier.ts';
import type { OwnShare, ViewerFacts } from '../../shares/sharing/own-share.ts';
import type { WatchFacts, Watching } from '../../shares/watching/watching.ts';
import type { ClientState } from '../../state/client-state.ts';
import type { ShareView, StageState } from '../../state/stage-state.ts';
import { nameOf } from '../conversation/names.ts';
import { stageText } from './stage-text.ts';

/** Who is called how. */
type Named = Pick<ClientState, 'name'>;

/** Older than this many milliseconds, what is seen is late: one speaks about what the others do not see yet. */
const LATE_FROM = 2_000;

/** From so many milliseconds on seconds say it better. */
const SECONDS_FROM = 1_000;

/** Ways on which only the lowest temporal layer is sent (spec/shares.md): pictures are left out there. */
const NARROW_WAYS: ReadonlySet<Through> = new Set<Through>(['room', 'relayed']);

const FAMILIES: Readonly<Record<string, string>> = {
  av1: 'AV1',
  h264: 'H.264',
  vp9: 'VP9',
  vp8: 'VP8',
  opus: 'Opus',
  aac: 'AAC',
};

/** What a codec is called, for people who look it up. */
export function familyName(family: string): string {
  return FAMILIES[family] ?? family;
}

/** A delay as one says it: whole milliseconds, at least one, or seconds. */
export function delayWords(ms: number): string {
  if (ms < SECONDS_FROM) return stageText('ms', { value: Math.max(1, Math.round(ms)) });
  return stageText('s', { value: Math.round(ms / 100) / 10 });
}

/** `Ann's screen`; several of one person are numbered from the second on. Reads signals. */
export function screenName(state: Named, share: ShareView, all: readonly ShareView[]): string {
  const name = nameOf(state, share.by);
  const count = all.filter(({ by }) => by === share.by).findIndex(({ id }) => id === share.id) + 1;
  return count > 1 ? stageText('screenOfMore', { name, count }) : stageText('screenOf', { name });
}

/** Which way it comes here. Reads signals. */
export function sourceWords(
  state: Named,
  by: FeedId,
  { parent, through }: NonNullable<Watching['source']['value']>,
): string {
  if (parent !== by) return stageText('throughBrowser', { name: nameOf(state, parent) });
  return throughWords(through);
}

/** Through whose browsers the screens of somebody come here, each once; empty where they come from them. Reads signals. */
export function screenPaths(
  state: Named,
  { shares, watched }: Pick<StageState, 'shares' | 'watched'>,
  by: FeedId,
): string[] {
  const parents = shares.value
    .filter((share) => share.by === by)
    .flatMap(({ id }) => watched.value.get(id)?.source.value?.parent ?? [])
    .filter((parent) => parent !== by);
  return [...new Set(parents)].map((parent) => stageText('screenThrough', { name: nameOf(state, parent) }));
}

/** Which way something goes between two. */
function throughWords(through: Through): string {
  const texts = {
    direct: 'throughDirect',
    relayed: 'throughRelay',
    room: 'throughRoom',
    media: 'throughMedia',
  } as const;
  return stageText(texts[through]);
}

/** How good the picture is that came this way, in two words; `undefined` before there is one. */
export function qualityWords({ width, behindMs, layers }: WatchFacts, through?: Through): string | undefined {
  if (width === 0) return undefined;
  if (behindMs !== undefined && behindMs > LATE_FROM) return stageText('qualityLate');
  const isThinned = layers === 0 && through !== undefined && NARROW_WAYS.has(through);
  return stageText(isThinned ? 'qualityFewer' : 'qualitySharp');
}

/** The same in figures. */
export function figuresWords({ width, height, fps, behindMs }: WatchFacts): string {
  const seen = stageText('seenAs', { width: `${width}`, height: `${height}`, fps: Math.round(fps) });
  return behindMs === undefined ? seen : `${seen}, ${stageText('behind', { delay: delayWords(behindMs) })}`;
}

/** `6 watching, 180 ms behind`: the delay that half of them have at most. */
export function audienceWords(viewers: readonly Pick<ViewerFacts, 'behindMs'>[]): string {
  const count = viewers.length;
  if (count === 0) return stageText('nobodyWatches');
  const delays = viewers.map(({ behindMs }) => behindMs).filter((ms) => ms !== undefined);
  const median = delays.sort((a, b) => a - b)[Math.floor((delays.length - 1) / 2)];
  if (median === undefined) return stageText('watching', { count });
  return stageText('watchingBehind', { count, delay: delayWords(median) });
}

/** What of a viewer the sharer sees: how late, and who feeds them. Reads signals. */
export function viewerWords(state: Named, viewer: ViewerFacts): string {
  const { behindMs, from, through, isFedHere } = viewer;
  const delay = behindMs === undefined ? [] : [stageText('behind', { delay: delayWords(behindMs) })];
  if (isFedHere) {
    const way = through === undefined ? [] : [throughWords(through)];
    return [...delay, stageText('fedByYou'), ...way].join(' · ');
  }
  const source = from === undefined ? stageText('fedByNobody') : fedBy(state, from);
  return [...delay, source].join(' · ');
}

function fedBy(state: Named, from: FeedId): string {
  return stageText('throughBrowser', { name: nameOf(state, from) });
}

/** What one shares oneself. */
export function ownWords({ kind, name }: Pick<OwnShare['source'], 'kind' | 'name'>): string {
  switch (kind) {
    case 'screen':
      return stageText('youShareScreen');
    case 'window':
      return stageText('youShareWindow');
    case 'tab':
      return stageText('youShareTab');
    case 'camera':
      return stageText('youShareCamera');
    case 'file':
      return stageText('youShareFile', { name: name ?? '' });
  }
}
