export { WebMedia } from './web-media.ts';
