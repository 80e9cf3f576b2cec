import { afterAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from './borrowed-gateway.js';
import { RawClient } from './raw-client.js';

/** Nobody else's, so that only these tests' gateways are lent here. */
const ENV = { RATE_SEND_BURST: '61' };
const START_MS = 60_000;

describe('a borrowed gateway', () => {
  const borrowed: BorrowedGateway[] = [];
  const borrow = async (): Promise<BorrowedGateway> => {
    const gateway = await borrowGateway(ENV);
    borrowed.push(gateway);
    return gateway;
  };

  afterAll(async () => {
    await RawClient.closeAll();
    await Promise.all(borrowed.map((gateway) => gateway.giveBack()));
  });

  it(
    'is one file’s alone until it is given back, and then the next one’s',
    async () => {
      const [one, other] = await Promise.all([borrow(), borrow()]);
      expect(one.pid).not.toBe(other.pid);

      await one.giveBack();

      expect((await borrow()).pid).toBe(one.pid);
    },
    START_MS,
  );

  it(
    'is not lent again while somebody is connected to it',
    async () => {
      const left = await borrow();
      await RawClient.connect(left);
      await left.giveBack();

      expect((await borrow()).pid).not.toBe(left.pid);
    },
    START_MS,
  );
});
