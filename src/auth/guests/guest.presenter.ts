import { claimedId } from '../../common/index.js';
import type { User } from '../../protocol/index.js';
import type { GuestEntity } from './guest.entity.js';

/** A guest as others see them: by the id that they claim. */
export function presentGuest({ id, role }: Pick<GuestEntity, 'id' | 'role'>): User {
  return { id, username: null, name: claimedId(id), avatarUrl: null, role, guest: true };
}
