import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import type { TestAccount } from '../../../support/accounts.js';
import { aTime, expectRefusal } from '../../../support/expect-frames.js';
import { call } from '../../../support/http-client.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum } from '../lyceum-client.js';
import { registerChief } from '../mentors/mentoring.js';
import * as the from './helping.js';

describe('lyceum: help and people whose right to it ends', () => {
  let gateway: BorrowedGateway;
  let chief: TestAccount;

  beforeAll(async () => {
    gateway = await borrowGateway(the.HELPING);
    chief = await registerChief(gateway);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  async function administer(method: string, path: string, body?: object): Promise<void> {
    const { status } = await call(gateway, method, path, { token: chief.token, ...(body === undefined ? {} : { body }) });
    expect([200, 204]).toContain(status);
  }
  const ban = ({ id }: TestAccount) => administer('POST', `/api/users/${id}/ban`);

  it('a banned mentor helps nobody: who they helped waits for the next one, and who they were asked by, too', async () => {
    const [student, other, subject] = [await the.newStudent(gateway), await the.newStudent(gateway), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject, { capacity: 2 });
    const active = await the.helped(student, ben, subject);
    const asked = await the.asks(other, subject);
    await the.offered(ben, asked);

    await ban(ben);

    expect(await the.updated(student, active, { state: 'waiting' })).toMatchObject({ mentor: null, room: null });
    expect(await the.updated(other, asked, { state: 'waiting' })).toEqual({ ...asked, state: 'waiting' });
    const cleo = await the.freeMentor(gateway, subject, { capacity: 2 });
    await the.offered(cleo, asked);
    expect(the.offersTo(cleo)).toEqual([active.id, asked.id]);
  });

  it('a banned student is helped by nobody', async () => {
    const [student, waiting, subject] = [await the.newStudent(gateway), await the.newStudent(gateway), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject);
    const active = await the.helped(student, ben, subject);
    await the.asks(waiting, subject);

    await ban(waiting);
    await ban(student);

    expect(await the.updated(ben, active, { state: 'cancelled' })).toMatchObject({ endedAt: aTime });
    expect(await the.queueOf(ben)).toEqual([]);
  });

  it('who is no mentor any more helps nobody, and who has become one answers', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject);
    const active = await the.helped(student, ben, subject);

    await administer('PATCH', `/api/users/${ben.id}/role`, { role: 'student' });

    await the.updated(student, active, { state: 'waiting' });
    const demoted = { client: await connectLyceum(gateway, 'websocket', ben.token) };
    expectRefusal(await demoted.client.request('help:accept', the.naming(active)), 'FORBIDDEN');
    expect(await the.asks(demoted, subject)).toMatchObject({ student: { id: ben.id }, state: 'waiting' });
  });
});
