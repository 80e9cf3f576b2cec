import { once } from 'node:events';
import { createServer } from 'node:http';
import { startLyceum } from '../processes/server.mjs';
import { compared } from '../report.mjs';
import { interleave } from '../rounds.mjs';
import { percentile } from '../statistics.mjs';

const ROUNDS = 4;
const SECONDS = 8;
const MESSAGES_PER_SECOND = 50;
const ADMIN = { username: 'chief', password: 'the password of the chief' };

/**
 * How long a message takes between two people, and how much longer where a webhook is told of every message: one that never answers, so
 * that what it is to be told piles up, and one that answers at once. Each is a gateway of its own, all asked in turn.
 */
export async function webhooks({ load, database }) {
  const [hanging, answering] = await Promise.all([
    receiver(() => undefined),
    receiver((response) => response.writeHead(204).end()),
  ]);
  const talkers = [
    await talker(load, await database?.('webhooks_none'), 'none', undefined),
    await talker(load, await database?.('webhooks_hanging'), 'hanging', hanging.url),
    await talker(load, await database?.('webhooks_answering'), 'answering', answering.url),
  ];
  const [none, hangs, answers] = talkers.map(({ talk }) => talk);
  const values = await interleave({ none, hangs, answers }, ROUNDS);
  console.error(`webhooks: told the one that hangs ${hanging.posts()} times, the one that answers ${answering.posts()} times`);
  await Promise.all(talkers.map(({ stop }) => stop()));
  for (const { stop } of [hanging, answering]) stop();

  const scenario = 'webhooks';
  return [
    compared({
      scenario,
      what: 'p99 of a message, a webhook hangs (peer: no webhook)',
      unit: 'ms',
      values: values.hangs,
      peers: values.none,
      atMost: 1.2,
    }),
    compared({
      scenario,
      what: 'the same, peer: a webhook that answers',
      unit: 'ms',
      values: values.hangs,
      peers: values.answers,
    }),
  ];
}

/** A gateway where two people talk, and the p99 of their messages. */
async function talker(load, databaseUrl, names, url) {
  const env = { ADMIN_USERNAMES: ADMIN.username, OUTBOUND_ALLOWED: '127.0.0.1' };
  const server = await startLyceum({ databaseUrl, env });
  if (url !== undefined) await addWebhook(server.port, url);
  const { crowd } = await load.ask('open', { port: server.port, kind: 'socket.io', people: 2, names });
  await load.ask('enterRooms', crowd, 2);
  const pace = { perSecond: MESSAGES_PER_SECOND, seconds: SECONDS };
  return { stop: server.stop, talk: async () => percentile(await load.ask('talk', crowd, pace), 0.99) };
}

async function addWebhook(port, url) {
  const { token } = await post(port, '/api/auth/register', ADMIN);
  await post(port, '/api/admin/webhooks', { url, events: ['message.created'] }, token);
}

async function post(port, path, body, token) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (response.status !== 201) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** An app's own backend. @param {(response: import('node:http').ServerResponse) => void} answer */
async function receiver(answer) {
  let posts = 0;
  const server = createServer((request, response) => {
    posts += 1;
    request.resume().on('end', () => answer(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    posts: () => posts,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
