import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { joinSession, createSession } from './group-study/session.js';
import { closeAll, connectLyceum, WAYS, type LyceumClient } from './lyceum/lyceum-client.js';
import { newPerson, roomOf, say, type Person } from './lyceum/shapes.js';
import { ROOMY, START_MS } from './settings.js';
import { chatMessage, connectLearner, connectWith, enter, newRoom } from './skill-lift/live-session.js';

const UNHURRIED = {
  ...ROOMY,
  RATE_COMMANDS_PER_SECOND: '100000',
  RATE_SEND_PER_SECOND: '100000',
  RATE_SEND_BURST: '100000',
  RATE_READ_PER_SECOND: '1000',
};
const AT_ONCE = 10;

interface Sent {
  clientId: string;
  /** The message as it was answered; absent where no answer came. */
  answered?: JsonObject;
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('what was answered stays', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: UNHURRIED });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** Sends without a pause until the connection is gone; what it sent is in `log`, also while it runs. */
  async function burst({ client, username }: Person, room: JsonObject, log: Sent[]): Promise<void> {
    for (let round = 0, connected = true; connected; round++) {
      const sends = Array.from({ length: AT_ONCE }, async (_, index) => {
        const sent: Sent = { clientId: `${username}-${round * AT_ONCE + index}` };
        log.push(sent);
        const message = { room: { id: room.id }, text: `says ${sent.clientId}`, clientId: sent.clientId };
        const answer = await client.request('chat:send', message).catch(() => undefined);
        if (answer?.ok === true) sent.answered = answer.data as JsonObject;
        return answer?.ok === true;
      });
      connected = (await Promise.all(sends)).every(Boolean);
    }
  }

  async function answered(log: Sent[], count: number): Promise<void> {
    const deadline = Date.now() + 15_000;
    while (log.filter((sent) => sent.answered !== undefined).length < count) {
      if (Date.now() > deadline) throw new Error(`Only ${log.length} were sent within 15 s`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Everything of the room by `chat:sync`, page for page. */
  async function syncAll(client: LyceumClient, room: JsonObject, afterSeq = 0): Promise<JsonObject[]> {
    const changes: JsonObject[] = [];
    for (let more = true, after = afterSeq; more;) {
      const { rooms } = dataOf(await client.request('chat:sync', { rooms: [{ room: { id: room.id }, afterSeq: after }] }));
      const [page] = rooms as { changes: JsonObject[]; more: boolean; reset?: true }[];
      expect(page).not.toHaveProperty('reset');
      changes.push(...(page?.changes ?? []));
      after = Number(changes.at(-1)?.seq ?? after);
      more = page?.more ?? false;
    }
    return changes;
  }

  /** Everything of the room by `chat:history`, page for page from the end. */
  async function historyOf(client: LyceumClient, room: JsonObject): Promise<JsonObject[]> {
    const messages: JsonObject[] = [];
    for (let more = true; more;) {
      const before = messages[0] === undefined ? {} : { before: messages[0].seq };
      const page = dataOf(await client.request('chat:history', { room: { id: room.id }, limit: 100, ...before }));
      messages.unshift(...(page.messages as JsonObject[]));
      more = page.hasMore as boolean;
    }
    return messages;
  }

  /** No answered message is missing or changed, numbers are 1…n, and a repeat finds what is there. */
  async function expectKept(room: JsonObject, senders: Person[], logs: Sent[][]): Promise<void> {
    const clients = await Promise.all(senders.map(({ token }) => connectLyceum(gateway, 'raw', token)));
    for (const client of clients) dataOf(await client.request('rooms:join', { id: room.id }));
    const [reader] = clients as [LyceumClient];

    const kept = await syncAll(reader, room);
    expect(kept.map(({ seq }) => seq)).toEqual(upTo(kept.length));
    expect(new Set(kept.map(({ clientId }) => clientId)).size).toBe(kept.length);
    const byClientId = new Map(kept.map((message) => [message.clientId, message]));
    for (const { clientId, answered: first } of logs.flat()) {
      if (first !== undefined) expect(byClientId.get(clientId)).toEqual(first);
    }

    for (const [index, log] of logs.entries()) {
      for (const { clientId } of log) {
        const again = { room: { id: room.id }, text: `says ${clientId}`, clientId };
        const data = dataOf(await clients[index]!.request('chat:send', again));
        const there = byClientId.get(clientId);
        if (there === undefined) expect(data).not.toHaveProperty('duplicate');
        else expect(data).toEqual({ ...there, duplicate: true });
      }
    }
    const complete = await syncAll(reader, room);
    expect(complete.map(({ seq }) => seq)).toEqual(upTo(logs.flat().length));
    expect(new Set(complete.map(({ clientId }) => clientId))).toEqual(new Set(logs.flat().map(({ clientId }) => clientId)));
    expect(await historyOf(reader, room)).toEqual(complete);
  }

  it.each(['kill -9', 'SIGTERM'])(
    '%s in the middle of a burst loses no answered message and doubles none',
    async (way) => {
      const senders: Person[] = [];
      for (const transport of WAYS) senders.push(await newPerson(gateway, transport));
      const room = await roomOf(senders[0]!, ...senders.slice(1));
      const logs = senders.map((): Sent[] => []);
      const bursts = senders.map((sender, index) => burst(sender, room, logs[index]!));
      await Promise.all(logs.map((log) => answered(log, 40)));

      if (way === 'kill -9') await gateway.kill();
      else expect(await gateway.stop()).toBe(0);
      await Promise.all(bursts);
      await gateway.restart();

      await expectKept(room, senders, logs);
    },
    60_000,
  );

  it('a second SIGTERM changes nothing: clients are told, the exit code is 0', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const room = await roomOf(ana);
    const first = await say(ana, room, 'before the stop', { clientId: 'c-1' });

    const stopped = gateway.stop();
    process.kill(gateway.pid, 'SIGTERM');
    const draining = await ana.client.fact('server:draining', {}, 5_000);

    expect(draining).toEqual({ reconnectInMs: expect.any(Number) });
    expect(await stopped).toBe(0);
    expect(await ana.client.closed).toMatch(/^transport (close|error)$/);
    await gateway.restart();
    const again = await connectLyceum(gateway, 'websocket', ana.token);
    expect(await syncAll(again, room)).toEqual([first]);
  }, 60_000);

  it('what was said on every kind of client survives a kill -9, and so do session, room and code', async () => {
    const { client: greta, code } = await createSession(gateway, 'Greta');
    greta.send({ type: 'message', sessionCode: code, userName: 'Greta', message: 'said in group study' });
    await greta.next('message');
    const lena = await connectLearner(gateway, 'Lena');
    const roomId = newRoom();
    await enter(lena, roomId);
    lena.client.send({ type: 'chat_message', data: { roomId, message: 'said in skill lift' } });
    await lena.client.next('chat_message');

    await gateway.kill();
    await gateway.restart();

    const again = await joinSession(gateway, code, 'Greta', {}, { history: true });
    expect(await again.next('message')).toMatchObject({ userName: 'Greta', message: 'said in group study', history: true });
    const back = { ...lena, client: await connectWith(gateway, lena.token) };
    await enter(back, roomId);
    expect(await back.client.next('chat_message')).toEqual(
      chatMessage(roomId, lena, 'said in skill lift', { seq: 1, history: true }),
    );
    back.client.send({ type: 'live_session_update', data: { roomId, slide: 1 } });
    expect(await back.client.next('live_session_update')).toBeDefined();
  }, 60_000);

  it('a clientId repeated after a restart by an old client makes no second message', async () => {
    const lena = await connectLearner(gateway, 'Lena');
    const roomId = newRoom();
    await enter(lena, roomId);
    const queued = { type: 'chat_message', data: { roomId, message: 'only once', clientId: 'queued-1' } };
    lena.client.send(queued);
    await lena.client.next('chat_message');

    await gateway.kill();
    await gateway.restart();

    const back = { ...lena, client: await connectWith(gateway, lena.token) };
    await enter(back, roomId);
    back.client.send(queued);
    back.client.send({ type: 'chat_message', data: { roomId, message: 'afterwards' } });
    expect(await back.client.next({ payload: { message: 'afterwards' } })).toEqual(
      chatMessage(roomId, lena, 'afterwards', { seq: 2 }),
    );
  }, 60_000);

  it('what a listener heard live and what it synchronised is the whole history', async () => {
    const speaker = await newPerson(gateway, 'raw');
    const listener = await newPerson(gateway, 'polling');
    const room = await roomOf(speaker, listener);
    const log: Sent[] = [];
    const speaking = burst(speaker, room, log);
    await answered(log, 30);

    await listener.client.close();
    const before = listener.client.heard('chat:message');
    await answered(log, 60);
    const again = await connectLyceum(gateway, 'polling', listener.token);
    dataOf(await again.request('rooms:join', { id: room.id }));
    const missed = await syncAll(again, room, Number(before.at(-1)?.seq ?? 0));
    await answered(log, 100);
    await speaker.client.close();
    await speaking;
    const reader = await connectLyceum(gateway, 'raw', speaker.token);
    const history = await historyOf(reader, room);
    await again.fact('chat:message', { seq: history.length }, 5_000);

    const known = new Map([...before, ...missed, ...again.heard('chat:message')].map((message) => [message.seq, message]));
    // What the speaker had sent before it closed goes on being written while the history is read.
    const upToHistory = [...known.values()].filter(({ seq }) => Number(seq) <= history.length);
    expect(upToHistory.toSorted((one, other) => Number(one.seq) - Number(other.seq))).toEqual(history);
    expect(history.map(({ seq }) => seq)).toEqual(upTo(history.length));
  }, 30_000);
});
