import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { appToken, AUTH_SECRET, PASSWORD, RunningAuth } from '../../test/support/auth/running-auth.js';
import { describeWith } from '../../test/support/describe-with.js';
import { newId } from '../common/index.js';
import { Database } from '../database/index.js';
import type { User } from '../protocol/index.js';
import { Administration } from './administration/administration.service.js';
import { AppPeople } from './app-people/app-people.service.js';
import { UserDirectory } from './user-directory.js';

const UUID = /^[0-9a-f-]{36}$/;

describeWith(['postgres'], 'IdentityService', () => {
  let auth: RunningAuth;
  beforeAll(async () => {
    auth = await RunningAuth.start();
  }, 60_000);
  afterAll(() => auth.stop());

  it('knows a registered person by our token', async () => {
    const { body } = await auth.register('connects');
    const identity = await auth.connect(body.token as string);
    expect(identity).toEqual({
      user: body.user,
      issuer: 'lyceum',
      sessionId: expect.stringMatching(UUID),
      verifiedAt: expect.any(Number),
      expiresAt: Date.parse(body.expiresAt as string),
    });
  });

  it('makes a person of the app known on first sight, fifty times at once', async () => {
    const token = appToken({ id: 'cmhuk50', name: 'Fifty', email: 'Fifty@Example.com', role: 'tutor' });
    const identities = await Promise.all(Array.from({ length: 50 }, () => auth.connect(token)));
    const user = { id: 'cmhuk50', username: null, name: 'Fifty', avatarUrl: null, role: 'mentor', guest: false };
    for (const identity of identities) expect(identity).toMatchObject({ user, issuer: 'app', sessionId: null });
  });

  it('takes over what the app says anew, never the role, and forgets nothing', async () => {
    await auth.connect(appToken({ sub: 'fresh', name: 'Old', email: 'a@example.com', role: 'student' }));
    const renamed = await auth.connect(
      appToken({ sub: 'fresh', name: 'New', picture: 'https://example.com/a.png', role: 'mentor' }),
    );
    expect(renamed.user).toMatchObject({ name: 'New', avatarUrl: 'https://example.com/a.png', role: 'student' });
    expect((await auth.connect(appToken({ sub: 'fresh' }))).user).toEqual(renamed.user);
    const [row] = await auth.app.get(Database).query('SELECT email, username FROM users WHERE id = $1', ['fresh']);
    expect(row).toEqual({ email: 'a@example.com', username: null });
  });

  it.each([-10_000, 10_000])(
    'tokens we made for people of the app end by the clock that ends them, %i ms from ours',
    async (offMs) => {
      const [people, administration] = [auth.app.get(AppPeople), auth.app.get(Administration)];
      const id = newId();
      await people.announce(id, { name: 'Ana' });
      const mint = async () => {
        const now = Date.now();
        const clock = jest.spyOn(Date, 'now').mockReturnValue(now + offMs);
        try {
          return (await people.tokenFor(id, 3_600)).token;
        } finally {
          clock.mockRestore();
        }
      };
      const before = await mint();
      await expect(auth.connect(before)).resolves.toMatchObject({ user: { id } });
      await administration.signOut('backend', id);
      await expect(auth.connect(before)).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
      await expect(auth.connect(await mint())).resolves.toMatchObject({ user: { id } });
    },
  );

  it('shows a person without a name by their id', async () => {
    expect((await auth.connect(appToken({ userId: 77 }))).user).toMatchObject({ id: '77', name: '77' });
  });

  it('lets no issuer take the id of another, nor of a guest', async () => {
    const { body } = await auth.register('mine');
    const { id } = body.user as User;
    await expect(auth.connect(appToken({ sub: id }))).rejects.toMatchObject({ code: 'IDENTITY_CONFLICT' });
    await expect(auth.connect(appToken({ sub: 'guest:someone' }))).rejects.toMatchObject({ code: 'IDENTITY_CONFLICT' });
    await auth.connect(appToken({ sub: 'theirs' }));
    const forged = jwt.sign({ iss: 'lyceum', aud: 'lyceum:access', sub: 'theirs', sid: newId() }, AUTH_SECRET, {
      expiresIn: 600,
    });
    await expect(auth.connect(forged)).rejects.toMatchObject({ code: 'IDENTITY_CONFLICT' });
  });

  it('refuses whoever is banned, also at login', async () => {
    const { body } = await auth.register('banned');
    await auth.connect(appToken({ sub: 'banned-app' }));
    await auth.app.get(Database).query(`UPDATE users SET banned_at = now() WHERE username = 'banned' OR id = 'banned-app'`);
    await expect(auth.connect(body.token as string)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(auth.connect(appToken({ sub: 'banned-app' }))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await auth.login('banned', PASSWORD)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect((await auth.login('banned', 'not the password')).status).toBe(401);
  });

  it('refuses our token once its person is gone', async () => {
    const { body } = await auth.register('gone');
    await auth.app.get(Database).query(`DELETE FROM users WHERE username = 'gone'`);
    await expect(auth.connect(body.token as string)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('finds people by id and by username', async () => {
    const directory = auth.app.get(UserDirectory);
    const { body } = await auth.register('Findme');
    const user = body.user as User;
    expect(await directory.findByIds([user.id, 'nobody'])).toEqual(new Map([[user.id, user]]));
    expect(await directory.findByUsername('FINDME')).toEqual(user);
    expect(await directory.findByUsername('nobody')).toBeUndefined();
    expect(await directory.usernameExists(' find\u200Bme ')).toBe(true);
    expect(await directory.usernameExists('\u200B')).toBe(false);
  });
});
