import type { LinkStream } from '../../../client/index.ts';
import type { RtcCandidate, RtcDescription, RtcPeer } from '../../../client/links/rtc/rtc.ts';

interface Signal {
  readonly description?: RtcDescription;
  readonly candidate?: RtcCandidate;
}

export interface Signalling {
  /** Sets a description of this side, and sends it. */
  describe(description: RtcDescription): Promise<void>;
  /** Resolves when the far end has nothing more to say. */
  readonly ended: Promise<void>;
}

/** Signals a connection over a stream, each candidate as it is found; offers are answered. */
export function signalled(rtc: RtcPeer, stream: LinkStream): Signalling {
  /** Candidates are of use behind the description alone. In Node they come before it. */
  let held: RtcCandidate[] | undefined = [];
  const sendCandidate = (candidate: RtcCandidate) => void send(stream, { candidate }).catch(() => undefined);
  rtc.addEventListener('icecandidate', ({ candidate }) => {
    if (!candidate?.candidate) return;
    const found = plain(candidate);
    if (held === undefined) sendCandidate(found);
    else held.push(found);
  });
  const describe = async (description: RtcDescription) => {
    await rtc.setLocalDescription(description);
    await send(stream, { description: { type: description.type, sdp: description.sdp ?? '' } });
    const before = held ?? [];
    held = undefined;
    before.forEach(sendCandidate);
  };
  const read = async () => {
    for (let next = await received(stream); next !== undefined; next = await received(stream)) {
      const { description, candidate } = next;
      if (candidate !== undefined) await rtc.addIceCandidate(candidate);
      if (description === undefined) continue;
      await rtc.setRemoteDescription(description);
      if (description.type === 'offer') await describe(await rtc.createAnswer());
    }
  };
  const ended = read();
  ended.catch(() => undefined);
  return { describe, ended };
}

function plain({ candidate = '', sdpMid = null, sdpMLineIndex = null }: RtcCandidate): RtcCandidate {
  return { candidate, sdpMid, sdpMLineIndex };
}

async function send(stream: LinkStream, signal: Signal): Promise<void> {
  const json = new TextEncoder().encode(JSON.stringify(signal));
  const bytes = new Uint8Array(4 + json.length);
  new DataView(bytes.buffer).setUint32(0, json.length);
  bytes.set(json, 4);
  await stream.write(bytes);
}

async function received(stream: LinkStream): Promise<Signal | undefined> {
  const length = await stream.take(4);
  if (length.length < 4) return undefined;
  const json = await stream.take(new DataView(length.buffer, length.byteOffset).getUint32(0));
  return JSON.parse(new TextDecoder().decode(json));
}
