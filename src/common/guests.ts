import { newId } from './ids.js';

/** Guests live in a namespace of their own, so that a guest can never be, or turn out to be, a registered person. */
const PREFIX = 'guest:';

const PASSING = /^guest:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

export function guestId(claimed: string): string {
  return PREFIX + claimed;
}

export function isGuestId(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** What a guest calls themselves, and what old frames call them. */
export function claimedId(id: string): string {
  return id.slice(PREFIX.length);
}

/** An id for a guest who claims none, and so is somebody else on every connection. */
export function newGuestId(): string {
  const id = newId();
  // Version 8 of RFC 9562, free for such uses, tells it from all that an app may have made: nobody can claim one of these.
  return guestId(`${id.slice(0, 14)}8${id.slice(15)}`);
}

/** Whether the guest is gone for good with the connection: nobody can write to or call them. */
export function isPassingGuest(id: string): boolean {
  return PASSING.test(id);
}
