import type { Account, User } from '../protocol/index.js';
import type { UserEntity } from './user.entity.js';

/** What everybody may know of somebody with an account. */
export type Shown = Pick<UserEntity, 'id' | 'username' | 'name' | 'avatarUrl' | 'role'>;

/** A person as others see them. */
export function presentUser({ id, username, name, avatarUrl, role }: Shown): User {
  return { id, username, name, avatarUrl, role, guest: false };
}

/** A person as they see themselves. */
export function presentAccount(user: UserEntity): Account {
  return { ...presentUser(user), email: user.email };
}
