import { setTimeout as delay } from 'node:timers/promises';
import { check, type Expectations } from './checker.js';
import { gather, storedIn } from './evidence.js';
import { counted } from './figures.js';
import { Load, type LoadOptions } from './load.js';
import type { PersonLog, Stored } from './log.js';
import type { Place } from './person.js';
import { ready, type Stage } from './stage.js';

/** `short` in the suite: every fault once, and no longer than it must last to be one. */
export type Pace = 'short' | 'long';

/** Figures by what they are; the greater, the worse. */
export type Measured = Record<string, number>;

/** A row of the fault table. */
export interface Row {
  readonly name: string;
  readonly fault: string;
  /** What must hold beside what the checker asks: no figure is greater. Times end in `, ms`, how they compare in `, times as long`. */
  readonly bounds: Measured;
  run(stage: Stage, pace: Pace): Promise<Measured>;
}

/** Where the load goes, and where the truth is. */
export interface Ground {
  readonly places: readonly Place[];
  /** What is stored of these rooms, in the order of the numbers. */
  readonly stored: (rooms: readonly string[]) => Promise<Stored[]>;
}

/** Who talks: as many as the guarantees name, or what leaves time for the other tests beside. */
export const CROWD: Record<Pace, LoadOptions> = { short: { rooms: 25, perSecond: 100 }, long: { rooms: 50, perSecond: 200 } };

const STEADY_MS = 1_000;
const SETTLE_MS = 60_000;
const SHOWN = 10;

/**
 * Has people talk, lets it happen, waits until all are served again, and compares what they were told with what is there. Rejects
 * with what is wrong.
 */
export async function underLoad(
  { places, stored }: Ground,
  happens: (load: Load) => Promise<void>,
  { expectations, ...options }: LoadOptions & { expectations?: Expectations } = {},
): Promise<{ logs: readonly PersonLog[]; measured: Measured }> {
  const load = await Load.start(places, options);
  try {
    await delay(STEADY_MS);
    await happens(load);
    await delay(STEADY_MS);
    await load.settle(SETTLE_MS);
    const violations = check(await gather(load, places, await stored(load.rooms)), expectations);
    if (violations.length > 0) {
      const shown = violations.slice(0, SHOWN).map(({ kind, what }) => `  ${kind}: ${what}`);
      throw new Error(`${violations.length} promises broken:\n${shown.join('\n')}`);
    }
    const { logs } = load;
    return {
      logs,
      measured: {
        'messages answered': counted(logs, 'ok'),
        'answered and lost, repeated, out of number or order': violations.length,
        'attempts refused': counted(logs, 'failed'),
        'attempts without an answer': counted(logs, 'unknown'),
      },
    };
  } finally {
    await load.end();
  }
}

/** As `underLoad` on the stage's nodes; says also whether a node went that should not, or met an error that nobody foresaw. */
export async function onStage(
  stage: Stage,
  happens: (load: Load) => Promise<void>,
  options: LoadOptions & { expectations?: Expectations },
): ReturnType<typeof underLoad> {
  const { nodes, database } = stage;
  await Promise.all(nodes.map((node) => ready(node)));
  const crashes = () => nodes.reduce((sum, { gateway }) => sum + (gateway.output().match(/"correlationId"/g)?.length ?? 0), 0);
  const before = crashes();
  const { logs, measured } = await underLoad({ places: nodes, stored: (rooms) => storedIn(database, rooms) }, happens, options);
  return { logs, measured: { ...measured, 'errors nobody foresaw': Math.max(0, crashes() - before) } };
}

/** The bounds that every row has. */
export const ALWAYS: Measured = { 'errors nobody foresaw': 0 };

/** Whether every node is the process that it was. */
export async function withoutCrash<T>({ nodes }: Stage, work: () => Promise<T>): Promise<T> {
  const before = nodes.map(({ gateway }) => gateway.pid);
  const done = await work();
  nodes.forEach(({ gateway, name }, index) => {
    if (gateway.pid !== before[index]) throw new Error(`${name} is another process`);
    // Throws where there is no such process.
    process.kill(gateway.pid, 0);
  });
  return done;
}
