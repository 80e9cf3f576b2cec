import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { newId } from '../../../support/tokens.js';
import { eventually } from '../../../support/wait.js';
import { START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson, type Person } from '../shapes.js';
import { list, MENTORING, newMentor, set } from './mentoring.js';

const idsOf = (mentors: JsonObject[]): unknown[] => mentors.map(({ mentor }) => (mentor as JsonObject).id);

describe('lyceum: the list of mentors', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: MENTORING });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** Mentors of a subject that nobody else teaches, one for each availability, in no order. */
  async function school(...availabilities: string[]): Promise<{ subject: string; mentors: Person[] }> {
    const subject = newId('Subject');
    const mentors = [];
    for (const [index, availability] of availabilities.entries()) {
      const mentor = await newMentor(gateway, 'websocket', `m${availabilities.length - index}`);
      await set(mentor, { availability, subjects: [subject] });
      mentors.push(mentor);
    }
    return { subject, mentors };
  }

  it.each(WAYS)('by %s has those who are available first, then goes by name', async (way) => {
    const { subject, mentors } = await school('busy', 'available', 'offline', 'available');
    const [m4, m3, m2, m1] = mentors as [Person, Person, Person, Person];
    const ben = await newPerson(gateway, way, 'ben');

    const all = (await list(ben, { subject })).filter(({ subjects }) => (subjects as string[]).includes(subject));

    expect(idsOf(all)).toEqual([m1, m3, m2, m4].map(({ id }) => id));
    expect(all.map(({ availability }) => availability)).toEqual(['available', 'available', 'offline', 'busy']);
    const open = await list(ben, { subject: subject.toUpperCase(), available: true });
    expect(idsOf(open.filter(({ subjects }) => (subjects as string[]).includes(subject)))).toEqual([m1.id, m3.id]);
  });

  it('of a subject has those who teach it, and those who teach all', async () => {
    const { subject, mentors } = await school('available');
    const [one] = mentors as [Person];
    const all = await newMentor(gateway);
    await set(all, { availability: 'available' });
    const other = await newMentor(gateway);
    await set(other, { availability: 'available', subjects: [newId('Other')] });

    const ids = idsOf(await list(one, { subject: ` ${subject}  ` }));

    expect(ids).toEqual(expect.arrayContaining([one.id, all.id]));
    expect(ids).not.toContain(other.id);
  });

  it('comes page by page, each mentor once', async () => {
    const { mentors } = await school('busy', 'available', 'offline', 'available', 'busy', 'available');
    const [ben] = mentors as [Person];
    // Those of other tests may go while the pages are turned.
    const ofSchool = (listed: JsonObject[]) => idsOf(listed).filter((id) => mentors.some((mentor) => mentor.id === id));
    const whole = await list(ben, { limit: 200 });

    const paged: JsonObject[] = [];
    let after: unknown;
    do {
      const page = dataOf(await ben.client.request('mentors:list', { limit: 2, ...(after === undefined ? {} : { after }) }));
      expect((page.mentors as JsonObject[]).length).toBeLessThanOrEqual(2);
      paged.push(...(page.mentors as JsonObject[]));
      after = page.cursor;
    } while (after !== null);

    expect(ofSchool(whole)).toHaveLength(mentors.length);
    expect(ofSchool(paged)).toEqual(ofSchool(whole));
  });

  it('ends in no cursor where nobody is left', async () => {
    const { subject, mentors } = await school('available');
    const [mentor] = mentors as [Person];
    const whole = await list(mentor, { subject, limit: 200 });

    expect(dataOf(await mentor.client.request('mentors:list', { subject, limit: whole.length }))).toMatchObject({ cursor: null });
  });

  it.each<[JsonObject, string]>([
    [{ subject: '' }, 'subject'],
    [{ subject: ' ' }, 'subject'],
    [{ subject: 'x'.repeat(65) }, 'subject'],
    [{ subject: 5 }, 'subject'],
    [{ available: 'yes' }, 'available'],
    [{ watch: 1 }, 'watch'],
    [{ limit: 0 }, 'limit'],
    [{ limit: 201 }, 'limit'],
    [{ limit: '5' }, 'limit'],
    [{ after: '' }, 'after'],
    [{ after: 'abc' }, 'after'],
    [{ after: 5 }, 'after'],
    [{ after: Buffer.from('["a","b"]').toString('base64url') }, 'after'],
  ])('refuses %j', async (request, field) => {
    const { client } = await newPerson(gateway, 'websocket');

    expectRefusal(await client.request('mentors:list', request), 'INVALID', { field });
  });

  describe('over HTTP', () => {
    const read = (query: Record<string, string> = {}, token?: string) =>
      call(gateway, 'GET', `/api/mentors?${new URLSearchParams(query).toString()}`, token === undefined ? {} : { token });

    it('is an array, as the apps know it', async () => {
      const { subject, mentors } = await school('available');
      const [mentor] = mentors as [Person];
      const { updatedAt } = await set(mentor, { statusText: 'Ask me', metadata: { room: 7 } });

      const { status, body } = await read({ subject });

      expect(status).toBe(200);
      expect((body as unknown as JsonObject[]).find(({ mentorId }) => mentorId === mentor.id)).toEqual({
        mentorId: mentor.id,
        mentorName: mentor.username,
        isAvailable: true,
        status: 'available',
        statusMessage: 'Ask me',
        statusData: { room: 7 },
        subjects: [subject],
        updatedAt,
      });
    });

    it('says who is not available, unless only the others are asked for', async () => {
      const { subject, mentors } = await school('busy');
      const [mentor] = mentors as [Person];
      const found = async (query: Record<string, string>) =>
        ((await read({ subject, ...query })).body as unknown as JsonObject[]).find(({ mentorId }) => mentorId === mentor.id);

      expect(await found({})).toMatchObject({ isAvailable: false, status: 'busy', statusMessage: null, statusData: null });
      expect(await found({ available: 'false' })).toMatchObject({ status: 'busy' });
      expect(await found({ available: 'true' })).toBeUndefined();
    });

    it('has the next page in the header Link', async () => {
      const { subject } = await school('available', 'available', 'busy');
      const whole = (await read({ subject })).body as unknown as JsonObject[];

      const paged: JsonObject[] = [];
      let path: string | undefined = `/api/mentors?subject=${subject}&limit=1`;
      while (path !== undefined) {
        const response: Response = await fetch(new URL(path, gateway.httpUrl));
        paged.push(...((await response.json()) as JsonObject[]));
        path = /<(.+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      }

      expect(whole.length).toBeGreaterThanOrEqual(3);
      expect(paged).toEqual(whole);
    });

    it.each<[Record<string, string>]>([
      [{ limit: '0' }],
      [{ limit: 'x' }],
      [{ after: 'abc' }],
      [{ available: '1' }],
      [{ subject: '' }],
    ])('refuses %j', async (query) => {
      expect(await read(query)).toMatchObject({ status: 400, body: { code: 'INVALID', field: Object.keys(query)[0] } });
    });

    it('is counted for the operator', async () => {
      await school('available');
      // Others of these tests go meanwhile.
      await eventually(async () => {
        const open = (await read({ available: 'true' })).body as unknown as JsonObject[];
        const metrics = await (await fetch(new URL('/metrics', gateway.httpUrl))).text();
        const [, count] = /^lyceum_mentors_available (\d+)$/m.exec(metrics) ?? [];

        expect(open.length).toBeGreaterThan(0);
        expect(Number(count)).toBe(open.length);
      });
    });

    it('is open where guests are, but for a bad token', async () => {
      expect((await read({}, 'not.a.token')).status).toBe(401);
      expect((await read()).status).toBe(200);
    });
  });

  it('over HTTP wants a login where guests are denied, and is read so often by one network', async () => {
    const closed = await startGateway({ env: { ...MENTORING, GUEST_ACCESS: 'deny', RATE_READ_PER_SECOND: '1' } });
    const { token } = await newPerson(closed, 'websocket');

    expect(await call(closed, 'GET', '/api/mentors')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    const answers = await Promise.all(Array.from({ length: 30 }, () => call(closed, 'GET', '/api/mentors', { token })));

    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    await closed.stop();
  }, 60_000);
});
