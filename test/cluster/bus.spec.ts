import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { startPostgres } from '../support/postgres.js';
import { RawClient } from '../support/raw-client.js';
import { startRedis } from '../support/redis.js';
import { appToken, newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';

interface Said {
  audience: { room: string };
  data: { room: object; sender: object };
}

/** What a node wrote about a message: the newest entry but for signs of life. */
async function publicationIn(redis: Redis, room: string, text: string): Promise<Said> {
  return eventually(async () => {
    const entries = await redis.xrevrange('lyceum:facts', '+', '-', 'COUNT', 20);
    const said = entries.map(([, fields]) => fields.at(-1) ?? '').find((body) => body.includes(room) && body.includes(text));
    if (said === undefined) throw new Error('The message is not in the stream');
    return JSON.parse(said) as Said;
  });
}

function announcementOf({ audience, data }: Said, slide: number): string {
  return JSON.stringify({
    audience,
    name: 'rooms:announcement',
    data: { room: data.room, user: data.sender, data: { slide }, at: new Date().toISOString() },
    isVolatile: false,
    seq: null,
    saidAt: Date.now(),
  });
}

describeWith(['postgres', 'redis'], 'the stream between the nodes', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let gateway: Gateway;

  const someoneIn = async (room: string): Promise<RawClient> => {
    const client = await RawClient.connect(gateway, `/?token=${appToken({ sub: newId('user'), name: 'Ana' })}`);
    client.send({ type: 'join_room', data: { roomId: room } });
    await client.next('room_joined', 5_000);
    return client;
  };

  beforeAll(async () => {
    redis = await startRedis();
    const postgres = await startPostgres();
    gateway = await startGateway({ database: await postgres.createDatabase(), env: { REDIS_URL: redis.url } });
  }, 60_000);
  afterEach(() => RawClient.closeAll());
  afterAll(() => redis.stop());

  it('may hold anything without harm to a node', async () => {
    const room = newId('room');
    const client = await someoneIn(room);
    client.send({ type: 'chat_message', data: { roomId: room, message: 'before' } });
    await client.next('chat_message', 5_000);
    const writer = new Redis(redis.url);
    const poison = [
      'no json',
      'null',
      '{}',
      '{"audience":{"room":"x"},"name":"chat:message","data":null,"seq":999}',
      '{"audience":{"user":"x"},"name":"nothing","data":{},"seq":null}',
      '{"audience":{"room":"x"},"name":"rooms:left","data":{},"seq":7}',
    ];
    for (const [index, fact] of poison.entries()) {
      await writer.xadd('lyceum:facts', '*', 'node', 'stranger', 'n', index + 1, 'fact', fact);
    }
    for (const [index, signal] of ['no json', 'null', '{}', '{"id":"x","signal":{"name":"revocation"}}'].entries()) {
      await writer.xadd('lyceum:facts', '*', 'node', 'stranger', 'n', 100 + index, 'signal', signal);
    }
    await writer.xadd('lyceum:facts', '*', 'node', 'stranger', 'n', 200, 'done', 'nothing anybody waits for');
    await writer.xadd('lyceum:facts', '*', 'unknown', 'fields');
    await writer.quit();

    for (let count = 0; count < 3; count += 1) {
      client.send({ type: 'chat_message', data: { roomId: room, message: `after ${count}` } });
      expect(await client.next('chat_message', 5_000)).toMatchObject({ payload: { message: `after ${count}` } });
    }
    expect(await (await fetch(`${gateway.httpUrl}/health/ready`)).json()).toMatchObject({ status: 'ready' });
  });

  it('may hold an entry twice, as when the answer to its writing was lost: it is heard once', async () => {
    const room = newId('room');
    const client = await someoneIn(room);
    client.send({ type: 'chat_message', data: { roomId: room, message: 'here we are' } });
    await client.next('chat_message', 5_000);
    const writer = new Redis(redis.url);
    const { audience, data } = await publicationIn(writer, room, 'here we are');
    const announcement = (slide: number) => announcementOf({ audience, data }, slide);
    for (const [n, slide] of [1, 1, 2].entries()) {
      await writer.xadd('lyceum:facts', '*', 'node', 'another', 'n', n === 2 ? 2 : 1, 'fact', announcement(slide));
    }
    await writer.quit();

    expect(await client.next('live_session_update', 5_000)).toMatchObject({ payload: { slide: 1 } });
    expect(await client.next('live_session_update', 5_000)).toMatchObject({ payload: { slide: 2 } });
  });

  it('may begin anew at an earlier time, as after a fail-over to a Redis whose clock is behind: it is heard again', async () => {
    const room = newId('room');
    const client = await someoneIn(room);
    client.send({ type: 'chat_message', data: { roomId: room, message: 'on time' } });
    await client.next('chat_message', 5_000);
    const writer = new Redis(redis.url);
    const publication = await publicationIn(writer, room, 'on time');
    const inAnHour = `${Date.now() + 3_600_000}-0`;
    await writer.xadd('lyceum:facts', inAnHour, 'node', 'ahead', 'n', 1, 'fact', announcementOf(publication, 1));
    expect(await client.next('live_session_update', 5_000)).toMatchObject({ payload: { slide: 1 } });

    await writer.del('lyceum:facts');
    await writer.xadd('lyceum:facts', '*', 'node', 'behind', 'n', 1, 'fact', announcementOf(publication, 2));
    await writer.quit();

    expect(await client.next('live_session_update', 5_000)).toMatchObject({ payload: { slide: 2 } });
  });

  it('may be away when the node is stopped, with facts still waiting for it', async () => {
    const room = newId('room');
    const client = await someoneIn(room);
    await redis.stop();
    client.send({ type: 'chat_message', data: { roomId: room, message: 'nobody else will hear it now' } });
    await client.next('chat_message', 5_000);

    const begun = Date.now();
    expect(await gateway.stop()).toBe(0);
    expect(Date.now() - begun).toBeLessThan(15_000);
  });
});
