import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { createSession, joinSession } from '../contract/group-study/session.js';
import { closeAll } from '../contract/lyceum/lyceum-client.js';
import { ROOMY } from '../contract/settings.js';
import { describeWith } from '../support/describe-with.js';
import type { Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { RawClient } from '../support/raw-client.js';
import { eventually } from '../support/wait.js';
import { twoNodes } from './nodes.js';
import { GRACE_MS } from './people.js';

const TIMEOUT_MS = 60_000;
const ACROSS_MS = 5_000;
const LEFT_MS = GRACE_MS + 5_000;
const ROUNDS = 10;

const TAKEN = { type: 'error', message: 'Name already taken in this session' };

describeWith(['postgres', 'redis'], 'names in a study session, of two nodes', () => {
  const nodes = twoNodes({ ...ROOMY, PRESENCE_GRACE_MS: String(GRACE_MS) }, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  const isShown = (node: Gateway, code: string, ...userNames: string[]): Promise<void> =>
    eventually(async () => {
      const { body } = await call(node, 'GET', `/api/sessions/${code}`);
      expect(body).toMatchObject({ participants: userNames });
    }, ACROSS_MS);

  it(
    'a name that somebody has on one is refused on the other, as long as they are there',
    async () => {
      const { client: ana, code } = await createSession(one, 'Ana');
      await isShown(two, code, 'Ana');
      const second = await RawClient.connect(two);

      second.send({ type: 'join', sessionCode: code, userName: 'ana' });

      expect(await second.next('error', ACROSS_MS)).toEqual(TAKEN);
      second.send({ type: 'join', sessionCode: code, userName: 'Ben' });
      expect(await second.next('joined', ACROSS_MS)).toEqual({
        type: 'joined',
        sessionCode: code,
        participants: ['Ana', 'Ben'],
      });
      expect(await ana.next('user_joined', ACROSS_MS)).toMatchObject({ userName: 'Ben' });
    },
    TIMEOUT_MS,
  );

  it(
    'who lost their network on one comes back on the other by the same name: their old connection answers no ping',
    async () => {
      const { client: ana, code } = await createSession(one, 'Ana');
      const gone = await joinSession(one, code, 'Ben', { autoPong: false });
      await ana.next('user_joined');
      await isShown(two, code, 'Ana', 'Ben');

      const back = await RawClient.connect(two);
      back.send({ type: 'join', sessionCode: code, userName: 'Ben' });

      expect(await back.next('joined', 10_000)).toEqual({ type: 'joined', sessionCode: code, participants: ['Ana', 'Ben'] });
      await gone.closed;
      back.send({ type: 'message', sessionCode: code, userName: 'Ben', message: 'back again' });
      expect(await ana.next('message', ACROSS_MS)).toMatchObject({ userName: 'Ben', message: 'back again' });
      await ana.silent({ userName: 'Ben', type: 'user_left' });
      await ana.silent({ userName: 'Ben', type: 'user_joined' });
    },
    TIMEOUT_MS,
  );

  it(
    'a reload that ends on the other node shows the others nothing',
    async () => {
      const { client: ana, code } = await createSession(one, 'Ana');
      const [ben, cleo] = [await joinSession(two, code, 'Ben'), await joinSession(two, code, 'Cleo')];
      await ana.next({ type: 'user_joined', userName: 'Ben' }, ACROSS_MS);
      await ana.next({ type: 'user_joined', userName: 'Cleo' }, ACROSS_MS);

      await ben.close();
      const again = await RawClient.connect(one);
      again.send({ type: 'join', sessionCode: code, userName: 'Ben' });
      await again.next('joined', ACROSS_MS);
      await cleo.close();
      await ana.next({ type: 'user_left', userName: 'Cleo' }, LEFT_MS);

      await ana.silent({ userName: 'Ben' });
      await isShown(two, code, 'Ana', 'Ben');
      await isShown(one, code, 'Ana', 'Ben');
    },
    TIMEOUT_MS,
  );

  it(
    'of two who want the same name at the same moment on both nodes one gets it',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const { code } = await createSession(one, 'Ana');
        const rivals = await Promise.all([one, two].map((node) => RawClient.connect(node)));
        for (const client of rivals) client.send({ type: 'join', sessionCode: code, userName: 'Ben' });
        const answers = await Promise.all(rivals.map((client) => client.next(({ type }) => type !== 'user_joined', 10_000)));
        expect(answers.map(({ type }) => type).toSorted()).toEqual(['error', 'joined']);
        expect(answers.find(({ type }) => type === 'error')).toEqual(TAKEN);
        await closeAll();
      }
    },
    TIMEOUT_MS,
  );
});
