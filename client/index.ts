export { Conversation } from './chat/conversation.ts';
export { Conversations } from './chat/conversations.ts';
export type { Entry } from './chat/entry.ts';
export { MemoryMessageStore } from './chat/memory-message-store.ts';
export type { KeptMessage, MessageChanges, MessageStore } from './chat/message-store.ts';
export { type CheckOptions, checkRoom } from './check/check-room.ts';
export type { MappedAddress, NetworkProbe, UdpPort } from './check/network-probe.ts';
export type { CheckFault, CheckRemark, CheckReport, CheckStep } from './check/report.ts';
export { Client } from './client.ts';
export type { ClientOptions } from './client-options.ts';
export type { LiveSet } from './connection/attendants.ts';
export { type Destination, readDestination } from './connection/destination.ts';
export { type DialledRoom, dialRoom } from './connection/dial-room.ts';
export { enterRoom } from './connection/enter-room.ts';
export { type FoundRoom, findRoom } from './connection/find-room.ts';
export { JoinError, type JoinFault } from './connection/join-error.ts';
export { SIGN_IN_MS } from './connection/own-sign-ins.ts';
export { Room } from './connection/room.ts';
export {
  connectRoom,
  HandshakeEnded,
  type RoomConnection,
  type RoomConnectionOptions,
} from './connection/room-connection.ts';
export type { DialledWire, Runtime, WebAnswer, WebRequest } from './connection/runtime.ts';
export { type AskedSignIn, readSignInUri } from './connection/sign-in-links.ts';
export type { SignIns } from './connection/sign-ins.ts';
export { askWhois } from './connection/whois.ts';
export type { Strangers } from './contacts/consent.ts';
export type { Contact, ContactStore, Relation } from './contacts/contact.ts';
export { ContactBook } from './contacts/contact-book.ts';
export type { KnownRoom, KnownRoomStore } from './contacts/known-room.ts';
export { KnownRooms } from './contacts/known-rooms.ts';
export { MemoryStore } from './contacts/memory-store.ts';
export { createIdentity, exportIdentity, type Identity, importIdentity } from './identity/identity.ts';
export {
  type Link,
  LinkError,
  type LinkFault,
  type LinkState,
  type LinkStream,
  type ListenOptions,
  type OpenOptions,
  type Path,
  type PathKind,
  type ThroughRoom,
} from './links/link.ts';
export { Links } from './links/links.ts';
export { type Measured, measureLink } from './links/protocols/ask-measure.ts';
export { linkTo, type OpenPipe, openPipe } from './links/protocols/pipes.ts';
export { IncomingPipe } from './peers/incoming-pipe.ts';
export type { IncomingRing, RingEnd } from './peers/incoming-ring.ts';
export type { OutgoingRing } from './peers/outgoing-ring.ts';
export { PeerConnection } from './peers/peer-connection.ts';
export { PeerStream, PeerStreamError } from './peers/peer-stream.ts';
export type { Person } from './peers/resolve-person.ts';
export type { Through } from './shares/carriers/carrier.ts';
export type { Share, ShareOptions, WatchOptions } from './shares/share.ts';
export { ShareError, type ShareFault } from './shares/share-error.ts';
export type {
  EncodeSettings,
  ShareMode,
  ShareSource,
  SourceEvents,
  SourceKind,
} from './shares/share-source.ts';
export { OwnShare } from './shares/sharing/own-share.ts';
export type { OwnShareState, ShareRate, ViewerFacts } from './shares/sharing/share-facts.ts';
export { Stage } from './shares/stage.ts';
export { type WatchFacts, Watching, type WatchState } from './shares/watching/watching.ts';
