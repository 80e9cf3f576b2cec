import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { connectGuest } from '../contract/instant-mentor/flutter-app.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { ROOMY } from '../contract/settings.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import type { Gateway } from '../support/gateway.js';
import { appToken, newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { twoNodes } from './nodes.js';

const TIMEOUT_MS = 120_000;
const LATE_MS = 10_000;

describeWith(['postgres', 'redis'], 'guests of the Flutter app on two nodes', () => {
  const nodes = twoNodes(ROOMY, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  it(
    'stay in a session where they came back on the other, and are out of it when they are gone from both',
    async () => {
      const sessionId = newId('session');
      const mia = await connectLyceum(one, 'websocket', appToken({ sub: newId('mia'), name: 'Mia' }));
      dataOf(await mia.request('rooms:join', { key: sessionId, create: true }));
      const [ana, ben] = [await connectGuest(one, 'student'), await connectGuest(one, 'student')];
      for (const guest of [ana, ben]) dataOf(await guest.request('join_session', { sessionId }));
      const again = await connectGuest(two, 'student', { userId: ana.userId });
      dataOf(await again.request('join_session', { sessionId }));
      const members = async (): Promise<string[]> => {
        const answer = dataOf(await mia.request('rooms:members', { room: { key: sessionId } }));
        return (answer as { members: { user: { id: string } }[] }).members.map(({ user }) => user.id);
      };

      const leftOf = () => mia.heard('rooms:left').map(({ user }) => (user as { id: string }).id);
      ana.client.cut();
      // Whose grace begins after hers shows that it is over, and what follows from it done.
      ben.client.cut();
      await eventually(async () => {
        expect(await members()).not.toContain(`guest:${ben.userId}`);
      }, LATE_MS);
      expect(await members()).toContain(`guest:${ana.userId}`);
      expect(leftOf()).toEqual([`guest:${ben.userId}`]);
      dataOf(await mia.request('chat:send', { room: { key: sessionId }, text: 'Still here?' }));
      await again.client.next('message_received', { content: 'Still here?' }, LATE_MS);

      again.client.cut();
      await eventually(async () => {
        expect(await members()).not.toContain(`guest:${ana.userId}`);
        expect(leftOf()).toEqual([`guest:${ben.userId}`, `guest:${ana.userId}`]);
      }, LATE_MS);
      expect(leftOf()).toEqual([`guest:${ben.userId}`, `guest:${ana.userId}`]);
    },
    TIMEOUT_MS,
  );
});
