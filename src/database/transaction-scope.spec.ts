import { describe, expect, it } from '@jest/globals';
import { assertOutsideTransaction, insideTransaction } from './transaction-scope.js';

describe('the scope of a transaction', () => {
  it('refuses a second connection inside, however deep', async () => {
    const nested = insideTransaction(async () => {
      await Promise.resolve();
      assertOutsideTransaction();
    });

    await expect(nested).rejects.toThrow('use the transaction itself');
  });

  it('is not there for others that run at the same time', async () => {
    let leave: () => void = () => undefined;
    const open = insideTransaction(() => new Promise<void>((resolve) => (leave = resolve)));

    expect(assertOutsideTransaction).not.toThrow();
    leave();
    await open;
  });

  it('ends with the transaction, also for what its work started', async () => {
    let later: Promise<void> = Promise.resolve();
    let goOn: () => void = () => undefined;
    await insideTransaction(() => {
      later = new Promise<void>((resolve) => (goOn = resolve)).then(assertOutsideTransaction);
      return Promise.resolve();
    });
    goOn();

    await expect(later).resolves.toBeUndefined();
  });
});
