import { claimedId, isGuestId } from '../../common/index.js';
import type { User } from '../../protocol/index.js';

/** What old frames call a person: the username, else the id that the issuer or the guest gave. */
export function shownName({ id, username }: User): string {
  return username ?? (isGuestId(id) ? claimedId(id) : id);
}
