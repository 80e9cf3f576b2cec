import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load.js';

const retention = (text: string) => loadConfig({ JWT_SECRET: 'a secret of the tests', RETENTION_DAYS: text }).chat.retentionDays;

describe('RETENTION_DAYS', () => {
  it('is off where it is not set', () => {
    expect(retention('')).toBeUndefined();
  });

  it('is one number for every kind of room', () => {
    expect(retention(' 30 ')).toEqual({ lobby: 30, session: 30, group: 30, direct: 30 });
  });

  it('is a number for some kinds, and the others keep their messages', () => {
    expect(retention('lobby:30, session : 7,GROUP:365,')).toEqual({ lobby: 30, session: 7, group: 365 });
  });

  it.each([
    '0',
    '-1',
    '36501',
    '1.5',
    'never',
    'lobby',
    'lobby:',
    'lobby:0',
    'cellar:3',
    'lobby:3,lobby:4',
    'lobby:3:4',
    '30,lobby:3',
    ',',
  ])('is not %s, and the start says what it may be', (text) => {
    expect(() => retention(text)).toThrow(ConfigError);
    expect(() => retention(text)).toThrow(
      /RETENTION_DAYS must be a whole number of days from 1 to 36,500, or a list for some kinds of room such as lobby:30,session:7/,
    );
  });
});
