import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Confirmations } from './confirmations.js';

describe('confirmations', () => {
  let confirmations: Confirmations;
  let isDone: boolean;

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    confirmations = new Confirmations();
    isDone = false;
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const waitFor = (id: string) => void confirmations.all(id, 2_000).then(() => (isDone = true));
  const settle = () => jest.advanceTimersByTimeAsync(0);

  it('wait for nobody where nobody else is', async () => {
    waitFor('s1');
    await settle();
    expect(isDone).toBe(true);
  });

  it('wait for every node that was heard', async () => {
    confirmations.heard('b');
    confirmations.heard('c');
    waitFor('s1');
    confirmations.confirmed('s1', 'b');
    await settle();
    expect(isDone).toBe(false);
    confirmations.confirmed('s1', 'c');
    await settle();
    expect(isDone).toBe(true);
  });

  it('are of one signal, not of another', async () => {
    confirmations.heard('b');
    waitFor('s1');
    confirmations.confirmed('s2', 'b');
    await settle();
    expect(isDone).toBe(false);
  });

  it('do not wait for a node that said goodbye, also not when it does so meanwhile', async () => {
    confirmations.heard('b');
    confirmations.heard('c');
    confirmations.gone('c');
    waitFor('s1');
    confirmations.gone('b');
    await settle();
    expect(isDone).toBe(true);
  });

  it('do not wait for a node that was silent for five seconds', async () => {
    confirmations.heard('b');
    await jest.advanceTimersByTimeAsync(5_000);
    waitFor('s1');
    await settle();
    expect(isDone).toBe(true);
  });

  it('end after their time, and do not wait again for who did not answer until it is heard again', async () => {
    confirmations.heard('b');
    waitFor('s1');
    await jest.advanceTimersByTimeAsync(1_999);
    expect(isDone).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isDone).toBe(true);

    isDone = false;
    waitFor('s2');
    await settle();
    expect(isDone).toBe(true);

    isDone = false;
    confirmations.heard('b');
    waitFor('s3');
    await settle();
    expect(isDone).toBe(false);
  });

  it('remember no more nodes than there can be', async () => {
    for (let count = 0; count < 1_001; count += 1) confirmations.heard(`node ${count}`);
    waitFor('s1');
    for (let count = 1; count < 1_001; count += 1) confirmations.confirmed('s1', `node ${count}`);
    await settle();
    expect(isDone).toBe(true);
  });
});
