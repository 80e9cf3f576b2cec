import { describe, expect, it } from '@jest/globals';
import type { Administration, Audit } from '../../auth/index.js';
import { AppError, newId } from '../../common/index.js';
import type { Database } from '../../database/index.js';
import type { ClusterSignals } from '../../realtime/index.js';
import type { SafeHttp } from '../egress/safe-http.js';
import type { SecretSeal } from './secret-seal.js';
import type { WebhookRepository } from './webhook.repository.js';
import { Webhooks } from './webhooks.service.js';

const WEBHOOK = { url: 'https://a.example/', events: ['*' as const] };

describe('webhooks', () => {
  /** Somebody who is an administrator no more when the name servers of the address have answered at last. */
  function overtaken() {
    let isAdmin = true;
    const written: string[] = [];
    const write = (what: string) => (): Promise<object> => {
      written.push(what);
      return Promise.resolve({ id: newId() });
    };
    const webhooks = new Webhooks(
      {
        assertAdmin: () => (isAdmin ? Promise.resolve() : Promise.reject(new AppError('FORBIDDEN'))),
      } as unknown as Administration,
      { recordIn: write('audit') } as unknown as Audit,
      { transaction: (work: (tx: object) => Promise<unknown>) => work({}) } as unknown as Database,
      {
        findById: () => Promise.resolve({ id: newId() }),
        lock: () => Promise.resolve({ id: newId() }),
        add: write('add'),
        change: write('change'),
      } as unknown as WebhookRepository,
      { seal: () => 'sealed' } as unknown as SecretSeal,
      {
        check: () => {
          isAdmin = false;
          return Promise.resolve();
        },
      } as unknown as SafeHttp,
      { send: () => Promise.resolve() } as unknown as ClusterSignals,
    );
    return { webhooks, written };
  }
  const actor = { adminId: newId() };

  it('are not made by somebody who was an administrator only when their address began to be looked up', async () => {
    const { webhooks, written } = overtaken();
    await expect(webhooks.create(actor, WEBHOOK)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(written).toEqual([]);
  });

  it('are not changed by them either', async () => {
    const { webhooks, written } = overtaken();
    await expect(webhooks.update(actor, newId(), WEBHOOK)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(written).toEqual([]);
  });
});
