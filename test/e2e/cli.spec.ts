import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { newLogin, logInAgain, statusOf } from '../contract/accounts/logins.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../contract/settings.js';
import { lyceum, type Ran } from '../support/command-line.js';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { query, startPostgres } from '../support/postgres.js';
import { freshPath } from '../support/test-run.js';
import { eventually, within } from '../support/wait.js';

/** Gateways that nobody tells look for themselves so often, and a little more. */
const SOON_MS = 3_000;
/** The embedded database is opened several times, on a machine that is busy. */
const LONG_MS = 90_000;

describe('the command line', () => {
  const env = { DATA_DIR: freshPath('cli') };

  it('explains itself', async () => {
    for (const args of [[], ['--help'], ['users', 'list', '-h']]) {
      const { code, stdout } = await lyceum(env, ...args);
      expect(code).toBe(0);
      for (const word of [
        'users list',
        'users promote',
        'users ban',
        'users unban',
        'users sign-out',
        'invitations create',
        'keys create',
      ]) {
        expect(stdout).toContain(word);
      }
    }
  });

  it.each([
    [['users'], /no command/],
    [['users', 'destroy', 'ana'], /no command/],
    [['users', 'ban'], /takes a name/],
    [['users', 'ban', 'ana', 'ben'], /takes a name/],
    [['users', 'promote', 'ana', 'owner'], /role/],
    [['users', 'list', '--role', 'owner'], /role/],
    [['users', 'ban', 'ana', '--search', 'x'], /users list/],
    [['users', 'list', '--verbose'], /--verbose/],
    [['webhooks', 'add'], /takes a URL/],
    [['webhooks', 'add', 'https://a.example', '--events', 'user.eaten'], /events/],
    [['webhooks', 'list', '--events', 'user.created'], /webhooks add/],
    [['users', 'list', '--scopes', 'rooms'], /keys create/],
    [['keys', 'create', '--name', 'app'], /--scopes/],
    [['keys', 'create', '--name', 'app', '--scopes', 'rooms,everything'], /scopes/],
    [['keys', 'create', '--name', 'app', '--scopes', ''], /scopes/],
    [['keys', 'create', '--name', '', '--scopes', 'rooms'], /name/],
    [['keys', 'create', '--name', 'app', '--scopes', 'rooms', '--days', 'ten'], /expiresInDays/],
    [['keys', 'revoke'], /takes an id/],
  ])('says what is wrong with %j, and exits with 2', async (args, reason) => {
    const { code, stdout, stderr } = await lyceum(env, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(reason);
  });

  it('names a setting that is wrong', async () => {
    const { code, stderr } = await lyceum({ ...env, DATABASE_URL: 'nonsense' }, 'users', 'list');
    expect(code).toBe(1);
    expect(stderr).toContain('DATABASE_URL');
  });
});

describe('the command line on the embedded database', () => {
  let gateway: Gateway;
  let env: Record<string, string>;

  beforeAll(async () => {
    gateway = await startGateway({ database: 'embedded', env: ROOMY });
    env = { DATA_DIR: gateway.dataDir };
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const run = (...args: string[]): Promise<Ran> => within(LONG_MS / 3, args.join(' '), lyceum(env, ...args));

  it('works through the gateway that has it', async () => {
    const ana = await newLogin(gateway);
    const client = await connectLyceum(gateway, 'websocket', ana.token);

    expect(await run('users', 'promote', ana.username.toUpperCase(), 'admin')).toMatchObject({ code: 0, stderr: '' });

    expect(await client.fact('auth:changed')).toMatchObject({ user: { id: ana.id, role: 'admin' } });
    const listed = await run('users', 'list', '--role', 'admin', '--search', ana.username.slice(0, 8), '--json');
    expect(JSON.parse(listed.stdout)).toEqual({
      users: [expect.objectContaining({ id: ana.id, username: ana.username, role: 'admin', bannedAt: null })],
      more: false,
    });
    expect(listed.stdout).not.toMatch(/hash|password/i);
  });

  it('bans, unbans and signs out whoever is connected', async () => {
    const ana = await newLogin(gateway);
    const first = await connectLyceum(gateway, 'raw', ana.token);

    expect((await run('users', 'sign-out', ana.username)).code).toBe(0);
    await within(SOON_MS, 'closed', first.closed);
    const back = await logInAgain(gateway, ana);
    const second = await connectLyceum(gateway, 'websocket', back.token);
    expect((await run('users', 'ban', ana.username)).code).toBe(0);
    await within(SOON_MS, 'closed', second.closed);
    expect(await statusOf(gateway, back.token)).toBe(403);
    expect((await run('users', 'unban', ana.username)).code).toBe(0);
    expect(await statusOf(gateway, (await logInAgain(gateway, ana)).token)).toBe(200);
  });

  it('makes an invitation that is good', async () => {
    const { stdout } = await run('invitations', 'create');
    const { invitation } = JSON.parse(stdout) as { invitation: { code: string } };
    await gateway.stop();
    await gateway.restart({ MENTOR_SIGNUP: 'invite' });
    const body = { username: `m${Date.now()}`, password: 'long enough', role: 'mentor', invite: invitation.code };
    expect(await call(gateway, 'POST', '/api/auth/register', { body })).toMatchObject({ status: 201 });
  });

  it('makes a webhook, shows it without its secret, and removes it', async () => {
    const added = await run('webhooks', 'add', 'https://8.8.8.8/hooks', '--events', 'user.created, room.created');
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const { webhook } = JSON.parse(added.stdout) as { webhook: { id: string; secret: string } };
    expect(webhook).toMatchObject({
      events: ['user.created', 'room.created'],
      createdBy: null,
      secret: expect.stringMatching(/^whsec_/),
    });

    const { stdout } = await run('webhooks', 'list');
    expect(JSON.parse(stdout)).toMatchObject({ webhooks: [{ id: webhook.id, url: 'https://8.8.8.8/hooks', enabled: true }] });
    expect(stdout).not.toContain('whsec_');
    expect(await run('webhooks', 'remove', webhook.id)).toMatchObject({ code: 0, stdout: '{"done":true}\n' });
    expect(await run('webhooks', 'add', 'http://127.0.0.1/')).toMatchObject({
      code: 1,
      stderr: '127.0.0.1 is not on the public internet, nor in OUTBOUND_ALLOWED.\n',
    });
  });

  it('makes an API key that is good until it is revoked, and lists keys without what makes them good', async () => {
    const { stdout } = await run('keys', 'create', '--name', 'the app', '--scopes', 'presence, users,users', '--days', '30');
    const { key } = JSON.parse(stdout) as { key: { id: string; key: string; expiresAt: string } };
    expect(key).toMatchObject({ name: 'the app', scopes: ['presence', 'users'], expiresAt: expect.any(String) });
    const online = () => call(gateway, 'GET', '/api/server/online', { token: key.key });
    expect(await online()).toMatchObject({ status: 200, body: { total: 0 } });

    const listed = await run('keys', 'list');
    const { keys } = JSON.parse(listed.stdout) as { keys: object[] };
    expect(keys).toEqual([expect.objectContaining({ id: key.id, name: 'the app', revokedAt: null, expiresAt: key.expiresAt })]);
    expect(listed.stdout).not.toMatch(/hash|lyk_/i);

    expect(await run('keys', 'revoke', key.id)).toMatchObject({ code: 0, stderr: '' });
    await eventually(async () => expect((await online()).status).toBe(401), SOON_MS);
    expect(await run('keys', 'revoke', 'nothing')).toMatchObject({ code: 1, stderr: 'There is no API key of that id.\n' });
  });

  it('says that it knows nobody of that name, and exits with 1', async () => {
    const { code, stderr } = await run('users', 'ban', 'nobody-at-all');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'There is nobody called "nobody-at-all".\n' });
  });

  it('lets nobody but the owner of the directory give orders, and takes no nonsense', async () => {
    const socket = join(gateway.dataDir, 'lock', 'control');
    expect((await stat(socket)).mode & 0o177).toBe(0);
    expect((await stat(join(gateway.dataDir, 'lock'))).mode & 0o077).toBe(0);
    for (const nonsense of ['hello\n', '{"order":"drop"}\n', '[]\n', `${'x'.repeat(50_000)}\n`, 'null\n']) {
      const client = connect(socket);
      client.on('error', () => undefined);
      client.write(nonsense);
      expect(JSON.parse(await text(client))).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^(INVALID|INTERNAL)$/) },
      });
    }
    expect((await run('users', 'list')).code).toBe(0);
  });

  it(
    'opens it itself when no gateway runs, also after one was killed',
    async () => {
      const ana = await newLogin(gateway);
      await gateway.kill();

      expect(await run('users', 'promote', ana.username, 'mentor')).toMatchObject({ code: 0, stderr: '' });
      const { stdout } = await run('users', 'list', '--role', 'mentor', '--search', ana.username);
      expect(JSON.parse(stdout)).toMatchObject({ users: [{ id: ana.id }] });

      await gateway.restart();
      expect((await call(gateway, 'GET', '/api/auth/me', { token: ana.token })).body).toMatchObject({ role: 'mentor' });
    },
    LONG_MS,
  );
});

