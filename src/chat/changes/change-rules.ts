import { AppError } from '../../common/index.js';
import { blockedError } from '../../rooms/index.js';
import type { Scene } from './scene.js';

/** What was deleted can only be seen to be so. */
export function assertStands({ message }: Scene): void {
  if (message.deletedAt !== null) throw new AppError('MESSAGE_NOT_FOUND', { message: 'The message has been deleted.' });
}

/** Who may not say anything in the room may not say it by a change either. */
export function assertMayWrite({ isMuted, block }: Scene): void {
  if (isMuted) throw new AppError('MUTED');
  if (block !== null) throw blockedError(block === 'BLOCKING');
}
