export { startLinkNode } from './link-node.ts';
export type { MediaChannel } from './media-channel.ts';
export { MediaConnection } from './media-connection.ts';
export { MediaError } from './media-error.ts';
