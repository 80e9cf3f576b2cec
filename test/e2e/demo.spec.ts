import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILLED_MS, filled, runDemo, type Demo } from '../support/demo.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import type { ServerProcess } from '../support/processes.js';
import { SocketClient } from '../support/socket-client.js';
import { freshDirectory } from '../support/test-run.js';
import { eventually } from '../support/wait.js';

const ANSWERED_MS = 20_000;
const STOPPED_MS = 30_000;
const PERSON = '../../scripts/demo/person.mjs';

/** What the demo's people can do, as far as it is asked here. */
interface DemoPerson {
  readonly socket: { io: { engine: { close(): void } } };
  connect(): Promise<void>;
  ask(command: string, payload: object): Promise<unknown>;
  hears(fact: string): Promise<unknown>;
  on(fact: string, listener: () => void): void;
  leave(): void;
}

describe('npm run demo', () => {
  const tmp = freshDirectory('demo');
  let demo: ServerProcess;
  let gateway: Demo;
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
    gateway = await filled(demo);
  }, FILLED_MS + 5_000);
  afterAll(async () => {
    SocketClient.closeAll();
    await demo.kill();
  });

  it('lets each of the people it prints sign in, in their role', async () => {
    const people = [...demo.output().matchAll(/^ {2}(\S+) +(student|mentor|admin)\b/gm)];
    expect(people).toHaveLength(15);
    for (const [, username = '', role = ''] of people) {
      const { status, body } = await call(gateway, 'POST', '/api/auth/login', { body: { username, password: gateway.password } });
      expect([username, status, body.user]).toEqual([username, 200, expect.objectContaining({ username, role })]);
      tokens.set(username, body.token as string);
    }
  });

  it('shows a session with replies, reactions, an edit and pins', async () => {
    const { conversations } = (await get('Amara', '/api/conversations')) as {
      conversations: { room: JsonObject; unread: number; mentions: number }[];
    };
    const session = conversations.find(({ room }) => room.code === gateway.code);
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
    await amara.request('rooms:join', { code: gateway.code });
    await amara.request('chat:send', { room: { code: gateway.code }, text: 'Does it work for sin x, too?' });
    await amara.nextWhere('chat:typing', ({ on }: { on: boolean }) => on, ANSWERED_MS);
    await amara.next('chat:message', { text: 'Good question. Let me think for a moment.' }, ANSWERED_MS);
  });

  it('has its people go back to where they were when a connection was lost, as after a night’s sleep', async () => {
    const { Person } = (await import(PERSON)) as { Person: new (who: object) => DemoPerson };
    const yuki = new Person({ url: gateway.httpUrl, user: { username: 'Yuki' }, token: tokens.get('Yuki') });
    await yuki.connect();
    try {
      await yuki.ask('rooms:join', { code: gateway.code });
      yuki.socket.io.engine.close();
      await yuki.hears('hello');

      const amara = await connect('Amara');
      let heard = 0;
      yuki.on('chat:message', () => (heard += 1));
      await eventually(async () => {
        await amara.request('chat:send', { room: { code: gateway.code }, text: 'Are you back?' });
        expect(heard).toBeGreaterThan(0);
      }, ANSWERED_MS);
    } finally {
      yuki.leave();
    }
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
