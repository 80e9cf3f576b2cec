import { describe, expect, it } from '@jest/globals';
import { guest, person } from '../../test/support/rooms/fake-connection.js';
import type { Guests } from '../auth/guests/guests.service.js';
import { UserDirectory } from '../auth/user-directory.js';
import type { UserRepository } from '../auth/user.repository.js';
import { GuestNames } from './guest-names.js';

describe('names of guests', () => {
  const accounts = { findByUsernameKey: (key: string) => Promise.resolve(key === 'registered' ? {} : null) };
  const names = new GuestNames(new UserDirectory(accounts as unknown as UserRepository, {} as Guests));

  it.each(['Guest', 'Ana & Аня', 'Мария 2', "O'Brien", 'サッカー部', 'Zoë', '😀', 'System of a Down'])(
    '%j is one',
    async (name) => {
      await expect(names.nameFor(guest(), ` ${name} `)).resolves.toBe(name);
    },
  );

  it.each(['', '   ', '\u200B', 'x'.repeat(65), '\uD800'])('%j is none', async (name) => {
    await expect(names.nameFor(guest(), name)).rejects.toMatchObject({ code: 'INVALID', field: 'name' });
  });

  it.each(['System', ' lyceum ', '[Server]', 'Ｓystem', 'everyone!'])('%j would speak for the server', async (name) => {
    await expect(names.nameFor(guest(), name)).rejects.toMatchObject({ code: 'INVALID', field: 'name' });
  });

  it.each(['\u0405YSTEM', '\u0410na', '\u0251na', 'Mr Iv\u0430n'])('%j is made to look like another', async (name) => {
    await expect(names.nameFor(guest(), name)).rejects.toMatchObject({ code: 'INVALID', field: 'name' });
  });

  it('a registered person’s username is none', async () => {
    await expect(names.nameFor(guest(), 'Registered')).rejects.toMatchObject({ code: 'NAME_TAKEN' });
  });

  it('registered people have their own, whatever it is and whatever they ask for', async () => {
    await expect(names.nameFor(person('System'), 'Ana')).resolves.toBe('System');
  });
});
