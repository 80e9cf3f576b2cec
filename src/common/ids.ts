import { v7, validate } from 'uuid';

/** Chance for 256 ids: asking the system for it takes longer than all else about an id. */
const chance = new Uint8Array(4_096);
const CHANCE_OF_ONE = 16;
let used = chance.length;
/** Time and place in it of the latest id. */
let moment = 0;
let place = 0;

/** A new id: UUIDv7, so that ids made later sort later. */
export function newId(): string {
  if (used === chance.length) {
    crypto.getRandomValues(chance);
    used = 0;
  }
  const random = chance.subarray(used, (used += CHANCE_OF_ONE));
  const now = Date.now();
  if (now > moment) {
    moment = now;
    // Half of what it can be at most: counting on from there never ends within a millisecond.
    place = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else place += 1;
  return v7({ random, msecs: moment, seq: place });
}

/** Whether PostgreSQL would take it for a `uuid`. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && validate(value);
}
