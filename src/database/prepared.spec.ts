import { describe, expect, it } from '@jest/globals';
import type { ClientBase } from 'pg';
import { prepared, usePrepared } from './prepared.js';

describe('usePrepared', () => {
  it('names the statements that are marked, and leaves all others as they are', () => {
    const asked: unknown[][] = [];
    const client = { query: (...args: unknown[]) => asked.push(args) };
    const marked = prepared('one', 'SELECT 1');
    usePrepared(client as unknown as ClientBase);

    client.query(marked, ['a']);
    client.query('SELECT 2', ['b']);
    client.query({ text: 'SELECT 1' });

    expect(marked).toBe('SELECT 1');
    expect(asked).toEqual([[{ name: 'one', text: 'SELECT 1' }, ['a']], ['SELECT 2', ['b']], [{ text: 'SELECT 1' }]]);
  });

  it('refuses two statements of one name: a connection could keep but one', () => {
    expect(() => prepared('one', 'SELECT 3')).toThrow('Two statements are called one');
  });
});
