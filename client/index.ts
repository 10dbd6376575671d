export {
  connectRoom,
  type RoomConnection,
  type RoomConnectionOptions,
} from './connection/room-connection.ts';
