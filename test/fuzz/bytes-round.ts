import { setTimeout as delay } from 'node:timers/promises';
import { BareSocket, clientFrame, OPCODE, upgradeRequest } from '../support/bare-socket.js';
import type { Gateway } from '../support/gateway.js';
import { somebody } from '../e2e/traps/witnesses.js';
import { mutatedBytes, mutatedText } from './mutations.js';
import type { Random } from './random.js';
import { faultIn, Finding } from './rounds.js';

const CONNECTIONS = 12;
const FRAMES = 20;
/** How long one waits for what may come of it. */
const LISTEN_MS = 30;

/** Bytes below what any client library would write: broken requests, handshakes and frames. */
export async function bytesRound(gateway: Gateway, random: Random): Promise<void> {
  const plans = Array.from({ length: CONNECTIONS }, () => planOf(random));
  await Promise.all(
    plans.map(async (plan) => {
      const bare = await BareSocket.connect(gateway.port);
      for (const bytes of plan) {
        bare.write(bytes);
        await Promise.race([delay(LISTEN_MS / FRAMES), bare.closed]);
      }
      await Promise.race([delay(LISTEN_MS), bare.closed]);
      bare.socket.destroy();
      const came = bare.received.toString();
      const fault = came.startsWith('HTTP/1.1 500') ? came.slice(0, 500) : faultIn([came]);
      if (fault !== undefined) {
        throw new Finding(
          fault,
          plan.map((bytes) => JSON.stringify(bytes.toString('latin1'))),
        );
      }
    }),
  );
}

function planOf(random: Random): Buffer[] {
  const path = random.pick([
    '/',
    `/?token=${somebody()}`,
    `/?dialect=lyceum&token=${somebody()}`,
    '/socket.io/?EIO=4&transport=websocket',
  ]);
  const handshake = upgradeRequest(path);
  switch (random.below(3)) {
    case 0:
      return [Buffer.from(mutatedText(random, handshake), 'latin1')];
    case 1:
      return [mutatedBytes(random, Buffer.from(requestOf(random)))];
    default:
      return [Buffer.from(handshake), ...Array.from({ length: FRAMES }, () => mutatedBytes(random, frameOf(random, path)))];
  }
}

function requestOf(random: Random): string {
  const body = random.pick(['{"username":"ana","password":"a long enough password"}', '40{}', '42["auth:me",{}]', '']);
  const path = random.pick([
    '/api/auth/login',
    '/api/auth/me',
    '/health',
    '/metrics',
    '/socket.io/?EIO=4&transport=polling',
    '/docs',
  ]);
  const headers = `Host: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nAuthorization: Bearer ${somebody()}`;
  return `${random.pick(['GET', 'POST', 'PUT', 'OPTIONS', 'HEAD'])} ${path} HTTP/1.1\r\n${headers}\r\n\r\n${body}`;
}

function frameOf(random: Random, path: string): Buffer {
  const auth = JSON.stringify({ token: somebody(), dialect: 'lyceum' });
  const texts = path.startsWith('/socket.io/')
    ? [`40${auth}`, '421["auth:me",{}]', '3', '451-2["chat:send",{"_placeholder":true,"num":0}]', '2probe', '41']
    : ['{"type":"auth:me","id":1,"data":{}}', '{"type":"ping","data":{"timestamp":1}}', '{"type":"create","userName":"Ana"}'];
  const opcode = random.pick([OPCODE.text, OPCODE.text, OPCODE.text, OPCODE.binary, OPCODE.ping, OPCODE.pong, OPCODE.close]);
  const fin = random.chance(0.9);
  return clientFrame(opcode, random.pick(texts), { fin, reserved: random.chance(0.1) ? random.below(8) : 0 });
}
