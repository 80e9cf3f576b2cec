export type * from '../../src/protocol/index.js';
export type { HelpState as HelpRequestState } from '../../src/protocol/help.js';
export { WEBHOOK_EVENTS } from '../../src/protocol/webhooks.js';
export { ERRORS } from '../../src/protocol/errors.js';
export type { Call as CallDetails } from '../../src/protocol/calls.js';
export type { Room as RoomDetails } from '../../src/protocol/rooms.js';
export { createAccounts } from './accounts/create-accounts.js';
export type { Accounts, AccountsOptions, Registration } from './accounts/accounts.js';
export type {
  AcceptOptions,
  Call,
  CallMeasure,
  CallPeer,
  CallQuality,
  CallSnapshot,
  ChosenDevices,
  MediaConnection,
} from './calls/call.js';
export type { Calls, StartOptions } from './calls/calls.js';
export { playThrough, type Device, type Devices } from './calls/devices.js';
export { browserMedia, type CallMediaSource } from './calls/media-source.js';
export type { LyceumClient } from './core/client.js';
export type { ConnectionState, ConnectionStatus } from './core/connection-status.js';
export { createClient } from './core/create-client.js';
export { LyceumError, type LocalErrorCode } from './core/error.js';
export type { Http, HttpRequest } from './core/http.js';
export type { ClientOptions, TokenSource } from './core/options.js';
export type { ClientLogger, ClientStorage } from './core/surroundings.js';
export { Cell, type Store } from './core/store.js';
export type { RequestOptions, Wire } from './core/wire.js';
export type { Conversations, ConversationsState } from './conversations/conversations.js';
export type { Files, UploadOptions } from './files/files.js';
export type { Help, HelpOffer, HelpState } from './help/help.js';
export type { MentorFilter, MentorList, Mentors } from './mentors/mentors.js';
export type { Notifications, NotificationsState, PreferenceWishes, PushState, WebPush } from './notifications/notifications.js';
export type { Draft, Outbox, OutboxEntry } from './outbox/entry.js';
export type { People } from './people/people.js';
export type { PresenceMap, PresenceWatch } from './presence/presence-watch.js';
export type { Room } from './rooms/room.js';
export type { Knock, RoomMessage, RoomState, RoomStatus } from './rooms/room-state.js';
export type { JoinOptions, Rooms } from './rooms/rooms.js';
