import { AppError } from '../../common/index.js';
import type { User } from '../../protocol/index.js';
import type { Claim } from '../../realtime/index.js';
import { roleCalled } from '../role-names.js';

/**
 * Refuses, with `IDENTITY_CONFLICT`, a client that says it is somebody else, or something else, than its token and our record say: it
 * would show its user another account, or another role, than the one that it acts as. Saying nothing is no claim.
 */
export function assertAgrees({ userId = '', userRole = '' }: Claim, { id, role }: User): void {
  if (userId !== '' && userId !== id) throw conflict('userId', 'userId is not whom the token speaks for.');
  const claimed = userRole === role ? role : roleCalled(userRole);
  if (userRole !== '' && claimed !== role) throw conflict('userRole', `userRole is not this person’s role, which is ${role}.`);
}

function conflict(field: keyof Claim, message: string): AppError {
  return new AppError('IDENTITY_CONFLICT', { field, message });
}
