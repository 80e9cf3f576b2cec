import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import { ServerProcess } from '../support/processes.js';
import { SocketClient } from '../support/socket-client.js';
import { freshDirectory } from '../support/test-run.js';
import { eventually } from '../support/wait.js';

/** It starts a gateway with a database of its own and hashes passwords as people's are, on a machine that is busy. */
const FILLED_MS = 120_000;
const ANSWERED_MS = 20_000;
const STOPPED_MS = 30_000;

function runDemo(tmp: string, ...args: string[]): ServerProcess {
  const env = { PATH: process.env.PATH ?? '', TMPDIR: tmp, PORT: '0', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  return new ServerProcess({
    name: 'demo',
    command: process.execPath,
    args: [join('scripts', 'demo.mjs'), ...args],
    env,
    cwd: process.cwd(),
  });
}

describe('npm run demo', () => {
  const tmp = freshDirectory('demo');
  let demo: ServerProcess;
  let gateway: { httpUrl: string; wsUrl: string };
  let code: string;
  let password: string;
  const tokens = new Map<string, string>();
  const get = async (username: string, path: string): Promise<JsonObject> => {
    const { status, body } = await call(gateway, 'GET', path, { token: tokens.get(username) ?? '' });
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const connect = (username: string) =>
    SocketClient.connect(gateway, { auth: { token: tokens.get(username), dialect: 'lyceum' } });

  beforeAll(async () => {
    demo = runDemo(tmp);
    await demo.waitFor('filled', (text) => (text.includes('Ctrl-C ends it') ? true : undefined), FILLED_MS);
    const [, url = '', session = ''] = /(http:\/\/\S+)\/s\/(\w{6})/.exec(demo.output()) ?? [];
    gateway = { httpUrl: url, wsUrl: url.replace('http', 'ws') };
    code = session;
    password = /password (\S+)/.exec(demo.output())?.[1] ?? '';
  }, FILLED_MS + 5_000);
  afterAll(async () => {
    SocketClient.closeAll();
    await demo.kill();
  });

  it('lets each of the people it prints sign in, in their role', async () => {
    const people = [...demo.output().matchAll(/^ {2}(\S+) +(student|mentor|admin)\b/gm)];
    expect(people).toHaveLength(15);
    for (const [, username = '', role = ''] of people) {
      const { status, body } = await call(gateway, 'POST', '/api/auth/login', { body: { username, password } });
      expect([username, status, body.user]).toEqual([username, 200, expect.objectContaining({ username, role })]);
      tokens.set(username, body.token as string);
    }
  });

  it('shows a session with replies, reactions, an edit and pins', async () => {
    const { conversations } = (await get('Amara', '/api/conversations')) as {
      conversations: { room: JsonObject; unread: number; mentions: number }[];
    };
    const session = conversations.find(({ room }) => room.code === code);
    expect(session).toMatchObject({ unread: 1, mentions: 1 });
    const messages = (await get('Amara', `/api/rooms/${String(session?.room.id)}/messages?limit=100`)).messages as JsonObject[];

    expect(messages.length).toBeGreaterThan(15);
    for (const field of ['replyTo', 'editedAt', 'pinnedAt'])
      expect(messages.some((message) => message[field] !== null)).toBe(true);
    for (const field of ['reactions', 'attachments'])
      expect(messages.some((message) => (message[field] as unknown[]).length > 0)).toBe(true);
    const direct = conversations.filter(({ room }) => room.kind === 'direct');
    expect(direct.map(({ unread }) => unread > 0).sort()).toEqual([false, false, false, true, true]);
  });

  it('has mentors who are available, students who wait and calls that were missed', async () => {
    const mentors = (await get('Amara', '/api/mentors')) as unknown as { status: string }[];
    expect(mentors.map(({ status }) => status).sort()).toEqual([
      'available',
      'available',
      'available',
      'busy',
      'busy',
      'offline',
    ]);

    const mentor = await connect('Leila');
    await mentor.request('mentors:set', { availability: 'available' });
    for (const subject of ['Physics', 'Statistics']) await mentor.next('help:offered', { request: { subject } }, ANSWERED_MS);

    const amara = await connect('Amara');
    const { data } = (await amara.request('calls:history', {})) as { data: { calls: JsonObject[] } };
    expect(data.calls.map(({ endReason }) => endReason).sort()).toEqual(['cancelled', 'completed', 'declined', 'unreachable']);
  });

  it('has news for who was away, and read ones', async () => {
    const { notifications } = (await get('Amara', '/api/notifications')) as {
      notifications: { kind: string; readAt: string | null }[];
    };
    const kindsOf = (isRead: boolean) =>
      notifications.filter(({ readAt }) => (readAt !== null) === isRead).map(({ kind }) => kind);
    expect(kindsOf(false).sort()).toEqual(['call', 'invitation', 'mention', 'message', 'message']);
    expect(kindsOf(true)).toEqual(expect.arrayContaining(['help', 'call']));
  });

  it('shows administrators how help went, and a webhook that is told of everything', async () => {
    const { states, rating } = await get('Grace', '/api/help/stats');
    expect(states).toMatchObject({ resolved: 4, active: 1, cancelled: 1 });
    expect(rating).toEqual({ rated: 4, average: 4.75 });
    const [webhook] = (await get('Grace', '/api/admin/webhooks')).webhooks as [{ id: string }];
    await eventually(async () => {
      const { deliveries } = (await get('Grace', `/api/admin/webhooks/${webhook.id}/deliveries?state=delivered`)) as {
        deliveries: JsonObject[];
      };
      expect(deliveries.length).toBeGreaterThan(10);
    }, ANSWERED_MS);
  });

  it('answers who asks something in the session', async () => {
    const amara = await connect('Amara');
    await amara.request('rooms:join', { code });
    await amara.request('chat:send', { room: { code }, text: 'Does it work for sin x, too?' });
    await amara.nextWhere('chat:typing', ({ on }: { on: boolean }) => on, ANSWERED_MS);
    await amara.next('chat:message', { text: 'Good question. Let me think for a moment.' }, ANSWERED_MS);
  });

  it(
    'ends by Ctrl-C, and leaves nothing',
    async () => {
      expect(await demo.stop('SIGINT', STOPPED_MS)).toBe(0);
      await expect(fetch(gateway.httpUrl)).rejects.toThrow();
      expect(readdirSync(tmp)).toEqual([]);
    },
    STOPPED_MS + 5_000,
  );
});

it('npm run demo -- --data fills no directory that has something in it', async () => {
  const data = freshDirectory('demo-data');
  writeFileSync(join(data, 'mine'), 'kept');
  const demo = runDemo(data, '--data', data);
  expect(await demo.exited).toBe(1);
  expect(demo.output()).toContain(`${data} is not empty`);
  expect(readdirSync(data)).toEqual(['mine']);
});
