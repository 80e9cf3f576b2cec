import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../auth/index.js';
import { AppError, isStorable } from '../common/index.js';
import { NAME_CHARACTERS, type User } from '../protocol/index.js';
import { nameKey } from './seat.js';

const SHORT_ENOUGH = new RegExp(`^[^]{1,${NAME_CHARACTERS}}$`, 'u');

const FAULTS = {
  official: 'This name is reserved. Choose another one.',
  'look-alike': 'A word of the name must not mix letters of different alphabets.',
};

/** What people are called in a room: guests as they ask to be, everybody else by their own name. */
@Injectable()
export class GuestNames {
  constructor(private readonly users: UserDirectory) {}

  /** Throws `INVALID` when it is no name or one that misleads, `NAME_TAKEN` when a registered person has it as their username. */
  async nameFor(user: User, wanted: string | undefined): Promise<string> {
    if (!user.guest) return user.name;
    const name = (wanted ?? user.name).trim();
    if (!SHORT_ENOUGH.test(name) || nameKey(name) === '' || !isStorable(name)) {
      throw new AppError('INVALID', {
        field: 'name',
        message: `name must have 1 to ${NAME_CHARACTERS} characters that can be seen`,
      });
    }
    const fault = this.users.faultOf(name);
    if (fault !== undefined) throw new AppError('INVALID', { field: 'name', message: FAULTS[fault] });
    if (await this.users.usernameExists(name)) throw new AppError('NAME_TAKEN');
    return name;
  }
}
