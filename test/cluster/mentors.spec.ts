import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import {
  among,
  change,
  list,
  MENTOR_GONE_MS,
  MENTORING,
  mentorShape,
  newMentor,
  set,
  toldOf,
} from '../contract/lyceum/mentors/mentoring.js';
import { newPerson } from '../contract/lyceum/shapes.js';
import { describeWith } from '../support/describe-with.js';
import type { Gateway } from '../support/gateway.js';
import { becomes, twoNodes } from './nodes.js';

const TIMEOUT_MS = 120_000;

describeWith(['postgres', 'redis'], 'mentors on two nodes', () => {
  const nodes = twoNodes(MENTORING, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  it(
    'what a mentor chooses on one is listed and told on the other, also to their device there',
    async () => {
      const [mentor, ben] = [await newMentor(one), await newPerson(two, 'websocket', 'ben')];
      const phone = await connectLyceum(two, 'websocket', mentor.token);
      await list(ben, { watch: true });

      await set(mentor, { availability: 'available', subjects: ['Maths'] });

      expect(await change(ben, mentor)).toEqual(mentorShape(mentor, { subjects: ['Maths'] }));
      expect(await change({ client: phone }, mentor)).toMatchObject({ chosen: 'available' });
      expect(among(await list(ben, { available: true }), mentor)).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'a mentor with a device on each is here with one of them, and gone with none',
    async () => {
      const [mentor, marker, ben] = [await newMentor(one), await newMentor(one), await newPerson(one, 'websocket', 'ben')];
      const phone = await connectLyceum(two, 'websocket', mentor.token);
      await list(ben, { watch: true });
      for (const person of [mentor, marker]) {
        await set(person, { availability: 'available' });
        await change(ben, person);
      }

      await mentor.client.close();
      await marker.client.close();
      await change(ben, marker, { availability: 'offline' }, MENTOR_GONE_MS);
      expect(toldOf(ben, mentor)).toHaveLength(1);

      await phone.close();
      expect(await change(ben, mentor, {}, MENTOR_GONE_MS)).toMatchObject({ availability: 'offline' });
    },
    TIMEOUT_MS,
  );

  it(
    'those of a node that was killed are set offline by the other',
    async () => {
      const [mentor, ben] = [await newMentor(two), await newPerson(one, 'websocket', 'ben')];
      await list(ben, { watch: true });
      await set(mentor, { availability: 'available' });
      await change(ben, mentor);

      await two.kill();

      expect(await change(ben, mentor, {}, MENTOR_GONE_MS)).toMatchObject({ availability: 'offline' });
      await two.restart();
      await becomes(two, 'ready');
    },
    TIMEOUT_MS,
  );
});
