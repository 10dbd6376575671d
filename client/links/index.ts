export { startLinkNode } from './libp2p/link-node.ts';
export type { MediaChannel } from './media/media-channel.ts';
export { MediaConnection } from './media/media-connection.ts';
export { MediaError } from './media/media-error.ts';
