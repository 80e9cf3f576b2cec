import { describe, expect, it, jest } from '@jest/globals';
import { secretHash } from '../../auth/index.js';
import { newId } from '../../common/index.js';
import { loadConfig } from '../../config/index.js';
import { LocalLimiters } from '../../realtime/index.js';
import type { ApiKeyRepository, KeyRow } from './api-key.repository.js';
import { KeyCheck } from './key-check.js';
import { newKeyText } from './key-text.js';
import { KnownKeys } from './known-keys.js';

const HERE = '192.0.2.1';

describe('KeyCheck', () => {
  const { id, secret, text } = newKeyText(newId());
  const row: KeyRow = {
    id,
    name: 'tests',
    secretHash: secretHash(secret),
    scopes: ['users'],
    isRevoked: false,
    endsInMs: null,
    isUnseen: true,
  };

  function aCheck(): { check: KeyCheck; find: jest.Mock; noteUse: jest.Mock } {
    const find = jest.fn((asked: unknown) => Promise.resolve(asked === id ? row : undefined));
    const noteUse = jest.fn(() => Promise.resolve());
    const keys = { find, noteUse } as unknown as ApiKeyRepository;
    const config = loadConfig({ JWT_SECRET: 'a secret of the tests' });
    return { check: new KeyCheck(config, new KnownKeys(keys), keys, new LocalLimiters()), find, noteUse };
  }

  it('looks a key up, and notes its use, once for many requests', async () => {
    const { check, find, noteUse } = aCheck();
    expect(await check.isGood(text, HERE)).toBe(true);
    expect(noteUse).not.toHaveBeenCalled();
    for (let request = 0; request < 20; request += 1) await check.admit(text, HERE);
    expect(find).toHaveBeenCalledTimes(1);
    expect(noteUse).toHaveBeenCalledTimes(1);
  });

  it('asks the database nothing about a network that has shown too many keys that were none', async () => {
    const { check, find } = aCheck();
    const strange = () => newKeyText(newId()).text;
    for (let tries = 0; tries < 30; tries += 1) {
      await expect(check.admit(strange(), HERE)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    find.mockClear();
    expect(await check.isGood(strange(), HERE)).toBe(false);
    await expect(check.admit(strange(), HERE)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(find).not.toHaveBeenCalled();
    expect(await check.isGood(text, '198.51.100.1')).toBe(true);
  });
});
