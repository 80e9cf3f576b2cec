import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername, register } from '../../support/accounts.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { RawClient } from '../../support/raw-client.js';
import { appToken, badTokens, newId } from '../../support/tokens.js';
import { expectProblem, newLogin, type Login } from '../accounts/logins.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { userShape } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';
import { appPerson, askForPeople, contentOf, expectInvalid, type AppPerson } from './asking.js';

const ids = (users: unknown): unknown[] => (users as JsonObject[]).map(({ id }) => id);
const names = (users: unknown): unknown[] => (users as JsonObject[]).map(({ name }) => name);

describe('people over HTTP', () => {
  const adminName = newUsername('root');
  let gateway: Gateway;
  let admin: Login;
  let asking: AppPerson;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_SEARCH_PER_SECOND: '1000', ADMIN_USERNAMES: adminName } });
    admin = await newLogin(gateway, adminName);
    asking = await appPerson(gateway, 'Quentin');
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const found = async (query: Record<string, string>, token = asking.token): Promise<JsonObject> =>
    contentOf(await askForPeople(gateway, token, query));

  /** Turns pages to the end; `meanwhile` happens after each. */
  async function turnPages(
    query: Record<string, string>,
    meanwhile = (): Promise<unknown> => Promise.resolve(),
  ): Promise<JsonObject[]> {
    const all: JsonObject[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = await found(after === undefined ? query : { ...query, after });
      const users = page.users as JsonObject[];
      expect(users.length).toBeGreaterThan(0);
      all.push(...users);
      after = page.cursor as string | null;
      await meanwhile();
    }
    return all;
  }

  it('finds somebody by how their username begins, once, as everybody sees them', async () => {
    const ana = await register(gateway, 'anabel');

    expect(await found({ query: ana.username.slice(0, -1) })).toEqual({ users: [userShape(ana)], cursor: null });
    expect(await found({ query: ana.username.toUpperCase() })).toEqual({ users: [userShape(ana)], cursor: null });
  });

  it('finds somebody by how their name begins, whatever its case and form', async () => {
    const zoltan = await appPerson(gateway, 'ＺOLTAN Kodály');
    const expected = { id: zoltan.id, username: null, name: zoltan.name, avatarUrl: null, role: 'student', guest: false };

    for (const query of ['zo', 'Zoltan', 'ZOLTAN KOD', '  zoltan ', 'ｚｏｌｔａｎ', 'zoltan koda\u0301ly']) {
      expect(await found({ query })).toEqual({ users: [expected], cursor: null });
    }
    for (const query of ['oltan', 'kodály', 'zoltan x']) expect(await found({ query })).toEqual({ users: [], cursor: null });
  });

  it('shows no e-mail address to anybody, and finds nobody by it', async () => {
    const email = `${newId('mail')}@example.org`;
    const mira = await appPerson(gateway, 'Mirabai', { email });
    expect((await call(gateway, 'GET', '/api/auth/me', { token: mira.token })).body.email).toBe(email);

    for (const { token } of [asking, admin]) {
      const page = await found({ query: 'mirabai' }, token);
      expect(ids(page.users)).toEqual([mira.id]);
      expect(JSON.stringify(page)).not.toMatch(/mail|example/i);
      expect(await found({ query: email.slice(0, 12) }, token)).toEqual({ users: [], cursor: null });
    }
  });

  it('finds neither who asks, nor who is banned, nor guests; administrators neither', async () => {
    const [own, banned, other] = [
      await appPerson(gateway, 'Vasco 1'),
      await appPerson(gateway, 'Vasco 2'),
      await appPerson(gateway, 'Vasco 3'),
    ];
    const guest = await RawClient.connect(gateway);
    guest.send({ type: 'create', userName: 'Vasco 4' });
    await guest.next(({ type }) => type === 'created');
    expect(ids((await found({ query: 'vasco' }, own.token)).users)).toEqual([banned.id, other.id]);

    expect((await call(gateway, 'POST', `/api/users/${banned.id}/ban`, { token: admin.token })).status).toBe(204);

    expect(ids((await found({ query: 'vasco' }, own.token)).users)).toEqual([other.id]);
    expect(ids((await found({ query: 'vasco' }, admin.token)).users)).toEqual([own.id, other.id]);
  });

  it('takes signs of a pattern for what they are', async () => {
    for (const name of ['pc50% off', 'pc50 percent', 'pc_under', 'pcXunder', 'pc\\slash', 'pcslash'])
      await appPerson(gateway, name);

    expect(names((await found({ query: 'pc50%' })).users)).toEqual(['pc50% off']);
    expect(names((await found({ query: 'pc50％' })).users)).toEqual(['pc50% off']);
    expect(names((await found({ query: 'pc_' })).users)).toEqual(['pc_under']);
    expect(names((await found({ query: 'pc\\' })).users)).toEqual(['pc\\slash']);
    for (const query of ['%%', '__', '\\\\', '%c', "pc' OR true --", 'pc*', '^pc']) {
      expect(await found({ query })).toEqual({ users: [], cursor: null });
    }
  });

  describe('turning pages', () => {
    it('gives everybody once, in alphabetical order, whichever of the names they were found by', async () => {
      const stem = newUsername('kite');
      const byName = await Promise.all(['b', 'd', 'B'].map((end) => appPerson(gateway, `${stem.toUpperCase()}${end}`)));
      const byUsername = [
        await newLogin(gateway, `${stem}a`),
        await newLogin(gateway, `${stem}c`),
        await newLogin(gateway, `${stem}e`),
      ];

      const all = await turnPages({ query: stem, limit: '1' });

      expect(all.map((user) => (user.name as string).toLowerCase().at(-1))).toEqual(['a', 'b', 'b', 'c', 'd', 'e']);
      expect(ids(all).toSorted()).toEqual([...byName, ...byUsername].map(({ id }) => id).toSorted());
    });

    it('misses nobody and shows nobody twice while people are added', async () => {
      const stem = newId('otto');
      const there = await Promise.all(
        Array.from({ length: 25 }, (_, index) => appPerson(gateway, `${stem} ${String(index).padStart(2, '0')} of 25`)),
      );
      let added = 0;

      const all = await turnPages({ query: stem, limit: '4' }, async () => {
        added += 1;
        await appPerson(gateway, `${stem} 00 before them`);
        await appPerson(gateway, `${stem} ${String(added * 5).padStart(2, '0')} somewhere`);
      });

      expect(new Set(ids(all)).size).toBe(all.length);
      expect(ids(all).filter((id) => there.some((one) => one.id === id))).toEqual(there.map(({ id }) => id));
      expect(names(all)).toEqual(names(all).toSorted());
      expect(all.length).toBeGreaterThan(there.length);
    });

    it('gives 20 unless asked otherwise, and 50 at most', async () => {
      const stem = newId('uma');
      await Promise.all(Array.from({ length: 51 }, (_, index) => appPerson(gateway, `${stem} ${index}`)));

      expect((await found({ query: stem })).users).toHaveLength(20);
      expect((await found({ query: stem, limit: '50' })).users).toHaveLength(50);
      expectInvalid(await askForPeople(gateway, asking.token, { query: stem, limit: '51' }), 'limit');
    });
  });

  describe('refuses', () => {
    it.each([
      ['an empty query', 'query=', 'query'],
      ['one character', 'query=a', 'query'],
      ['one character among blanks', 'query=%20a%20', 'query'],
      ['one character of two halves', 'query=%F0%9F%8E%93', 'query'],
      ['blanks', 'query=%20%20%20', 'query'],
      ['a NUL', 'query=an%00a', 'query'],
      ['10,000 characters', `query=${'a'.repeat(10_000)}`, 'query'],
      ['two queries', 'query=an&query=be', 'query'],
      ['no limit', 'query=an&limit=', 'limit'],
      ['a limit of nothing', 'query=an&limit=0', 'limit'],
      ['a limit below nothing', 'query=an&limit=-1', 'limit'],
      ['a broken limit', 'query=an&limit=1.5', 'limit'],
      ['a limit in another notation', 'query=an&limit=1e1', 'limit'],
      ['a limit of words', 'query=an&limit=all', 'limit'],
      ['two limits', 'query=an&limit=1&limit=2', 'limit'],
      ['an empty cursor', 'query=an&after=', 'after'],
      ['a cursor of nobody', 'query=an&after=abc', 'after'],
      ['a cursor with a NUL', `query=an&after=${Buffer.from('["a\\u0000","b"]').toString('base64url')}`, 'after'],
      ['a cursor without end', `query=an&after=${'a'.repeat(5_000)}`, 'after'],
      ['two cursors', 'query=an&after=a&after=b', 'after'],
      ['the name of a prototype', 'query=an&__proto__=x', '__proto__'],
    ])('%s', async (_, query, field) => {
      const path = `/api/users?${query}`;
      expectInvalid(await call(gateway, 'GET', path, { token: asking.token }), field);
    });

    it('who shows no token, a bad one, or one that has expired', async () => {
      expectProblem(await call(gateway, 'GET', '/api/users?query=an'), 401, 'UNAUTHENTICATED');
      for (const token of Object.values(badTokens({ sub: newId('eve') })).filter((text) => text !== '')) {
        expectProblem(await askForPeople(gateway, token, { query: 'an' }), 401, 'UNAUTHENTICATED');
      }
      const expired = appToken({ sub: asking.id }, { expiresIn: -60 });
      expectProblem(await askForPeople(gateway, expired, { query: 'an' }), 401, 'TOKEN_EXPIRED');
    });

    it('who is banned', async () => {
      const eve = await appPerson(gateway, 'Eve');
      contentOf(await askForPeople(gateway, eve.token, { query: 'an' }));
      await call(gateway, 'POST', `/api/users/${eve.id}/ban`, { token: admin.token });

      expectProblem(await askForPeople(gateway, eve.token, { query: 'an' }), 403, 'FORBIDDEN');
    });
  });
});
