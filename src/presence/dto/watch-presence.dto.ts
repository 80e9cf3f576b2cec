import { ArrayMaxSize, IsArray, IsString, Matches } from 'class-validator';
import { WATCHED_AT_ONCE, type WatchPresence } from '../../protocol/index.js';

/** Ids of people come from any issuer, and of guests from their apps: any text, but not of any length. */
const PERSON_ID = /^[^]{1,256}$/u;

/** `presence:watch` and `presence:unwatch`. */
export class WatchPresenceDto implements WatchPresence {
  @IsArray()
  @ArrayMaxSize(WATCHED_AT_ONCE)
  @IsString({ each: true })
  @Matches(PERSON_ID, { each: true, message: 'users must be ids of 1 to 256 characters' })
  users!: string[];
}
