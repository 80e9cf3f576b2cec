import { beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppConfig } from '../../config/index.js';
import type { ConnectionTable } from '../connection/connection-table.js';
import type { LiveConnection } from '../connection/live-connection.js';
import type { Dispatcher } from '../pipeline/dispatcher.js';
import type { RateLimits } from '../pipeline/rate-limits.js';
import type { SocketServer } from '../transport/socket-server.js';
import { DrainService } from './drain.service.js';

const realtime = { drainMs: 400, drainNoticeMs: 100, drainSpreadMs: 50 };

describe('DrainService', () => {
  let live: Set<LiveConnection>;
  let steps: string[];
  let running: Map<LiveConnection, Promise<void>>;
  let service: DrainService;

  /** `lets go` when it is sent away, as clients do. */
  const connect = (name: string, letsGo = true): LiveConnection => {
    const connection = {
      dialect: 'group-study',
      sendAway: () => {
        steps.push(`${name} is sent away`);
        if (letsGo) live.delete(connection);
        return Promise.resolve();
      },
      outlet: {
        cut: () => {
          steps.push(`${name} is cut`);
          live.delete(connection);
        },
      },
    } as unknown as LiveConnection;
    live.add(connection);
    return connection;
  };

  beforeEach(() => {
    live = new Set();
    steps = [];
    running = new Map();
    const config = { realtime } as AppConfig;
    const server = {
      get transports() {
        return live.size;
      },
      stopAccepting: () => steps.push('no new connections'),
    } as unknown as SocketServer;
    const table = {
      get size() {
        return live.size;
      },
      all: () => live.values(),
    } as unknown as ConnectionTable;
    const dispatcher = {
      finish: (connection: LiveConnection) => running.get(connection),
      settled: () => Promise.all(running.values()),
      stop: () => steps.push('no new commands'),
    } as unknown as Dispatcher;
    const rates = { stopWaiting: () => undefined } as unknown as RateLimits;
    service = new DrainService(config, server, table, dispatcher, rates);
  });

  it('waits for nothing where nobody is connected', async () => {
    await service.drain();
    expect(steps).toEqual(['no new connections', 'no new commands']);
  });

  it('leaves balancers their time where somebody is, and sends away who came in it', async () => {
    connect('Ana');
    const drained = service.drain();
    expect(service.isDraining).toBe(true);
    expect(steps).toEqual([]);
    connect('Ben');
    await drained;
    expect(steps[0]).toBe('no new connections');
    expect(steps.slice(1, 3).sort()).toEqual(['Ana is sent away', 'Ben is sent away']);
  });

  it('sends nobody away before what they asked is answered, at most until its time is over', async () => {
    const [ana, ben] = [connect('Ana'), connect('Ben')];
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    running.set(
      ana,
      answered.then(() => {
        steps.push('Ana is answered');
      }),
    );
    running.set(ben, new Promise(() => undefined));
    const drained = service.drain();
    while (steps.length === 0) await delay(10);
    setTimeout(answer, 50);
    await drained;
    expect(steps).toEqual(['no new connections', 'Ana is answered', 'Ana is sent away', 'Ben is sent away', 'no new commands']);
  });

  it('cuts who does not let go, and does it all once', async () => {
    connect('Ana', false);
    const drained = Promise.all([service.drain(), service.drain()]);
    await drained;
    expect(steps).toEqual(['no new connections', 'Ana is sent away', 'no new commands', 'Ana is cut']);
  });
});
