import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { HttpAnswer } from '../../support/http-client.js';
import { expectProblem } from '../accounts/logins.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { newPerson, roomOf } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';
import { appPerson, askForMessages, askForPeople, contentOf } from './asking.js';

const AT_ONCE = 60;

describe('how often lists may be asked for', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_READ_PER_SECOND: '2', RATE_SEARCH_PER_SECOND: '2' } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  async function expectSomeRefused(ask: () => Promise<HttpAnswer>): Promise<void> {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, ask));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expectProblem(answer, 429, 'RATE_LIMITED');
      expect(answer.body.retryAfterMs).toBeGreaterThan(0);
    }
  }

  it('people: by each person for themselves', async () => {
    const [ana, ben] = [await appPerson(gateway, 'Ana'), await appPerson(gateway, 'Ben')];

    await expectSomeRefused(() => askForPeople(gateway, ana.token, { query: 'be' }));

    contentOf(await askForPeople(gateway, ben.token, { query: 'an' }));
  });

  it('messages: by each person for themselves', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket')];
    const room = await roomOf(ana, ben);

    await expectSomeRefused(() => askForMessages(gateway, ana.token, room.id));

    contentOf(await askForMessages(gateway, ben.token, room.id));
  });

  it('people: no more pages in an hour than anybody needs', async () => {
    await gateway.stop();
    await gateway.restart({ RATE_SEARCH_PER_SECOND: '1000', RATE_PEOPLE_PAGES_PER_HOUR: '3' });
    const [cleo, dan] = [await appPerson(gateway, 'Cleo'), await appPerson(gateway, 'Dan')];

    for (const query of ['aa', 'bb', 'cc']) contentOf(await askForPeople(gateway, cleo.token, { query }));

    expectProblem(await askForPeople(gateway, cleo.token, { query: 'dd' }), 429, 'RATE_LIMITED');
    contentOf(await askForPeople(gateway, dan.token, { query: 'dd' }));
  });
});
