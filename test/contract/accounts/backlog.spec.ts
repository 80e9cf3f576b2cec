import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { connectChat, hears, newPerson, textsOf, type ChatPerson } from '../chatroom/chat-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { newLogin } from './logins.js';

/** So slow that most of what is said at once has to wait for its turn. */
const SLOW = { ...ROOMY, RATE_SEND_PER_SECOND: '1', RATE_SEND_BURST: '1' };
const SAID_AT_ONCE = 4;

describe('what somebody said and that waits for its turn', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: SLOW });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  const say = ({ client, username }: ChatPerson): void => {
    for (let n = 1; n <= SAID_AT_ONCE; n += 1) client.emit('send_message', { text: `${username} ${n}` });
  };
  /** Whoever began later and is as slow has said everything: the other's turns are over too. */
  const turnsAreOver = async (witness: ChatPerson): Promise<void> => {
    const other = await newPerson(gateway);
    say(other);
    await hears(witness, `${other.username} ${SAID_AT_ONCE}`, 10_000);
  };

  it.each([
    ['while they are connected', false],
    ['also when they are gone already', true],
  ])('is not said any more once they are signed out of everything, %s', async (_, isGone) => {
    const witness = await newPerson(gateway);
    const login = await newLogin(gateway);
    const ana = await connectChat(gateway, login);
    say(ana);
    await hears(witness, `${ana.username} 1`);
    if (isGone) {
      ana.client.close();
      await hears(witness, `${ana.username} 2`);
    }

    expect((await call(gateway, 'POST', '/api/auth/logout-all', { token: login.token })).status).toBe(204);
    const saidBefore = textsOf(witness).filter((text) => text.startsWith(ana.username));
    await turnsAreOver(witness);

    expect(textsOf(witness).filter((text) => text.startsWith(ana.username))).toEqual(saidBefore);
    expect(saidBefore.length).toBeLessThan(SAID_AT_ONCE);
  });
});
