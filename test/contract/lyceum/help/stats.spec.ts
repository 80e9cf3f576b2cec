import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../../../support/accounts.js';
import { aNumber, aTime } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { closeAll } from '../lyceum-client.js';
import { registerChief } from '../mentors/mentoring.js';
import * as the from './helping.js';

describe('lyceum: how help went, for administrators', () => {
  let gateway: Gateway;
  let chief: TestAccount;

  beforeAll(async () => {
    gateway = await startGateway({ env: the.HELPING });
    chief = await registerChief(gateway);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const stats = (query = '', token: string | undefined = chief.token) =>
    call(gateway, 'GET', `/api/help/stats${query}`, token === '' ? {} : { token });
  const STATES = { waiting: 0, offered: 0, active: 0, resolved: 0, cancelled: 0, expired: 0, declined: 0 };

  it('counts how requests ended, how long people waited, and what each mentor did', async () => {
    const before = await stats();
    expect(before).toEqual({
      status: 200,
      body: {
        from: aTime,
        to: aTime,
        states: STATES,
        waits: { accepted: 0, medianSeconds: null, p90Seconds: null },
        rating: { rated: 0, average: null },
        mentors: [],
      },
    });

    const subject = the.newSubject();
    const [ben, cleo] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject, { capacity: 2 })];
    for (const rating of [5, 4]) {
      const student = await the.newStudent(gateway);
      const active = await the.helped(student, ben, subject);
      await the.give(student, 'resolve', { ...the.naming(active), rating });
    }
    await the.helped(await the.newStudent(gateway), cleo, subject);
    const declined = await the.asks(await the.newStudent(gateway), subject);
    for (const mentor of [ben, cleo]) await the.give(mentor, 'decline', the.naming(declined));
    const student = await the.newStudent(gateway);
    await the.give(student, 'cancel', the.naming(await the.asks(student, the.newSubject())));
    await the.asks(student, the.newSubject());

    const { body } = await stats();

    expect(body).toMatchObject({
      states: { ...STATES, waiting: 1, active: 1, resolved: 2, declined: 1, cancelled: 1 },
      waits: { accepted: 3, medianSeconds: aNumber, p90Seconds: aNumber },
      rating: { rated: 2, average: 4.5 },
    });
    const { medianSeconds, p90Seconds } = body.waits as { medianSeconds: number; p90Seconds: number };
    expect(medianSeconds).toBeGreaterThan(0);
    expect(p90Seconds).toBeGreaterThanOrEqual(medianSeconds);
    const of = ({ id }: TestAccount) => (body.mentors as { mentor: JsonObject }[]).find(({ mentor }) => mentor.id === id);
    const done = { offered: 4, declined: 1, missed: 0 };
    expect(of(ben)).toEqual({
      ...{ mentor: the.mentorUser(ben), ...done },
      ...{ accepted: 2, resolved: 2, load: 0, helpedSeconds: aNumber, rating: 4.5 },
    });
    expect(of(cleo)).toEqual({
      ...{ mentor: the.mentorUser(cleo), ...done },
      ...{ accepted: 1, resolved: 0, load: 1, helpedSeconds: 0, rating: null },
    });
  });

  it('counts what was asked within a time, of 92 days at most', async () => {
    const past = await stats('?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z');
    expect(past).toMatchObject({
      status: 200,
      body: { from: '2020-01-01T00:00:00.000Z', to: '2020-02-01T00:00:00.000Z', states: STATES, mentors: [] },
    });
    for (const query of [
      '?from=2020-01-01T00:00:00Z&to=2020-05-01T00:00:00Z',
      '?from=2020-02-01T00:00:00Z&to=2020-01-01T00:00:00Z',
      '?from=yesterday',
      '?to=5',
      '?from=2020-01-01T00:00:00Z',
    ]) {
      expect([query, await stats(query)]).toMatchObject([query, { status: 400, body: { code: 'INVALID' } }]);
    }
  });

  it('is for administrators', async () => {
    const people = [await the.newStudent(gateway), await the.freeMentor(gateway, the.newSubject())];
    for (const { token } of people) expect(await stats('', token)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await stats('', '')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });
});
