import { Injectable } from '@nestjs/common';
import { AppError, guestId, isGuestId, isPassingGuest, isStorable } from '../../common/index.js';
import type { Transaction } from '../../database/index.js';
import { NAME_CHARACTERS, type User } from '../../protocol/index.js';
import type { Claim } from '../../realtime/index.js';
import { roleCalled } from '../role-names.js';
import { secretHash } from '../tokens/random-secret.js';
import { UserRepository } from '../user.repository.js';
import { isOfficial, keyOfShownName, looksLikeAnother } from '../username.js';
import { GuestRepository } from './guest.repository.js';
import { presentGuest } from './guest.presenter.js';

const SHORT_ENOUGH = new RegExp(`^[^]{1,${NAME_CHARACTERS}}$`, 'u');

/** People without an account who say who they are: equal claims are one guest. */
@Injectable()
export class Guests {
  constructor(
    private readonly guests: GuestRepository,
    private readonly users: UserRepository,
  ) {}

  /** Throws `UNAUTHENTICATED` where no id is claimed, `INVALID` for none that can be shown, `IDENTITY_CONFLICT` for one of somebody with an account. */
  async claim({ userId: claimed = '', userRole = '' }: Claim): Promise<User> {
    assertClaimable(claimed);
    if (await this.users.isTaken(claimed, keyOfShownName(claimed))) {
      throw new AppError('IDENTITY_CONFLICT', {
        field: 'userId',
        message: 'This id belongs to somebody with an account. Sign in.',
      });
    }
    const guest = { id: guestId(claimed), role: roleCalled(userRole) };
    await this.guests.put(guest);
    return presentGuest(guest);
  }

  /**
   * The guest who has that key: the same one as long as they show it, and nobody else, as from the id that everybody sees nobody can tell
   * the key. The name they choose belongs to the rooms they join. Throws `INVALID`.
   */
  async withKey(key: string): Promise<User> {
    if (!KEY.test(key)) {
      const message = 'guestKey must have 32 to 128 characters of a-z, A-Z, 0-9, _ and -';
      throw new AppError('INVALID', { field: 'guestKey', message });
    }
    const guest = { id: guestId(KEYED + secretHash(key).toString('hex').slice(0, 32)), role: 'student' as const };
    await this.guests.put(guest);
    return { ...presentGuest(guest), name: 'Guest' };
  }

  /** Those of them who are here or were lately, by their whole id. */
  async find(ids: readonly string[], tx?: Transaction): Promise<User[]> {
    const claimed = ids.filter((id) => isGuestId(id) && !isPassingGuest(id));
    return claimed.length === 0 ? [] : (await this.guests.findByIds(claimed, tx)).map(presentGuest);
  }
}

/** 128 random bits in hex, or more. */
const KEY = /^[\w-]{32,128}$/;
/** Begins the ids of guests with a key; nobody can claim one. */
const KEYED = 'key:';

function assertClaimable(claimed: string): void {
  if (claimed === '') throw new AppError('UNAUTHENTICATED', { message: 'Show a token, or say by auth.userId who you are.' });
  const isVisible = keyOfShownName(claimed) !== '';
  if (!isVisible || !SHORT_ENOUGH.test(claimed) || !isStorable(claimed) || isGuestId(claimed)) {
    throw invalid(`userId must have 1 to ${NAME_CHARACTERS} characters that can be seen, and not begin with "guest:"`);
  }
  if (claimed.toLowerCase().startsWith(KEYED)) throw invalid(`userId must not begin with "${KEYED}"`);
  if (isPassingGuest(guestId(claimed))) throw invalid('userId must not be a UUID of version 8: such ids are given out here');
  if (isOfficial(claimed)) throw invalid('This id is reserved. Claim another one.');
  if (looksLikeAnother(claimed)) throw invalid('A word of the id must not mix letters of different alphabets.');
}

function invalid(message: string): AppError {
  return new AppError('INVALID', { field: 'userId', message });
}
