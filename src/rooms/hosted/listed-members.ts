import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError, isStorable } from '../../common/index.js';
import type { ListedMember } from './member-list.repository.js';

/** Checks who is to be in a room. */
@Injectable()
export class ListedMembers {
  constructor(private readonly users: UserDirectory) {}

  /** Throws `INVALID` unless each is there once and one of them is the owner, `USER_NOT_FOUND`. */
  async assertWhole(members: readonly ListedMember[]): Promise<void> {
    const owners = members.filter(({ role }) => role === 'owner').length;
    if (owners !== 1) throw new AppError('INVALID', { field: 'members', message: 'members must have exactly one owner' });
    const twice = members.findIndex(({ userId }, index) => members.findIndex((other) => other.userId === userId) !== index);
    if (twice >= 0) throw new AppError('INVALID', { field: `members.${twice}.userId`, message: 'This person is there twice.' });
    await this.assertKnown(members, (index) => `members.${index}.userId`);
  }

  /** Throws `USER_NOT_FOUND`, with the field that `fieldOf` names. */
  async assertKnown(members: readonly ListedMember[], fieldOf: (index: number) => string): Promise<void> {
    const known = await this.users.findByIds(members.map(({ userId }) => userId).filter(isStorable));
    const unknown = members.findIndex(({ userId }) => known.get(userId)?.guest !== false);
    if (unknown >= 0) throw new AppError('USER_NOT_FOUND', { field: fieldOf(unknown) });
  }
}
