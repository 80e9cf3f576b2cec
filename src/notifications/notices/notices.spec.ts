import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { describeWith } from '../../../test/support/describe-with.js';
import { NoticingNode } from '../../../test/support/notifications/noticing-node.js';
import {
  announced,
  answered,
  deleted,
  inAMinute,
  mentionOf,
  mentioned,
  messageId,
  rang,
  wrote,
} from '../../../test/support/notifications/what-happened.js';
import { NotificationDatabase } from '../../../test/support/notifications/notification-database.js';
import { eventually } from '../../../test/support/wait.js';
import type { OutboxEvent } from '../../common/index.js';
import type { Notification } from '../../protocol/index.js';
import { UNTOUCHED } from '../preferences/preferences.service.js';

const CAN_BE_LATE = 60_000;
/** On a busy machine. */
const DONE_MS = 15_000;
describeWith(['postgres'], 'notices, on PostgreSQL', () => {
  let here: NotificationDatabase;
  let one: NoticingNode;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    here = await NotificationDatabase.start();
  }, CAN_BE_LATE);
  beforeEach(async () => {
    one = new NoticingNode(await here.node());
  });
  afterEach(async () => {
    await one.deciding.beforeApplicationShutdown();
    await one.node.database.query('TRUNCATE notices, notifications, notification_preferences, blocks');
    await here.empty();
  });
  afterAll(async () => {
    Logger.overrideLogger(true);
    await here.stop();
  }, CAN_BE_LATE);

  const happened = (...events: OutboxEvent[]) => one.node.database.transaction((tx) => one.node.outbox.append(tx, events));
  const feedOf = async (userId: string): Promise<Notification[]> => (await one.feed.list(userId, {})).notifications;
  const titlesOf = async (userId: string) => (await feedOf(userId)).map(({ title }) => title);
  /** They are told after the commit. */
  const factsAre = (facts: readonly object[]) =>
    eventually(() => {
      expect(one.facts).toHaveLength(facts.length);
      expect(one.facts).toMatchObject(facts);
      return Promise.resolve();
    });
  /** Nothing waits any more, so that what is not there now was not to come. */
  const isDone = () =>
    eventually(async () => {
      const [waiting] = await one.node.database.query(
        'SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM notices) AS count',
      );
      expect(waiting).toEqual({ count: 0 });
    }, DONE_MS);

  it('go to the feeds of all whom they are for, to live devices as a fact, and to those who are away as a push', async () => {
    one.here.add('ana');
    await happened(announced(['ana', 'ben'], 'Exam'));
    await isDone();
    const [notification] = await feedOf('ana');
    expect(notification).toEqual({
      id: expect.any(String),
      kind: 'announcement',
      title: 'Exam',
      body: 'Of the app',
      data: { page: 3 },
      createdAt: expect.any(String),
      readAt: null,
    });
    const [bens] = await feedOf('ben');
    await factsAre([
      { to: { user: 'ana' }, name: 'notification', data: notification },
      { to: { user: 'ben' }, name: 'notification', data: bens },
    ]);
    expect(one.pushes.pushed).toEqual([
      expect.objectContaining({ userId: 'ben', title: 'Exam', urgent: false, notificationId: bens?.id }),
    ]);
    expect(one.pushes.pushed[0]).not.toHaveProperty('onlyAbsent');
  });

  it('guests hear what the app’s backend says while they are here, and nothing is kept for them', async () => {
    await happened(announced(['guest:mia'], 'Exam'), mentioned(1, 'ana', ['guest:mia']));
    await isDone();
    await factsAre([{ to: { user: 'guest:mia' }, name: 'notification', data: { title: 'Exam', readAt: null } }]);
    expect(await feedOf('guest:mia')).toEqual([]);
    expect(one.pushes.pushed).toEqual([]);
  });

  it('one row of the feed stands for a conversation until it is read, and goes up with each message', async () => {
    await happened(wrote(1, ['ana', 'ben']), wrote(2, ['ana', 'ben']));
    await isDone();
    const [first] = await feedOf('ben');
    await happened(announced(['ben'], 'Exam'));
    await isDone();
    await happened(wrote(3, ['ana', 'ben']));
    await isDone();
    expect(await feedOf('ben')).toMatchObject([
      { id: first?.id, title: 'ana', body: 'Text 3', data: { messageId: messageId(3), count: 3 } },
      { title: 'Exam' },
    ]);
    expect(await feedOf('ana')).toEqual([]);
    await one.feed.read('ben', { ids: [String(first?.id)] });
    await happened(wrote(4, ['ana', 'ben']));
    await isDone();
    expect(await feedOf('ben')).toMatchObject([
      { body: 'Text 4', data: { count: 1 }, readAt: null },
      { id: first?.id },
      { title: 'Exam' },
    ]);
    expect(one.pushes.pushed.map(({ body, notificationId }) => [body, notificationId === first?.id])).toEqual([
      ['Text 2', true],
      ['Of the app', false],
      ['Text 3', true],
      ['Text 4', false],
    ]);
  });

  it('who is here has the message itself, and who blocked somebody is not mentioned by them', async () => {
    one.here.add('ben');
    await one.node.database.query(`INSERT INTO blocks (blocker_id, blocked_id) VALUES ('ben', 'ana'), ('ana', 'cleo')`);
    await happened(wrote(1, ['cleo', 'ben']), mentioned(2, 'ana', ['ben', 'cleo', 'ana']));
    await isDone();
    expect(await feedOf('ben')).toEqual([]);
    expect(await titlesOf('cleo')).toEqual(['ana mentioned you']);
    expect(await feedOf('ana')).toEqual([]);
  });

  it('nothing that was deleted is shown, whether it had come into a feed before or not', async () => {
    await happened(mentioned(1, 'ana', ['ben']));
    await isDone();
    await happened(mentioned(2, 'ana', ['ben']), deleted(2, 'ana'), deleted(1, 'ana'));
    await isDone();

    expect(await feedOf('ben')).toMatchObject([{ body: 'This message was deleted.', data: { messageId: messageId(1) } }]);
    expect(one.pushes.forgottenMessages).toEqual([messageId(2), messageId(1)]);
  });

  it('a call that is answered is taken back everywhere', async () => {
    await happened(rang(inAMinute()));
    await isDone();
    expect(await titlesOf('ben')).toEqual(['ana is calling']);
    await happened(answered);
    await isDone();

    expect(await feedOf('ben')).toEqual([]);
    await factsAre([expect.anything(), { to: { user: 'ben' }, name: 'notifications:unread', data: { unread: 0 } }]);
    expect(one.pushes.withdrawn).toEqual([{ collapseKey: 'call:c-1', userIds: ['ben'] }]);
  });

  it('a call goes to who is here as a push, too, where no device of theirs rings', async () => {
    one.here.add('ben');
    await happened(rang(inAMinute()), mentioned(1, 'ana', ['ben']));
    await isDone();
    expect(one.pushes.pushed).toEqual([]);
    one.mute.add('ben');
    await happened(rang(inAMinute()), mentioned(2, 'ana', ['ben']));
    await isDone();

    expect(one.pushes.pushed).toEqual([expect.objectContaining({ kind: 'call', userId: 'ben', urgent: true })]);
    expect(await titlesOf('ben')).toContain('ana is calling');
  });

  it('a call waits for nobody: neither for who else is to be told, nor for what the callee is told besides', async () => {
    let answer: () => void = () => undefined;
    one.answering = new Promise<void>((resolve) => (answer = resolve));
    await happened(wrote(1, ['ana', 'ben']), announced(['ben', 'cleo'], 'Exam'));
    await eventually(() => {
      expect(one.questions).toBe(1);
      return Promise.resolve();
    });
    await happened(rang(inAMinute()));
    await eventually(() => {
      expect(one.pushes.pushed).toEqual([expect.objectContaining({ kind: 'call', userId: 'ben' })]);
      return Promise.resolve();
    });
    expect(one.questions).toBe(1);
    answer();
    await isDone();
    expect((await titlesOf('ben')).toSorted()).toEqual(['Exam', 'ana', 'ana is calling']);
  });

  it('a call that rings no more when it is looked at is not told', async () => {
    await happened(rang(new Date(Date.now() - 1)));
    await isDone();
    expect(await feedOf('ben')).toEqual([]);
    expect(one.pushes.pushed).toEqual([]);
  });

  it('keep to what the person chose', async () => {
    const { kinds } = UNTOUCHED;
    await one.preferences.replace('ana', { kinds: { ...kinds, announcement: { push: false } } });
    await one.preferences.replace('ben', { kinds: { ...kinds, announcement: { feed: false } } });
    await happened(announced(['ana', 'ben'], 'Exam'));
    await isDone();

    expect([await titlesOf('ana'), await titlesOf('ben')]).toEqual([['Exam'], []]);
    expect(one.pushes.pushed).toEqual([expect.objectContaining({ userId: 'ben', notificationId: null })]);
  });

  it('are given once, however many nodes decide at the same time', async () => {
    const two = new NoticingNode(await here.node());
    const people = Array.from({ length: 300 }, (_, n) => `user-${n}`);
    for (let n = 0; n < 5; n += 1) {
      await happened(announced(people, `Exam ${n}`));
      two.deciding.wake();
    }
    await isDone();
    await two.deciding.beforeApplicationShutdown();

    const pushed = [...one.pushes.pushed, ...two.pushes.pushed];
    expect(pushed).toHaveLength(1_500);
    expect(new Set(pushed.map(({ id }) => id)).size).toBe(1_500);
    const [rows] = await one.node.database.query<{ count: number }>('SELECT count(*) FROM notifications');
    expect(rows).toEqual({ count: 1_500 });
  }, 30_000);

  it('what a person is told next waits for what another node decides about them, and others’ does not', async () => {
    const wait = (n: number, userId: string) =>
      one.node.database.transaction((tx) => one.notices.add(tx, [mentionOf(n, userId)]));
    const claimed = async () => (await one.notices.claim(10)).map(({ notice }) => notice.title);
    await wait(1, 'ben');
    expect(await claimed()).toEqual(['Notice 1']);
    await wait(2, 'ben');
    await wait(3, 'ana');
    expect(await claimed()).toEqual(['Notice 3']);
    await one.node.database.transaction((tx) => one.notices.take(tx, [messageId(1)]));
    expect(await claimed()).toEqual(['Notice 2']);
  });

  it('what a node left undecided is another’s when its time is over', async () => {
    await one.node.database.transaction((tx) => one.notices.add(tx, [mentionOf(9, 'ben')]));
    expect(await one.notices.claim(10)).toHaveLength(1);
    expect(await one.notices.claim(10)).toEqual([]);
    await one.node.database.query(`UPDATE notices SET claimed_until = now() - interval '1 second'`);
    one.deciding.wake();
    await isDone();
    expect(await titlesOf('ben')).toEqual(['Notice 9']);
  });

  it('one that can’t be given holds up nobody else, and is given up after ten attempts', async () => {
    one.pushes.failing = ({ userId }) => userId === 'ben';
    await happened(announced(['ana', 'ben', 'cleo'], 'Exam'));
    await eventually(async () => {
      expect([await titlesOf('ana'), await titlesOf('cleo')]).toEqual([['Exam'], ['Exam']]);
    });
    expect(await feedOf('ben')).toEqual([]);
    await one.node.database.query('UPDATE notices SET claimed_until = NULL, attempts = 9');
    one.deciding.wake();
    await isDone();
    expect(await feedOf('ben')).toEqual([]);
  });

  it('a feed keeps the last 1,000 of a person, for so many days', async () => {
    await one.node.database.query(
      `INSERT INTO notifications (id, user_id, kind, title, body, data, created_at)
       SELECT gen_random_uuid(), u.id, 'mention', n::text, '', '{}', now() - n * interval '1 hour'
       FROM unnest('{ana,ben}'::text[]) u(id), generate_series(1, 1000) n`,
    );
    await happened(announced(['ana'], 'Exam'));
    await isDone();
    const counts = () =>
      one.node.database.query(`SELECT user_id, count(*), min(title::int) FILTER (WHERE title <> 'Exam') AS newest,
        max(title::int) FILTER (WHERE title <> 'Exam') AS oldest FROM notifications GROUP BY 1 ORDER BY 1`);
    expect(await counts()).toEqual([
      { user_id: 'ana', count: 1_000, newest: 1, oldest: 999 },
      { user_id: 'ben', count: 1_000, newest: 1, oldest: 1_000 },
    ]);

    expect(await one.notifications.prune(10, 2_000)).toBe(2 * 761 - 1);
    expect(await counts()).toMatchObject([{ oldest: 239 }, { oldest: 239 }]);
  });
});
