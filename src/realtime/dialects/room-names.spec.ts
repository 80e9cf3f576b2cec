import { describe, expect, it } from '@jest/globals';
import { aConnection, ANA } from '../../../test/support/realtime/canonical.js';
import { isCodeShaped, joinedRoom, shownRoom } from './room-names.js';

describe('isCodeShaped', () => {
  it.each(['ABC234', 'abc234', 'ZZZZZZ', '222222', 'Hjkmnp'])('says yes to %s', (name) => {
    expect(isCodeShaped(name)).toBe(true);
  });

  it.each([
    'ABC23',
    'ABC2345',
    'ABC23O',
    'ABC230',
    'ABC231',
    'ABCI23',
    'ABCL23',
    'ABC 23',
    'session_42',
    'ÄBC234',
    'ABC234\n',
    '',
  ])('says no to %p', (name) => {
    expect(isCodeShaped(name)).toBe(false);
  });
});

describe('shownRoom', () => {
  it('is the key, else the code, else the id', () => {
    expect(shownRoom({ id: 'r', key: 'session_42', code: 'ABC234' })).toBe('session_42');
    expect(shownRoom({ id: 'r', key: null, code: 'ABC234' })).toBe('ABC234');
    expect(shownRoom({ id: 'r', key: null, code: null })).toBe('r');
  });
});

describe('joinedRoom', () => {
  const connection = aConnection(ANA, [
    { id: 'r-1', key: 'session_42', code: 'ABC234' },
    { id: 'r-2', key: null, code: 'XYZ789' },
  ]);

  it('finds a room by its key, and by its code in any case', () => {
    expect(joinedRoom(connection, 'session_42')).toEqual({ id: 'r-1' });
    expect(joinedRoom(connection, 'abc234')).toEqual({ id: 'r-1' });
    expect(joinedRoom(connection, 'XyZ789')).toEqual({ id: 'r-2' });
  });

  it('tells keys apart by case, as apps do', () => {
    expect(joinedRoom(connection, 'SESSION_42')).toBeUndefined();
  });

  it('finds no room that was not joined, nor one by its id', () => {
    expect(joinedRoom(connection, 'session_43')).toBeUndefined();
    expect(joinedRoom(connection, 'r-1')).toBeUndefined();
    expect(joinedRoom(aConnection(), 'session_42')).toBeUndefined();
  });
});
