import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { newUsername } from '../../support/accounts.js';
import { aNumber, aSentence, aTime, aUuid } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { freePort } from '../../support/ports.js';
import { query } from '../../support/postgres.js';
import { ServerProcess } from '../../support/processes.js';
import { runDirectory } from '../../support/test-run.js';
import { appToken, newId } from '../../support/tokens.js';
import { WebhookReceiver, type Received } from '../../support/webhooks/webhook-receiver.js';
import { expectProblem, newLogin, type Login } from '../accounts/logins.js';
import { userShape } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';
import { SECRET, WebhookAdmin, webhookShape } from './hooking.js';

const OUTSIDE = 'https://8.8.8.8/hooks';

describe('webhooks', () => {
  const adminName = newUsername('root');
  let gateway: Gateway;
  let admin: Login;
  let webhooks: WebhookAdmin;

  beforeAll(async () => {
    const env = { ...ROOMY, RATE_MANAGE_PER_SECOND: '1000', ADMIN_USERNAMES: adminName, OUTBOUND_ALLOWED: '127.0.0.1' };
    gateway = await startGateway({ env });
    admin = await newLogin(gateway, adminName);
    webhooks = new WebhookAdmin(gateway, admin.token);
  }, START_MS);
  afterEach(async () => {
    WebhookReceiver.stopAll();
    const { body } = await webhooks.ask('GET');
    await Promise.all((body.webhooks as JsonObject[]).map(({ id }) => webhooks.ask('DELETE', `/${String(id)}`)));
  });
  afterAll(() => gateway.stop());

  const about =
    ({ id }: { id: string }) =>
    ({ body }: Received): boolean =>
      (body.data as { user?: { id: string } }).user?.id === id;
  const idOf = ({ headers }: Received): unknown => headers['webhook-id'];
  const verified = (secret: string, { text, headers }: Received): unknown =>
    new Webhook(secret).verify(text, headers as Record<string, string>);

  describe('an administrator', () => {
    it('makes one, sees it, changes it and removes it; the secret is shown once', async () => {
      const made = await webhooks.ask('POST', '', {
        url: OUTSIDE,
        events: ['user.created', 'room.created'],
        description: 'Mail',
      });
      const shape = webhookShape({
        url: OUTSIDE,
        events: ['user.created', 'room.created'],
        description: 'Mail',
        createdBy: admin.id,
      });
      expect(made).toEqual({ status: 201, body: { ...shape, secret: SECRET } });
      const id = made.body.id as string;

      expect(await webhooks.ask('GET')).toEqual({ status: 200, body: { webhooks: [{ ...shape, id }] } });
      expect(await webhooks.ask('GET', `/${id}`)).toEqual({ status: 200, body: { ...shape, id } });
      const change = { url: 'https://8.8.4.4:8443/', events: ['*', '*'], description: '', enabled: false };
      const changed = { ...shape, id, ...change, events: ['*'] };
      expect(await webhooks.ask('PATCH', `/${id}`, change)).toEqual({ status: 200, body: changed });
      expect(await webhooks.ask('PATCH', `/${id}`, {})).toEqual({ status: 200, body: changed });

      expect(await webhooks.ask('DELETE', `/${id}`)).toEqual({ status: 204, body: {} });
      expectProblem(await webhooks.ask('GET', `/${id}`), 404, 'WEBHOOK_NOT_FOUND');
      expectProblem(await webhooks.ask('DELETE', `/${id}`), 404, 'WEBHOOK_NOT_FOUND');
    });

    it('leaves word of what they did, and of the secret nothing that can be read', async () => {
      if (gateway.databaseUrl === undefined) return;
      const { id, secret } = await webhooks.make(OUTSIDE);
      await webhooks.ask('PATCH', `/${id}`, { enabled: true });
      await webhooks.ask('POST', `/${id}/rotate`);
      await webhooks.ask('POST', `/${id}/replay-dead`, { since: '2026-01-01T00:00:00Z' });

      const rows = await query<{ row: string }>(gateway.databaseUrl, `SELECT w::text AS row FROM lyceum.webhooks w`);
      expect(rows).toHaveLength(1);
      for (const text of [secret, secret.slice('whsec_'.length)]) expect(rows[0]!.row).not.toContain(text);
      await webhooks.ask('DELETE', `/${id}`);
      const sql = `SELECT action, actor_kind, actor_id, address, outcome FROM lyceum.audit_events WHERE target = $1 ORDER BY id`;
      const byAdmin = { actor_kind: 'admin', actor_id: admin.id, address: '127.0.0.1', outcome: 'done' };
      const actions = ['webhooks.create', 'webhooks.change', 'webhooks.rotate', 'webhooks.replay', 'webhooks.remove'];
      expect(await query(gateway.databaseUrl, sql, [id])).toEqual(actions.map((action) => ({ ...byAdmin, action })));
    });

    it.each(['nonsense', newId('x'), '01890000-0000-7000-8000-000000000000', 'a%00b'])('knows no webhook %s', async (id) => {
      expectProblem(await webhooks.ask('PATCH', `/${id}`, { enabled: true }), 404, 'WEBHOOK_NOT_FOUND');
      expectProblem(await webhooks.ask('POST', `/${id}/test`), 404, 'WEBHOOK_NOT_FOUND');
      expectProblem(await webhooks.ask('GET', `/${id}/deliveries`), 404, 'WEBHOOK_NOT_FOUND');
    });

    it('is nobody else, by what the database says and not the token', async () => {
      const { id } = await webhooks.make(OUTSIDE);
      const [ana, app] = [await newLogin(gateway), appToken({ sub: newId('app'), role: 'admin' })];
      const routes: [string, string, object?][] = [
        ['GET', ''],
        ['POST', '', { url: OUTSIDE, events: ['*'] }],
        ['GET', `/${id}`],
        ['PATCH', `/${id}`, { enabled: false }],
        ['DELETE', `/${id}`],
        ['POST', `/${id}/rotate`],
        ['POST', `/${id}/test`],
        ['GET', `/${id}/deliveries`],
        ['POST', `/${id}/deliveries/${id}/replay`],
        ['POST', `/${id}/replay-dead`, { since: '2026-01-01T00:00:00Z' }],
      ];
      for (const [method, path, body] of routes) {
        for (const token of [ana.token, app]) {
          expectProblem(await new WebhookAdmin(gateway, token).ask(method, path, body), 403, 'FORBIDDEN');
        }
        expectProblem(
          await call(gateway, method, `/api/admin/webhooks${path}`, { ...(body && { body }) }),
          401,
          'UNAUTHENTICATED',
        );
      }
      expect(await webhooks.find(id)).toMatchObject({ enabled: true });
    });

    it.each<[string, object, string]>([
      ['no URL', { events: ['*'] }, 'url'],
      ['no events', { url: OUTSIDE }, 'events'],
      ['an empty list of events', { url: OUTSIDE, events: [] }, 'events'],
      ['an unknown event', { url: OUTSIDE, events: ['user.created', 'user.eaten'] }, 'events'],
      ['an event that is not public', { url: OUTSIDE, events: ['notification.requested'] }, 'events'],
      ['events that are no list', { url: OUTSIDE, events: '*' }, 'events'],
      ['a description too long', { url: OUTSIDE, events: ['*'], description: 'x'.repeat(257) }, 'description'],
      ['a description that cannot be kept', { url: OUTSIDE, events: ['*'], description: 'a\0b' }, 'description'],
      ['a URL too long', { url: `${OUTSIDE}/${'x'.repeat(2_048)}`, events: ['*'] }, 'url'],
      ['another scheme', { url: 'file:///etc/passwd', events: ['*'] }, 'url'],
      ['a password', { url: 'https://user:password@8.8.8.8/', events: ['*'] }, 'url'],
      ['the port of another protocol', { url: 'https://8.8.8.8:25/', events: ['*'] }, 'url'],
      ['a private address', { url: 'https://10.0.0.1/', events: ['*'] }, 'url'],
      ['another loopback address than what is allowed', { url: 'http://127.0.0.2/', events: ['*'] }, 'url'],
      ['its IPv6 form', { url: 'http://[::ffff:127.0.0.2]/', events: ['*'] }, 'url'],
      ['its decimal form', { url: 'http://2130706434/', events: ['*'] }, 'url'],
      ['IPv6 loopback', { url: 'http://[::1]/', events: ['*'] }, 'url'],
      ['a name of this machine', { url: 'http://localhost/', events: ['*'] }, 'url'],
      ['an address of the cloud', { url: 'http://169.254.169.254/latest/meta-data/', events: ['*'] }, 'url'],
    ])('is refused %s', async (_what, body, field) => {
      const answer = await webhooks.ask('POST', '', body);
      expectProblem(answer, 400, 'INVALID');
      expect(answer.body.field).toMatch(new RegExp(`^${field}`));
    });

    it('is refused a bad address in a change as well, and keeps the old one', async () => {
      const { id } = await webhooks.make(OUTSIDE);
      expectProblem(await webhooks.ask('PATCH', `/${id}`, { url: 'http://192.168.0.1/' }), 400, 'INVALID');
      expect(await webhooks.find(id)).toMatchObject({ url: OUTSIDE });
    });

    it('may have fifty', async () => {
      const answers = [];
      for (let made = 0; made < 51; made += 1)
        answers.push(await webhooks.ask('POST', '', { url: OUTSIDE, events: ['room.closed'] }));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
      expectProblem(answers.at(-1)!, 409, 'LIMIT_REACHED');
    });
  });

  describe('an event', () => {
    it('that happens once the webhook was answered for is posted, signed as Standard Webhooks says', async () => {
      const receiver = await WebhookReceiver.start();
      const { id, secret } = await webhooks.make(receiver.url);

      const ana = await newLogin(gateway);

      const received = await receiver.get(about(ana));
      expect(received).toMatchObject({ method: 'POST', path: '/hooks' });
      expect(received.headers).toMatchObject({
        'content-type': 'application/json',
        'user-agent': expect.stringMatching(/^Lyceum\//),
        'webhook-id': aUuid,
        'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
        'webhook-signature': expect.stringMatching(/^v1,\S+$/),
      });
      expect(verified(secret, received)).toEqual({ type: 'user.created', timestamp: aTime, data: { user: userShape(ana) } });
      expect(() => verified(secret, { ...received, text: received.text.replace('user', 'room') })).toThrow('signature');
      expect(await webhooks.lastDelivery(id, { state: 'delivered' })).toEqual({
        id: idOf(received),
        event: 'user.created',
        state: 'delivered',
        attempts: 1,
        lastStatus: 204,
        lastError: null,
        createdAt: aTime,
        nextAttemptAt: null,
        finishedAt: aTime,
      });
      expect(await webhooks.find(id)).toMatchObject({ lastSuccessAt: aTime, failingSince: null });
    });

    it('is posted to those who want it, and to nobody else', async () => {
      const [wanting, all, other, disabled] = await Promise.all([1, 2, 3, 4].map(() => WebhookReceiver.start()));
      await webhooks.make(wanting!.url, ['room.created', 'user.created']);
      await webhooks.make(all!.url, ['*']);
      await webhooks.make(other!.url, ['room.created']);
      const { id } = await webhooks.make(disabled!.url);
      await webhooks.ask('PATCH', `/${id}`, { enabled: false });

      const ana = await newLogin(gateway);

      const [first, second] = await Promise.all([wanting!.get(about(ana)), all!.get(about(ana))]);
      expect(first.body).toEqual(second.body);
      expect(other!.received).toEqual([]);
      expect(disabled!.received).toEqual([]);
    });

    it('is posted again with the same id when the server was busy', async () => {
      const receiver = await WebhookReceiver.start();
      const { id, secret } = await webhooks.make(receiver.url);
      receiver.answer = (_request, response) => {
        if (receiver.received.length === 1) response.writeHead(503, { 'retry-after': '1' }).end('Come back later\0\n');
        else response.writeHead(200).end();
      };

      const ana = await newLogin(gateway);

      const failed = await webhooks.lastDelivery(id, { attempts: 1, lastStatus: 503 });
      expect(failed).toMatchObject({ state: 'pending', lastError: 'It answered 503. Come back later', nextAttemptAt: aTime });
      expect(await webhooks.find(id)).toMatchObject({ enabled: true, failingSince: aTime });
      await webhooks.lastDelivery(id, { state: 'delivered', attempts: 2, lastStatus: 200, lastError: null });
      const [first, second] = receiver.received.filter(about(ana));
      expect(idOf(second!)).toBe(idOf(first!));
      expect(second!.body).toEqual(first!.body);
      expect(verified(secret, second!)).toEqual(first!.body);
      expect(await webhooks.find(id)).toMatchObject({ failingSince: null });
    });

    it('follows no redirect', async () => {
      const [receiver, elsewhere] = [await WebhookReceiver.start(), await WebhookReceiver.start()];
      receiver.answer = (_request, response) => response.writeHead(307, { location: elsewhere.url }).end();
      const { id } = await webhooks.make(receiver.url);

      await newLogin(gateway);

      await webhooks.lastDelivery(id, { state: 'pending', lastStatus: 307, lastError: expect.stringContaining('redirect') });
      expect(elsewhere.received).toEqual([]);
    });

    it('reaches others while a webhook hangs', async () => {
      const [hanging, well] = [await WebhookReceiver.start(), await WebhookReceiver.start()];
      hanging.answer = () => undefined;
      await webhooks.make(hanging.url);
      await webhooks.make(well.url);

      const people = [];
      for (let one = 0; one < 8; one += 1) people.push(await newLogin(gateway));

      // Long before the first of those that hang is given up.
      await Promise.all(people.map((person) => well.get(about(person), 5_000)));
      expect(hanging.received.length).toBeLessThanOrEqual(2);
    });

    it('is signed with the old secret too while a rotation is a day old', async () => {
      const receiver = await WebhookReceiver.start();
      const { id, secret } = await webhooks.make(receiver.url);
      const rotated = await webhooks.ask('POST', `/${id}/rotate`);
      expect(rotated).toMatchObject({ status: 200, body: { id, secret: SECRET, previousSecretUntil: aTime } });
      expect(rotated.body.secret).not.toBe(secret);
      expect(Date.parse(rotated.body.previousSecretUntil as string)).toBeGreaterThan(Date.now() + 23 * 3_600_000);

      const received = await newLogin(gateway).then((ana) => receiver.get(about(ana)));

      expect(verified(rotated.body.secret as string, received)).toEqual(received.body);
      expect(verified(secret, received)).toEqual(received.body);
      expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, received)).toThrow('signature');
    });
  });

  it('is taken by the example of the README, and nobody else is', async () => {
    const port = await freePort();
    const { secret } = await webhooks.make(`http://127.0.0.1:${port}/`);
    const args = [join(process.cwd(), 'examples', 'receive-webhooks.mjs')];
    const env = { PATH: process.env.PATH ?? '', WEBHOOK_SECRET: secret, PORT: String(port) };
    const example = new ServerProcess({ name: 'example', command: process.execPath, args, env, cwd: runDirectory() });

    const ana = await newLogin(gateway);

    await example.waitFor('the event', (output) => (output.includes(ana.id) ? output : undefined), 10_000);
    const forged = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{"type":"user.created","data":"Eve"}' });
    expect(forged.status).toBe(401);
    expect(example.output()).not.toContain('Eve');
    await example.kill();
  });

  describe('a webhook that answers 410', () => {
    it('is disabled; what died can be sent once more, with the ids it had', async () => {
      const receiver = await WebhookReceiver.start();
      receiver.answer = (_request, response) => response.writeHead(410).end();
      const { id } = await webhooks.make(receiver.url);

      const ana = await newLogin(gateway);

      const dead = await webhooks.lastDelivery(id, { state: 'dead', lastStatus: 410 });
      expect(await webhooks.find(id)).toMatchObject({ enabled: false, disabledReason: expect.stringContaining('410') });
      const since = { since: dead.createdAt };
      expectProblem(await webhooks.ask('POST', `/${id}/replay-dead`, since), 409, 'CONFLICT');
      expectProblem(await webhooks.ask('POST', `/${id}/deliveries/${String(dead.id)}/replay`), 409, 'CONFLICT');

      receiver.answer = (_request, response) => response.writeHead(200).end();
      const enabled = await webhooks.ask('PATCH', `/${id}`, { enabled: true });
      expect(enabled).toMatchObject({ status: 200, body: { enabled: true, disabledReason: null } });
      expect(await webhooks.ask('POST', `/${id}/replay-dead`, { since: '2099-01-01T00:00:00Z' })).toMatchObject({
        body: { replayed: 0 },
      });
      expect(await webhooks.ask('POST', `/${id}/replay-dead`, since)).toEqual({ status: 202, body: { replayed: 1 } });

      await webhooks.lastDelivery(id, { state: 'delivered', attempts: 1 });
      expect(receiver.received.filter(about(ana)).map(idOf)).toEqual([dead.id, dead.id]);
    });
  });

  describe('the log', () => {
    it('is read page by page, by state, and what stands in it can be sent again', async () => {
      const receiver = await WebhookReceiver.start();
      const { id } = await webhooks.make(receiver.url);
      const people = [await newLogin(gateway), await newLogin(gateway), await newLogin(gateway)];
      const received = await Promise.all(people.map((person) => receiver.get(about(person))));
      await webhooks.lastDelivery(id, { state: 'delivered' });
      const newestFirst = received.map(idOf).toReversed();

      const first = await webhooks.ask('GET', `/${id}/deliveries?limit=2`);
      expect(first).toMatchObject({ status: 200, body: { hasMore: true, cursor: newestFirst[1] } });
      const rest = await webhooks.ask('GET', `/${id}/deliveries?limit=2&before=${String(first.body.cursor)}`);
      expect(rest).toMatchObject({ body: { hasMore: false, cursor: null } });
      const shown = [first, rest].flatMap(({ body }) => body.deliveries as JsonObject[]);
      expect(shown.map((delivery) => delivery.id)).toEqual(newestFirst);
      expect(await webhooks.deliveries(id, '?state=dead')).toEqual([]);

      expect(await webhooks.ask('POST', `/${id}/deliveries/${String(newestFirst[2])}/replay`)).toEqual({
        status: 202,
        body: { replayed: 1 },
      });
      await receiver.get((again) => idOf(again) === newestFirst[2] && again !== received[0]);
    });

    it.each(['?state=eaten', '?limit=0', '?limit=101', '?before=x', '?limit=1e1'])('takes no %s', async (query) => {
      const { id } = await webhooks.make(OUTSIDE);
      expectProblem(await webhooks.ask('GET', `/${id}/deliveries${query}`), 400, 'INVALID');
    });

    it('holds no delivery of another webhook', async () => {
      const receiver = await WebhookReceiver.start();
      const [{ id }, other] = [await webhooks.make(receiver.url), await webhooks.make(OUTSIDE, ['room.closed'])];
      const received = await newLogin(gateway).then((ana) => receiver.get(about(ana)));

      expect(await webhooks.deliveries(other.id)).toEqual([]);
      for (const delivery of [idOf(received), 'nonsense', id]) {
        expectProblem(
          await webhooks.ask('POST', `/${other.id}/deliveries/${String(delivery)}/replay`),
          404,
          'DELIVERY_NOT_FOUND',
        );
      }
      for (const body of [{ since: 'yesterday' }, { since: '2026-W01-1' }, { since: '2026-01-01T10' }, {}]) {
        expectProblem(await webhooks.ask('POST', `/${id}/replay-dead`, body), 400, 'INVALID');
      }
    });
  });

  describe('a test', () => {
    it('posts a ping, also to one that is disabled, and says what came of it', async () => {
      const receiver = await WebhookReceiver.start();
      const { id, secret } = await webhooks.make(receiver.url);
      await webhooks.ask('PATCH', `/${id}`, { enabled: false });

      expect(await webhooks.ask('POST', `/${id}/test`)).toEqual({
        status: 200,
        body: { delivered: true, status: 204, error: null, durationMs: aNumber },
      });
      const [received] = receiver.received;
      expect(verified(secret, received!)).toEqual({ type: 'ping', timestamp: aTime, data: { webhookId: id } });

      receiver.answer = (_request, response) => response.writeHead(400).end(`<h1>No</h1>${' '.repeat(5_000)}${'x'.repeat(1e6)}`);
      expect(await webhooks.ask('POST', `/${id}/test`)).toMatchObject({
        status: 200,
        body: { delivered: false, status: 400, error: 'It answered 400. <h1>No</h1>' },
      });
      WebhookReceiver.stopAll();
      expect(await webhooks.ask('POST', `/${id}/test`)).toMatchObject({
        status: 200,
        body: { delivered: false, status: null, error: aSentence },
      });
    });
  });

  it('what may no longer be reached gets nothing, though it was given while it might', async () => {
    const receiver = await WebhookReceiver.start();
    const { id } = await webhooks.make(receiver.url);
    await gateway.stop();
    await gateway.restart({ OUTBOUND_ALLOWED: '' });

    await newLogin(gateway);

    await webhooks.lastDelivery(id, {
      state: 'pending',
      attempts: 1,
      lastError: '127.0.0.1 is not on the public internet, nor in OUTBOUND_ALLOWED.',
    });
    expect(await webhooks.ask('POST', `/${id}/test`)).toMatchObject({ body: { delivered: false, status: null } });
    expect(receiver.received).toEqual([]);
    expectProblem(await webhooks.ask('POST', '', { url: receiver.url, events: ['*'] }), 400, 'INVALID');
  });

  it('cannot sign with another JWT_SECRET, says so, and can after a rotation', async () => {
    await gateway.stop();
    await gateway.restart({ OUTBOUND_ALLOWED: '127.0.0.1' });
    const receiver = await WebhookReceiver.start();
    const { id } = await webhooks.make(receiver.url);
    await gateway.stop();
    await gateway.restart({ JWT_SECRET: 'another signing key of the tests, long enough too' });
    const again = await call(gateway, 'POST', '/api/auth/login', {
      body: { username: admin.username, password: admin.password },
    });
    webhooks = new WebhookAdmin(gateway, again.body.token as string);

    expect(await webhooks.ask('POST', `/${id}/test`)).toMatchObject({
      body: { delivered: false, error: expect.stringContaining('Rotate') },
    });
    expect(receiver.received).toEqual([]);
    const { secret } = (await webhooks.ask('POST', `/${id}/rotate`)).body;
    expect(await webhooks.ask('POST', `/${id}/test`)).toMatchObject({ body: { delivered: true } });
    expect(verified(secret as string, receiver.received[0]!)).toMatchObject({ type: 'ping' });
  });
});
