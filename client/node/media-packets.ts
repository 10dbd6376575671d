import type { Track } from '@open-rooms/protocol';
import type { EncodedPacket, EncodedPacketSink } from 'mediabunny';

/** A frame, or a packet of sound, of a file. Times are microseconds, as the file counts them. */
export interface MediaPacket {
  readonly track: Track;
  readonly isKey: boolean;
  /** When it is shown. */
  readonly timestamp: number;
  /** Where the file does not say, as WebM does not at the end of a cluster: that of the one before, or 0. */
  readonly duration: number;
  /** When it has to be there: frames that others are made of come before those, though they are shown later. */
  readonly due: number;
  readonly data: Uint8Array;
}

/** Frames that may be shown before one that comes before them: H.264 allows 16. */
const REORDERED_FRAMES = 16;

/** What the container says of keyframes is not always true: a viewer who begins at one that is none sees nothing. */
const VERIFIED = { verifyKeyPackets: true };

/** Pictures and sound in the order in which they are due, from the last keyframe at or before a time. */
export async function* packetsFrom(
  time: number,
  sinks: { readonly video: EncodedPacketSink; readonly audio?: EncodedPacketSink | undefined },
): AsyncGenerator<MediaPacket, void> {
  const first =
    (await sinks.video.getKeyPacket(time / 1e6, VERIFIED)) ?? (await sinks.video.getFirstKeyPacket(VERIFIED));
  if (first === null) return;
  const video = inDueOrder(sinks.video.packets(first, undefined, VERIFIED));
  const audio = sinks.audio === undefined ? none() : soundFrom(first.timestamp, sinks.audio);
  yield* merged(video, audio);
}

async function* none(): AsyncGenerator<MediaPacket, void> {
  // There is no sound.
}

/** Frames in the order in which they are decoded, each due no later than any that follows it. */
async function* inDueOrder(packets: AsyncIterable<EncodedPacket>): AsyncGenerator<MediaPacket, void> {
  const ahead: EncodedPacket[] = [];
  let duration = 0;
  const next = () => {
    const due = Math.min(...ahead.map(({ microsecondTimestamp }) => microsecondTimestamp));
    const packet = ahead.shift();
    if (packet === undefined) return undefined;
    duration = packet.microsecondDuration || duration;
    return mediaPacket('video', packet, { due, duration });
  };
  for await (const packet of packets) {
    ahead.push(packet);
    const frame = ahead.length > REORDERED_FRAMES ? next() : undefined;
    if (frame !== undefined) yield frame;
  }
  for (let frame = next(); frame !== undefined; frame = next()) yield frame;
}

async function* soundFrom(seconds: number, sink: EncodedPacketSink): AsyncGenerator<MediaPacket, void> {
  const first = (await sink.getPacket(seconds)) ?? (await sink.getFirstPacket());
  if (first === null) return;
  let duration = 0;
  for await (const packet of sink.packets(first)) {
    duration = packet.microsecondDuration || duration;
    const due = packet.microsecondTimestamp;
    if (packet.timestamp >= seconds) yield mediaPacket('audio', packet, { due, duration });
  }
}

async function* merged(
  video: AsyncGenerator<MediaPacket, void>,
  audio: AsyncGenerator<MediaPacket, void>,
): AsyncGenerator<MediaPacket, void> {
  let [picture, sound] = await Promise.all([video.next(), audio.next()]);
  while (!picture.done || !sound.done) {
    // The picture first, where both are due: a group begins with it.
    if (!picture.done && (sound.done || picture.value.due <= sound.value.due)) {
      yield picture.value;
      picture = await video.next();
    } else if (!sound.done) {
      yield sound.value;
      sound = await audio.next();
    }
  }
}

function mediaPacket(
  track: Track,
  packet: EncodedPacket,
  times: Pick<MediaPacket, 'due' | 'duration'>,
): MediaPacket {
  const { microsecondTimestamp: timestamp, data } = packet;
  return { track, isKey: packet.type === 'key', timestamp, data, ...times };
}
