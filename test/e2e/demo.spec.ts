import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import { ServerProcess } from '../support/processes.js';
import { SocketClient } from '../support/socket-client.js';
import { freshDirectory } from '../support/test-run.js';

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
  let token: string;

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
    expect(people).toHaveLength(10);
    for (const [, username = '', role = ''] of people) {
      const { status, body } = await call(gateway, 'POST', '/api/auth/login', { body: { username, password } });
      expect([username, status, body.user]).toEqual([username, 200, expect.objectContaining({ username, role })]);
      if (username === 'Amara.Okafor') token = body.token as string;
    }
  });

  it('shows a session with replies, reactions, an edit and pins', async () => {
    const { body } = await call(gateway, 'GET', '/api/conversations', { token });
    const conversations = body.conversations as { room: JsonObject; unread: number }[];
    const session = conversations.find(({ room }) => room.code === code);
    const { body: page } = await call(gateway, 'GET', `/api/rooms/${String(session?.room.id)}/messages?limit=100`, { token });
    const messages = page.messages as JsonObject[];

    expect(messages.length).toBeGreaterThan(15);
    for (const field of ['replyTo', 'editedAt', 'pinnedAt'])
      expect(messages.some((message) => message[field] !== null)).toBe(true);
    expect(messages.some(({ reactions }) => (reactions as unknown[]).length > 0)).toBe(true);
    expect(conversations.filter(({ room, unread }) => room.kind === 'direct' && unread > 0).length).toBeGreaterThan(1);
  });

  it('has mentors who are available, students who wait and calls that were missed', async () => {
    const { body } = await call(gateway, 'GET', '/api/mentors?available=true', { token });
    expect(JSON.stringify(body)).toContain('Computer science');

    const { body: leila } = await call(gateway, 'POST', '/api/auth/login', { body: { username: 'Leila.Haddad', password } });
    const mentor = await SocketClient.connect(gateway, { auth: { token: leila.token, dialect: 'lyceum' } });
    await mentor.request('mentors:set', { availability: 'available' });
    for (const subject of ['Physics', 'Statistics']) await mentor.next('help:offered', { request: { subject } }, ANSWERED_MS);

    const amara = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
    const { data } = (await amara.request('calls:history', {})) as { data: { calls: JsonObject[] } };
    expect(data.calls.map(({ endReason }) => endReason).sort()).toEqual(['cancelled', 'completed', 'declined']);
  });

  it('answers who asks something in the session', async () => {
    const amara = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
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
