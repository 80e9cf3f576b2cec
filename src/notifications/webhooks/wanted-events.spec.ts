import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Outbox } from '../../database/index.js';
import type { WebhookEvent } from '../../protocol/index.js';
import { ClusterSignals, SingleNodeBus } from '../../realtime/index.js';
import { WantedEvents } from './wanted-events.js';
import type { WebhookRepository } from './webhook.repository.js';

describe('what webhooks want', () => {
  let stored: (WebhookEvent | '*')[];
  let reading: (() => Promise<void>) | undefined;
  let outbox: Outbox;
  let signals: ClusterSignals;
  let events: WantedEvents;

  beforeEach(() => {
    stored = ['room.created'];
    reading = undefined;
    outbox = new Outbox();
    signals = new ClusterSignals(new SingleNodeBus());
    const wanted = async () => {
      const found = [...stored];
      await reading?.();
      return found;
    };
    events = new WantedEvents({ wanted } as WebhookRepository, outbox, signals);
    events.onModuleInit();
  });
  afterEach(() => {
    events.onModuleDestroy();
  });

  const tell = (...more: (WebhookEvent | '*')[]) => signals.send({ name: 'webhooks-changed', data: { events: more } });

  it('is all until it was looked up, also where a signal comes before', async () => {
    await tell('room.closed');
    expect(outbox.isWanted('user.created')).toBe(true);
    await events.onApplicationBootstrap();
    expect(outbox.isWanted('user.created')).toBe(false);
    expect(outbox.isWanted('room.created')).toBe(true);
  });

  it('is more from the moment in which a signal says so', async () => {
    await events.onApplicationBootstrap();
    const told = tell('room.closed');
    expect(['room.closed', 'room.created'].every((name) => outbox.isWanted(name as WebhookEvent))).toBe(true);
    expect(outbox.isWanted('call.ended')).toBe(false);
    await told;
  });

  it('is everything public where one wants all', async () => {
    await events.onApplicationBootstrap();
    await tell('*');
    expect(outbox.isWanted('call.ended')).toBe(true);
    expect(outbox.isWanted('notification.requested')).toBe(false);
  });

  it('is not less because a signal came while it was looked up', async () => {
    reading = async () => {
      reading = undefined;
      stored = ['room.created', 'room.closed'];
      await tell('room.closed');
    };
    await events.onApplicationBootstrap();
    expect(outbox.isWanted('room.closed')).toBe(true);
  });
});
