export { readAddresses, writeAddresses } from './address/address-list.ts';
export { type HostPort, ipv6Groups, isIpv4, readHostPort, writeHostPort } from './address/host.ts';
export {
  isSocketAddress,
  type OtherAddress,
  type PeerAddress,
  type SocketAddress,
  type TunnelAddress,
} from './address/peer-address.ts';
export { type ConsumeAliasUri, readSsbUri, type SsbUri, writeSsbUri } from './address/ssb-uri.ts';
export { UnreadableText } from './address/unreadable.ts';
export { isWebLink, readWebLink } from './address/web-link.ts';
export { type AliasAddress, readAlias, writeAlias } from './alias/alias.ts';
export { ALIAS_MAX_CHARS, isAliasLabel } from './alias/label.ts';
export {
  type AliasRegistration,
  signAliasRegistration,
  verifyAliasRegistration,
} from './alias/registration.ts';
export { AuditChain, type AuditFault } from './audit/chain.ts';
export { type AuditContent, auditOrigin, entryHash, type SealedEntry, sealEntry } from './audit/entry.ts';
export {
  AUDIT_EXPORT_FORMAT,
  type AuditExport,
  auditExportSchema,
  type ExportVerdict,
  verifyExport,
} from './audit/export.ts';
export { type AuditHead, isHeadOf, signHead } from './audit/head.ts';
export { fromBase64, toBase64, toBase64Url } from './bytes/base64.ts';
export { concat } from './bytes/concat.ts';
export { fromHex, toHex } from './bytes/hex.ts';
export { PlainChannel } from './channel/plain-channel.ts';
export { SecretChannel } from './channel/secret-channel.ts';
export type { OwnContent, OwnRecord } from './chat/author.ts';
export {
  type Conversation,
  type ConversationId,
  type PrivateConversation,
  privateConversation,
  type RoomConversation,
  roomConversation,
} from './chat/conversation.ts';
export type { StoredRecord } from './chat/entry.ts';
export { type ChatEvent, ChatExchange, type ExchangeOptions } from './chat/exchange.ts';
export type { ChatFault } from './chat/fault.ts';
export { MAX_TEXT_BYTES, TYPING_SHOWN_MS } from './chat/limits.ts';
export type { ChatLink } from './chat/link.ts';
export type { ChatLog, LogBounds, StoreChanges } from './chat/log.ts';
export type { MessageId } from './chat/position.ts';
export type { ChatMessage, Delivery } from './chat/view.ts';
export type { Clock } from './clock/clock.ts';
export type { CloseReason } from './connection/close-reason.ts';
export { Connection, type ConnectionEvents, HANDSHAKE_MS } from './connection/connection.ts';
export type { Wire, WireEvents } from './connection/wire.ts';
export { type CreditEvents, CreditStream, FIRST_CREDIT } from './credit/credit-stream.ts';
export { type LoneStreamOptions, type LoneWire, loneStream } from './credit/lone-stream.ts';
export type { CryptoBackend } from './crypto/backend.ts';
export { generateKeyPair, type KeyPair } from './crypto/key-pair.ts';
export { type FeedId, feedIdOf, isFeedId, PUBLIC_KEY_BYTES, publicKeyOf } from './identity/feed-id.ts';
export { MAIN_NETWORK_KEY } from './identity/main-network.ts';
export { formatSecret, type NamedKeyPair, parseSecret, type SecretComments } from './identity/secret-text.ts';
export {
  readAnySignature,
  readSignature,
  type SignatureFault,
  writeSignature,
} from './identity/signature-text.ts';
export {
  type Invite,
  type LinkInvite,
  readInvite,
  writeOpenRoomInvite,
  writePubInvite,
} from './invite/invite.ts';
export { type JoinLinks, writeJoinLinks } from './invite/join-link.ts';
export { INVITE_SEED_BYTES, readInviteToken, writeInviteToken } from './invite/token.ts';
export { answerPings } from './liveness/answer-pings.ts';
export { Keepalive } from './liveness/keepalive.ts';
export {
  Reconnect,
  type ReconnectAction,
  type ReconnectEvent,
  type ReconnectState,
} from './liveness/reconnect.ts';
export { ConnectionEnded, RemoteError, UnknownAnswer } from './muxrpc/errors.ts';
export { HEAD_BYTES } from './muxrpc/frame.ts';
export { CLIENT_LIMITS, SERVER_LIMITS, type SessionLimits } from './muxrpc/limits.ts';
export type { CallType, Request } from './muxrpc/request.ts';
export { Session } from './muxrpc/session.ts';
export type { Receiver, Stream } from './muxrpc/stream.ts';
export { TokenBucket } from './muxrpc/token-bucket.ts';
export {
  type About,
  type AttendantContract,
  attendantContract,
  type PeerContract,
  type PipeOffer,
  peerContract,
  type Ringing,
} from './peer/contract.ts';
export {
  PIPE_HEAD_LENGTH_BYTES,
  readPipeHeadLength,
  readPipeOffer,
  writePipeHead,
} from './peer/pipe-head.ts';
export { replicationHandlers, replicationMethods } from './peer/replication.ts';
export { type RefusalCode, Refused } from './refusal/refused.ts';
export { ACTS, type Act } from './room/acts.ts';
export { administrationMethods } from './room/administration/methods.ts';
export {
  type Administration,
  administration,
  type OperationInput,
  type OperationName,
  type OperationResult,
} from './room/administration/operations.ts';
export { NOTICE_NAMES } from './room/administration/shapes.ts';
export { type AttendantsEvent, type RoomContract, roomContract } from './room/contract.ts';
export {
  type Ending,
  type EndingsEvent,
  type EndingWhy,
  endsLink,
  readSignedEnding,
  type SignedEnding,
  signEnding,
  verifyEnding,
} from './room/ending.ts';
export { ICE_URLS_MAX, type IceServer, type IceUrl, isIceWord, readIceUrl } from './room/ice-servers.ts';
export type { Metadata } from './room/metadata.ts';
export {
  actsOf,
  isAbove,
  isNarrower,
  LASTING_ACTS,
  mayDo,
  mayGrant,
  PRIVACY_MODES,
  type PrivacyMode,
  ROLES,
  type Role,
  STANDINGS,
  type Standing,
} from './room/permissions.ts';
export {
  type Announcement,
  type SignedAnnouncement,
  type StageEvent,
  signAnnouncement,
  verifyAnnouncement,
} from './room/stage.ts';
export {
  type SignedStanding,
  type StandingWord,
  signStanding,
  verifyStanding,
} from './room/standing.ts';
export { type Handlers, serve } from './rpc/handlers.ts';
export { asyncMethod, type Contract, type Manifest, manifestOf, sourceMethod } from './rpc/method.ts';
export { Encoded, type Outlet } from './rpc/outlet.ts';
export { frameValue, type Remote, remoteOf } from './rpc/remote.ts';
export { type Arrival, type ArrivalFault, type ArrivalParts, Arrivals } from './share/arrivals.ts';
export { type Chunk, type ChunkHead, isGenuine, openChunk, readChunk } from './share/chunk.ts';
export { ChunkWriter, type ChunkWriterParts, type EpochSecret } from './share/chunk-writer.ts';
export { Decodable } from './share/decodable.ts';
export { FanOut, type FanOutOptions, type FanOutReport } from './share/fan-out.ts';
export { ShareFault, type ShareFaultCode } from './share/fault.ts';
export { FeedLag } from './share/feed-lag.ts';
export type { Feeder, FeedWay } from './share/feeder-line.ts';
export type { WatchAction } from './share/feeders.ts';
export { GroupCache, type Position } from './share/group-cache.ts';
export { KeyframeRequests } from './share/keyframe-requests.ts';
export {
  FPS_MAX,
  LAYER_MAX,
  MAX_CHILDREN,
  MAX_CHUNK_BYTES,
  MAX_REMOVED,
  MAX_SMALL_FRAME_BYTES,
  SHARE_NAME_MAX_CHARS,
} from './share/limits.ts';
export type {
  AudioConfig,
  AudioFamily,
  AudioPiece,
  Family,
  MediaPiece,
  Track,
  VideoConfig,
  VideoFamily,
  VideoPiece,
} from './share/media.ts';
export { type FeedState, type GivenPlace, ParentWatch } from './share/parent-watch.ts';
export { RateControl, type RateMode, type RatePicture } from './share/rate-control.ts';
export { SeenChunks } from './share/seen.ts';
export { SendQueue, type SendQueueOptions } from './share/send-queue.ts';
export {
  type FeedFrame,
  FeedFrameReader,
  type GoodbyeReason,
  writeFeedFrame,
} from './share/share-frames.ts';
export { isShareId, newShareId, SHARE_ID_BYTES, type ShareId } from './share/share-id.ts';
export { type SignedTicket, signTicket, type Ticket, verifyTicket } from './share/ticket.ts';
export type { LostWhy } from './share/tree-blame.ts';
export { type Place, TreePlan, type TreePlanParts } from './share/tree-plan.ts';
export {
  type RefusedWhy,
  type SharerMessage,
  sharerMessageSchema,
  type ViewerMessage,
  viewerMessageSchema,
  WATCH_VERSION,
  WatchMessageReader,
  writeWatchMessage,
} from './share/watch-messages.ts';
export { type ServerIdentity, serverIdentity } from './shs/server.ts';
export { isChallenge, newChallenge } from './signin/challenge.ts';
export { judgeSolution, type SignIn, solveSignIn } from './signin/solution.ts';
export { answerBinding, isBindingRequest } from './stun/answer.ts';
export { bindingRequest, readBindingAnswer } from './stun/binding.ts';
export { TRANSACTION_ID_BYTES } from './stun/message.ts';
export type { TransportAddress } from './stun/transport-address.ts';
export { WatchedSet, type Watcher } from './watched/watched-set.ts';
export { Watchers } from './watched/watchers.ts';
