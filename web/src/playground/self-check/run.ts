import type { DialectName, Settings } from '../connection/settings.js';
import { explain } from './explain.js';
import { Player, Unmet, type Expectation, type Opener } from './player.js';
import type { SelfCheck, TestPerson } from './script.js';

export type StepState = 'waiting' | 'running' | 'passed' | 'failed' | 'skipped';

export interface StepResult {
  readonly title: string;
  readonly state: StepState;
  readonly expectations: readonly Expectation[];
  /** What was seen instead, of a step that failed. */
  readonly problem?: string;
  readonly tookMs?: number;
}

export interface CheckResult {
  readonly dialect: DialectName;
  readonly state: 'running' | 'passed' | 'failed';
  readonly steps: readonly StepResult[];
  /** What is missing on this server, in a plain sentence. */
  readonly missing?: string;
}

/** What a run needs of the world around it. */
export interface World {
  readonly open: Opener;
  readonly people: (dialect: DialectName) => Promise<readonly [TestPerson, TestPerson]>;
  readonly fresh: (stem: string) => string;
  readonly patienceMs?: number;
}

/** Plays the script. `tell` is told of every change; resolves with how it ended, and never rejects. */
export async function runCheck(check: SelfCheck, world: World, tell: (result: CheckResult) => void): Promise<CheckResult> {
  const { dialect } = check;
  const players: Player[] = [];
  let expectations: Expectation[] = [];
  const script = check.steps({
    people: () => world.people(dialect),
    enter: (name, settings) => {
      const player = new Player(
        name,
        { ...defaults(dialect), ...settings },
        world.open,
        { expected: (expectation) => (expectations = [...expectations, expectation]) },
        world.patienceMs,
      );
      players.push(player);
      return player;
    },
    fresh: world.fresh,
  });

  let result: CheckResult = {
    dialect,
    state: 'running',
    steps: script.map(({ title }) => ({ title, state: 'waiting', expectations: [] })),
  };
  const change = (index: number, step: Partial<StepResult>, more: Partial<CheckResult> = {}): void => {
    result = { ...result, ...more, steps: result.steps.map((old, at) => (at === index ? { ...old, ...step } : old)) };
    tell(result);
  };

  for (const [index, { play }] of script.entries()) {
    const began = performance.now();
    expectations = [];
    change(index, { state: 'running' });
    try {
      await play();
      change(index, { state: 'passed', expectations, tookMs: performance.now() - began });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const missing = explain(dialect, error instanceof Unmet ? problem : `Not played: ${problem}`);
      const failed = { state: 'failed', expectations, problem, tookMs: performance.now() - began } as const;
      change(index, failed, missing === undefined ? {} : { missing });
      break;
    }
  }
  for (const player of players) player.close();
  const isGreen = result.steps.every(({ state }) => state === 'passed');
  const steps = result.steps.map((step): StepResult => (step.state === 'waiting' ? { ...step, state: 'skipped' } : step));
  result = { ...result, state: isGreen ? 'passed' : 'failed', steps };
  tell(result);
  return result;
}

/** As the dialect's shipped clients connect. */
function defaults(dialect: DialectName): Settings {
  const raw = dialect === 'group-study' || dialect === 'skill-lift';
  return { dialect, carrier: raw ? 'websocket' : 'socket.io', named: false };
}
