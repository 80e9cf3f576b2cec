/** Every limit a client can run into, announced in `hello`. Rates are per second unless the name says otherwise. */
export interface AnnouncedLimits {
  frameBytes: number;
  jsonDepth: number;
  commandsPerSecond: number;
  sendPerSecond: number;
  sendBurst: number;
  joinPerSecond: number;
  typingPerSecond: number;
  createPerHour: number;
  helpPerHour: number;
  readPerSecond: number;
  searchPerSecond: number;
  managePerSecond: number;
  callPerMinute: number;
  signalPerSecond: number;
  joinedRooms: number;
  connectionsPerUser: number;
  outboundBytes: number;
  outboundPackets: number;
  pingIntervalMs: number;
  pingTimeoutMs: number;
  textCharacters: number;
  textBytes: number;
  metadataBytes: number;
  fileBytes: number;
  uploadPerMinute: number;
}

export const TEXT_CHARACTERS = 4_000;
export const TEXT_BYTES = 16 * 1024;
export const METADATA_BYTES = 8 * 1024;
export const CLIENT_ID_CHARACTERS = 128;
export const KEY_CHARACTERS = 128;
export const NAME_CHARACTERS = 64;
export const HISTORY_LIMIT = 100;
export const SYNC_ROOMS = 200;
export const SYNC_CHANGES = 300;
export const MENTIONS = 50;
/** Different emoji under one message. */
export const MESSAGE_EMOJI = 20;
/** People named under each of them; the others are only counted. */
export const SHOWN_REACTORS = 50;
export const ROOM_PINS = 50;
/** Unread messages that are counted one by one; so many means so many or more. */
export const COUNTED_UNREAD = 1_000;
/** Rooms of one answer to `chat:unread`. */
export const UNREAD_ROOMS = 200;
export const CONVERSATIONS_LIMIT = 100;
export const SEARCH_CHARACTERS = 256;
export const SEARCH_LIMIT = 50;
export const PEOPLE_LIMIT = 50;
/** People who are told one by one of those who come and go; past it a room tells numbers. */
export const COUNTED_PARTICIPANTS = 200;
