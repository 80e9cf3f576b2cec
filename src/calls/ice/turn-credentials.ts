import { createHash, createHmac } from 'node:crypto';

/** What a client shows to a TURN server. */
export interface TurnCredentials {
  username: string;
  credential: string;
}

/**
 * Credentials in coturn's REST form (draft-uberti-behave-turn-rest-00): the server knows the secret and nobody's name, and checks that
 * the moment in the username is still to come.
 * @param expiresAt in seconds since 1970
 */
export function turnCredentials(secret: string, userId: string, expiresAt: number): TurnCredentials {
  const username = `${expiresAt}:${nameOf(userId)}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}

/** What a TURN server takes as it is. */
const PLAIN = /^[\w.:@-]{1,128}$/;

/**
 * Ids that others gave may be long and hold anything. Coturn refuses names with blanks and quotes, and counts what it lets one person
 * have by the name: so it must be the same each time.
 */
function nameOf(userId: string): string {
  return PLAIN.test(userId) ? userId : createHash('sha256').update(userId).digest('base64url');
}
