import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { defaultDatabase, runDirectory, type TestDatabase } from './test-run.js';

/** Another one may have to be started first. */
const PATIENCE_MS = 60_000;

/** What a file asks the pool of this run for. */
export interface Wish {
  database: TestDatabase;
  env: Record<string, string>;
}

/** What it gets. */
export interface Lent {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly httpUrl: string;
  /** `ws://127.0.0.1:PORT` */
  readonly wsUrl: string;
  readonly pid: number;
}

/** A gateway that files use one after the other. */
export interface BorrowedGateway extends Lent {
  /** When all clients are closed. */
  giveBack(): Promise<void>;
}

/** Where the pool of this run listens. */
export function poolAddress(): string {
  return join(runDirectory(), 'gateways');
}

/**
 * A running gateway with these settings, for this file alone until it gives it back. Nobody is connected to it, but accounts and rooms
 * of earlier files may be there. For tests that neither stop it nor look at its output, its limits, its data or who is online: those
 * start one of their own with `startGateway`.
 */
export async function borrowGateway(env: Record<string, string>): Promise<BorrowedGateway> {
  const wish: Wish = { database: defaultDatabase(), env };
  // It is lent as long as this connection stands, so it comes back however the file ends.
  const lease = connect(poolAddress());
  lease.write(`${JSON.stringify(wish)}\n`);
  const [line] = (await once(createInterface(lease), 'line', { signal: AbortSignal.timeout(PATIENCE_MS) })) as [string];
  const answer = JSON.parse(line) as Lent | { error: string };
  if ('error' in answer) throw new Error(answer.error);
  return {
    ...answer,
    giveBack: async () => {
      if (lease.closed) return;
      const closed = once(lease, 'close');
      lease.end();
      await closed;
    },
  };
}
