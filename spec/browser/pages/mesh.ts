import type { SharedPicture } from '../shared-picture.ts';
import { codedCanvas } from './coded-picture.ts';

/** What is shared in a mesh, and how it is encoded for each viewer. */
interface MeshOptions extends SharedPicture {
  readonly bitsPerSecond: number;
}

/** The best first, for text. */
const CODECS = ['video/AV1', 'video/H264', 'video/VP8'];

const connections: RTCPeerConnection[] = [];
let shared: { readonly track: MediaStreamTrack; readonly options: MeshOptions } | undefined;

/** Begins to draw what is shared. */
export function share(options: MeshOptions): void {
  const { canvas } = codedCanvas(options);
  const [track] = canvas.captureStream(options.fps).getVideoTracks();
  if (track === undefined) throw new Error('Cannot share a canvas: it has no track.');
  track.contentHint = options.isMoving ? 'motion' : 'detail';
  shared = { track, options };
}

/** Makes a connection to one more viewer; answers its offer, with all candidates in it. */
export async function offer(relay?: RTCIceServer): Promise<string> {
  if (shared === undefined) throw new Error('Cannot offer anything: nothing is shared.');
  const { track, options } = shared;
  const connection = new RTCPeerConnection(configurationOf(relay));
  connections.push(connection);
  const transceiver = connection.addTransceiver(track, { direction: 'sendonly' });
  transceiver.setCodecPreferences(inOrder(RTCRtpSender.getCapabilities('video')?.codecs ?? []));
  await connection.setLocalDescription();
  const parameters = transceiver.sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  for (const encoding of parameters.encodings) {
    encoding.maxBitrate = options.bitsPerSecond;
    encoding.maxFramerate = options.fps;
  }
  await transceiver.sender.setParameters(parameters);
  return gathered(connection);
}

/** The answer of the viewer to whom the last offer was made. */
export async function answered(sdp: string): Promise<void> {
  await connections.at(-1)?.setRemoteDescription({ type: 'answer', sdp });
}

/** Shows what is offered, under that name; answers the answer. */
export async function watch(sdp: string, name: string, relay?: RTCIceServer): Promise<string> {
  const connection = new RTCPeerConnection(configurationOf(relay));
  connections.push(connection);
  connection.addEventListener('track', ({ track }) => {
    const srcObject = new MediaStream([track]);
    const video = Object.assign(document.createElement('video'), { muted: true, srcObject });
    video.ariaLabel = name;
    document.body.append(video);
    void video.play();
  });
  await connection.setRemoteDescription({ type: 'offer', sdp });
  await connection.setLocalDescription();
  return gathered(connection);
}

/** What is sent to each, such as `AV1`. */
export async function codecs(): Promise<string[]> {
  const reports = await Promise.all(connections.map((connection) => connection.getStats()));
  const all = reports.flatMap((report) => [...report.values()]);
  const names = all.filter(({ type }) => type === 'codec').map(({ mimeType }) => String(mimeType));
  return [...new Set(names)];
}

/** Where a relay is named, nothing else is used. */
function configurationOf(relay: RTCIceServer | undefined): RTCConfiguration {
  return relay === undefined ? {} : { iceServers: [relay], iceTransportPolicy: 'relay' };
}

function inOrder(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const rank = ({ mimeType }: RTCRtpCodec) =>
    (CODECS.indexOf(mimeType) + CODECS.length + 1) % (CODECS.length + 1);
  return codecs.toSorted((a, b) => rank(a) - rank(b));
}

async function gathered(connection: RTCPeerConnection): Promise<string> {
  while (connection.iceGatheringState !== 'complete')
    await new Promise((resolve) =>
      connection.addEventListener('icegatheringstatechange', resolve, { once: true }),
    );
  return connection.localDescription?.sdp ?? '';
}
