/** Guests live in a namespace of their own, so that a guest can never be, or turn out to be, a registered person. */
const PREFIX = 'guest:';

export function guestId(claimed: string): string {
  return PREFIX + claimed;
}

export function isGuestId(id: string): boolean {
  return id.startsWith(PREFIX);
}