describeWith(['postgres'], 'the command line with DATABASE_URL', () => {
  it(
    'works beside gateways that run, which hear of it in time',
    async () => {
      const postgres = await startPostgres();
      const database = await postgres.createDatabase();
      const gateway = await startGateway({ database, env: ROOMY });
      const env = { DATABASE_URL: database, DATA_DIR: freshPath('unused') };
      const ana = await newLogin(gateway);
      const client = await connectLyceum(gateway, 'websocket', ana.token);

      expect(await lyceum(env, 'users', 'promote', ana.username, 'mentor')).toMatchObject({ code: 0, stderr: '' });
      expect(await client.fact('auth:changed', {}, SOON_MS)).toMatchObject({ user: { role: 'mentor' } });
      expect((await lyceum(env, 'users', 'ban', ana.username)).code).toBe(0);
      await within(SOON_MS, 'closed', client.closed);
      const { stdout } = await lyceum(env, 'keys', 'create', '--name', 'the app', '--scopes', 'presence');
      const { key } = JSON.parse(stdout) as { key: { id: string; key: string } };
      expect((await call(gateway, 'GET', '/api/server/online', { token: key.key })).status).toBe(200);
      expect((await lyceum(env, 'keys', 'revoke', key.id)).code).toBe(0);
      await eventually(async () => {
        expect((await call(gateway, 'GET', '/api/server/online', { token: key.key })).status).toBe(401);
      }, SOON_MS);

      const byOperator = { actor_kind: 'operator', address: null, outcome: 'done' };
      const sql = `SELECT actor_kind, action, target, address, outcome FROM lyceum.audit_events WHERE actor_kind = 'operator' ORDER BY id`;
      expect(await query(database, sql)).toEqual([
        { ...byOperator, action: 'users.role', target: ana.id },
        { ...byOperator, action: 'users.ban', target: ana.id },
        { ...byOperator, action: 'keys.create', target: key.id },
        { ...byOperator, action: 'keys.revoke', target: key.id },
      ]);

      expect(await gateway.stop()).toBe(0);
      expect(await lyceum({ ...env, DATABASE_CONNECTION_TIMEOUT_MS: '500' }, 'users', 'ban', 'nobody')).toMatchObject({
        code: 1,
      });
      await postgres.stop();
    },
    START_MS,
  );
});
