import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername, register } from '../support/accounts.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call, type HttpAnswer } from '../support/http-client.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { createSession } from '../contract/group-study/session.js';
import { ABUSE_ENV, Witnesses } from '../e2e/traps/witnesses.js';

const MEGABYTE = 2 ** 20;
const PASSWORD = 'a long enough password';

const HASHING_MS = 120_000;

describe('an attack on accounts', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  beforeAll(async () => {
    gateway = await startGateway({ env: ABUSE_ENV, passwords: 'costly' });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(() => witnesses.stillTalk());
  afterAll(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  });

  const logIn = (username: string, password: string): Promise<HttpAnswer> =>
    call(gateway, 'POST', '/api/auth/login', { body: { username, password } });
  const signUp = (username: string, password = PASSWORD): Promise<HttpAnswer> =>
    call(gateway, 'POST', '/api/auth/register', { body: { username, password } });
  const guesses = (username: string, count: number): Promise<HttpAnswer[]> =>
    Promise.all(Array.from({ length: count }, (_, number) => logIn(username, `guess ${number}`)));

  describe('by brute force', () => {
    it('tries few passwords, however many are sent at once', async () => {
      const { username } = await register(gateway);

      const answers = await guesses(username, 40);

      const tried = answers.filter(({ status }) => status === 401);
      expect(tried.length).toBeLessThanOrEqual(10);
      for (const { status, body } of answers.filter((answer) => !tried.includes(answer))) {
        expect({ status, code: body.code }).toEqual({ status: 429, code: 'RATE_LIMITED' });
      }
    });

    it('does not find the right one while it is held off', async () => {
      const { username, password } = await register(gateway);
      await guesses(username, 40);

      expect(await logIn(username, password)).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    });

    it('holds off nobody else, also from the same address', async () => {
      const [ana, ben] = [await register(gateway), await register(gateway)];
      await guesses(ana.username, 40);

      expect(await logIn(ben.username, ben.password)).toMatchObject({ status: 200 });
    });

    it('is the same under every spelling of the name', async () => {
      const { username } = await register(gateway);
      await guesses(username, 40);

      const wide = username.replace(/^a/, '\uff41');
      for (const spelling of [username.toUpperCase(), wide]) {
        expect(await logIn(spelling, 'guess')).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
      }
    });
  });

  describe('by asking who has one', () => {
    it('gives the same answers for a name that somebody has and for one that nobody has', async () => {
      const { username } = await register(gateway);
      const known = await logIn(username, 'guess');
      const unknown = await logIn(newUsername(), 'guess');

      expect(known.status).toBe(401);
      expect(unknown).toEqual(known);
    });

    it('holds off guesses at both after as many', async () => {
      const { username } = await register(gateway);
      const statuses = async (name: string): Promise<number[]> => {
        const answers: number[] = [];
        for (let number = 0; number < 8; number += 1) answers.push((await logIn(name, `guess ${number}`)).status);
        return answers;
      };

      expect(await statuses(newUsername())).toEqual(await statuses(username));
    });

    it('gives the same headers, but for time and length', async () => {
      const { username } = await register(gateway);
      const headersFor = async (name: string): Promise<string[]> => {
        const body = JSON.stringify({ username: name, password: 'guess' });
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(`${gateway.httpUrl}/api/auth/login`, { method: 'POST', headers, body });
        await response.text();
        return [...response.headers].filter(([name]) => name !== 'date').map(([name, value]) => `${name}: ${value}`);
      };

      expect(await headersFor(newUsername())).toEqual(await headersFor(username));
    });
  });

  describe('by a twin of somebody’s name', () => {
    const TWINS: readonly (readonly [string, (name: string) => string])[] = [
      ['in capitals', (name) => name.toUpperCase()],
      ['with a Cyrillic а', (name) => name.replace('a', '\u0430')],
      ['with a Greek ο', (name) => name.replace('o', '\u03bf')],
      ['with a zero-width space', (name) => `${name.slice(0, 2)}\u200b${name.slice(2)}`],
      ['with a zero-width joiner at its end', (name) => `${name}\u200d`],
      ['with a soft hyphen', (name) => `${name.slice(0, 2)}\u00ad${name.slice(2)}`],
      ['written from right to left', (name) => `\u202e${name}`],
      ['full width', (name) => name.replace('a', '\uff41')],
      ['in mathematical letters', (name) => name.replace('a', '\u{1d41a}')],
      ['with a space behind it', (name) => `${name} `],
      ['with an accent', (name) => name.replace('a', 'a\u0301\u0301')],
    ];

    it.each(TWINS)('%s makes no account', async (_, twin) => {
      const { username } = await register(gateway, 'admino');
      const likeness = twin(username);

      const { status, body } = await signUp(likeness);

      expect(likeness).not.toBe(username);
      expect({ status, code: body.code }).toEqual(
        status === 409 ? { status: 409, code: 'USERNAME_TAKEN' } : { status: 400, code: 'INVALID' },
      );
    });

    // A guest may well be called José where there is a Jose.
    it.each(TWINS.slice(0, -1))('%s is no name for a guest', async (_, twin) => {
      const { username } = await register(gateway, 'admino');
      const { code } = await createSession(gateway, 'Host');
      const guest = await RawClient.connect(gateway);

      guest.send({ type: 'join', sessionCode: code, userName: twin(username) });

      expect(await guest.next(({ type }) => type === 'joined' || type === 'error')).toMatchObject({ type: 'error' });
    });
  });

  describe('by work', () => {
    it.each([
      ['register', { username: 'anybody', password: 'x'.repeat(MEGABYTE) }],
      ['login', { username: 'anybody', password: 'x'.repeat(MEGABYTE) }],
      ['login', { username: 'x'.repeat(MEGABYTE), password: PASSWORD }],
      ['login', { username: 'anybody', password: 'x'.repeat(60_000) }],
    ])('%s refuses what is too long, unhashed (%#)', async (path, body) => {
      const { status, body: answer } = await call(gateway, 'POST', `/api/auth/${path}`, { body });

      expect([400, 413]).toContain(status);
      expect(answer).toMatchObject({ code: expect.stringMatching(/^(INVALID|TOO_LARGE)$/) });
    });

    it(
      '200 logins at once are each answered',
      async () => {
        const answers = await Promise.all(Array.from({ length: 200 }, () => logIn(newUsername('flood'), PASSWORD)));

        const known = /^(INVALID_CREDENTIALS|RATE_LIMITED|UNAVAILABLE)$/;
        expect(answers.map(({ body }) => body.code).filter((code) => !known.test(code as string))).toEqual([]);
      },
      // Hashing leaves the processor to everybody else.
      HASHING_MS,
    );
  });
});
