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
  joinedRooms: number;
  textCharacters: number;
  textBytes: number;
  metadataBytes: number;
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
