import { KEY_CHARACTERS } from '../../protocol/index.js';

/** Counts code points. class-validator's `Length` leaves variation selectors out, so that a key could be of any size. */
export const KEY_OF_A_ROOM = new RegExp(`^[^]{1,${KEY_CHARACTERS}}$`, 'u');
export const KEY_MESSAGE = `key must have 1 to ${KEY_CHARACTERS} characters`;
