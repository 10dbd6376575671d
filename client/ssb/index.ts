export { JoinError, type JoinFault } from '../connection/join-error.ts';
export type { Attendant, Connected, OpenRoomsApi } from './api.ts';
export type { Echo } from './echo.ts';
export type { FollowedIn } from './follow.ts';
export { type OpenRoomsPlugin, openRooms } from './plugin.ts';
export { createSsbApp, type SsbApp, type SsbAppOptions, stockKeys } from './stock-app.ts';
