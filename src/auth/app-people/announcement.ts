import { AppError, isGuestId, isStorable } from '../../common/index.js';
import { NAME_CHARACTERS, type AnnounceUser } from '../../protocol/index.js';
import { ID_CHARACTERS, isWebAddress } from '../tokens/foreign-person.js';
import type { UserEntity } from '../user.entity.js';
import { usernameFrom } from '../username.js';
import type { Whole } from './app-people.repository.js';

/** Somebody of the app, and what it says of them. */
export type Announced = AnnounceUser & { readonly id: string };

const NAME = new RegExp(`^[^]{1,${NAME_CHARACTERS}}$`, 'u');

/** The same, with the username as it is kept. Throws `INVALID`. */
export function checked({ id, name, username, avatarUrl, ...rest }: Announced): Announced {
  // As long as those that a token may name, or they could never come.
  if (id.trim() === '' || id.length > ID_CHARACTERS || !isStorable(id) || isGuestId(id)) {
    throw invalid('id', `id must have 1 to ${ID_CHARACTERS} characters and be no guest's`);
  }
  if (name.trim() === '' || !NAME.test(name)) throw invalid('name', `name must have 1 to ${NAME_CHARACTERS} characters`);
  if (avatarUrl !== undefined && avatarUrl !== '' && !isWebAddress(avatarUrl)) {
    throw invalid('avatarUrl', 'avatarUrl must be an address that begins with http:// or https://');
  }
  return {
    ...rest,
    id,
    name,
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    ...(username === undefined ? {} : { username: username === '' ? '' : usernameFrom(username) }),
  };
}

/** Somebody as they are to be: what is not said stays, and nobody becomes an administrator or ceases to be one by it. */
export function wholeOf(said: Announced, known: UserEntity | undefined): Whole {
  const { id, name, username, avatarUrl, email, role = known?.role } = said;
  return {
    id,
    name,
    username: orNone(username, known?.username),
    avatarUrl: orNone(avatarUrl, known?.avatarUrl),
    email: orNone(email, known?.email),
    role: known?.role === 'admin' ? 'admin' : (role ?? 'student'),
  };
}

function orNone(said: string | undefined, known: string | null | undefined): string | null {
  return said === '' ? null : (said ?? known ?? null);
}

/** Whether others see them differently. */
export function isSeenDifferently(person: Whole, known: UserEntity): boolean {
  const { name, username, avatarUrl, role } = known;
  return person.name !== name || person.username !== username || person.avatarUrl !== avatarUrl || person.role !== role;
}

function invalid(field: string, message: string): AppError {
  return new AppError('INVALID', { field, message });
}
