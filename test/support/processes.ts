import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessSpec {
  /** How errors call it. */
  name: string;
  command: string;
  args: readonly string[];
  /** The whole environment: nothing of the test's own gets in. */
  env: Record<string, string>;
  cwd: string;
  uid?: number;
  gid?: number;
}

/** Enough for any failure's story, not enough to fill a machine's memory. */
const KEPT_CHARACTERS = 1_000_000;

const running = new Set<ServerProcess>();

/** Ends at once everything that tests of this process started and that still runs. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((server) => server.kill()));
}

process.once('exit', endAll);

/** As `killAll`, for whoever can't wait. */
function endAll(): void {
  for (const server of running) server.signalTree('SIGKILL');
}

/** Has what was started here end with this process, where a signal ends it: one that is held still would not even hear of it. */
export function endWithUs(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      endAll();
      process.kill(process.pid, signal);
    });
  }
}

/** A server that a test runs beside itself: its output, its end, and a way to end it. */
export class ServerProcess {
  /** Exit code, or 128 + the signal's number as shells count it. */
  readonly exited: Promise<number>;
  readonly pid: number;
  private readonly child: ChildProcess;
  private text = '';
  private code: number | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly spec: ProcessSpec) {
    const { command, args, env, cwd, uid, gid } = spec;
    this.child = spawn(command, args, { env, cwd, uid, gid, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.add(text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.add(text));
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.add(`${error.message}\n`);
        resolve(this.end(127));
      });
      // `close`, not `exit`: the last lines are often the ones that tell why.
      this.child.once('close', (code, signal) => resolve(this.end(code ?? 128 + signalNumber(signal))));
    });
    this.pid = this.child.pid ?? 0;
    if (this.pid > 0) running.add(this);
  }

  get alive(): boolean {
    return this.code === undefined;
  }

  /** Everything it printed so far, stdout and stderr as they came. */
  output(): string {
    return this.text;
  }

  /** Waits until `find` sees what it looks for in the output; an early end or the deadline is an error with that output. */
  async waitFor<T>(wanted: string, find: (output: string) => T | undefined, withinMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find(this.text);
        if (found !== undefined) finish(() => resolve(found));
        else if (!this.alive) finish(() => reject(this.failure(`ended with code ${this.code ?? 0} before ${wanted}`)));
      };
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.listeners.delete(look);
        settle();
      };
      const timer = setTimeout(() => finish(() => reject(this.failure(`not ${wanted} within ${withinMs} ms`))), withinMs);
      this.listeners.add(look);
      look();
    });
  }

  signal(signal: NodeJS.Signals): void {
    if (this.alive) this.child.kill(signal);
  }

  /** Asks it to end and waits; one that does not within the deadline is killed, and that is an error. */
  async stop(signal: NodeJS.Signals, withinMs: number): Promise<number> {
    this.signal(signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), withinMs)));
    const ended = await Promise.race([this.exited, late]);
    clearTimeout(timer);
    if (ended !== 'late') return ended;
    await this.kill();
    throw this.failure(`still running ${withinMs} ms after ${signal}`);
  }

  /** SIGKILL to it and to all it started; waits until they are gone. */
  async kill(): Promise<void> {
    this.signalTree('SIGKILL');
    await this.exited;
  }

  /** To the process and all below it: SIGSTOP holds them still as a machine that hangs does, SIGCONT lets them go on. */
  signalTree(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    if (!this.alive) return;
    // Held first, so that it makes no further child meanwhile.
    if (signal !== 'SIGCONT') this.child.kill('SIGSTOP');
    for (const pid of descendantsOf(this.pid)) signalIfThere(pid, signal);
    this.child.kill(signal);
  }

  private failure(what: string): Error {
    return new Error(`${this.spec.name}: ${what}. Its output:\n${this.text || '(nothing)'}`);
  }

  private add(text: string): void {
    this.text = (this.text + text).slice(-KEPT_CHARACTERS);
    for (const look of [...this.listeners]) look();
  }

  private end(code: number): number {
    this.code = code;
    running.delete(this);
    for (const look of [...this.listeners]) look();
    return code;
  }
}

/** Linux tells each thread's children; elsewhere a process counts as having none. */
function descendantsOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
    const children = lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
    return children.flatMap((child) => [child, ...descendantsOf(child)]);
  } catch {
    return [];
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function signalNumber(signal: NodeJS.Signals | null): number {
  const numbers: Partial<Record<NodeJS.Signals, number>> = {
    SIGINT: 2,
    SIGQUIT: 3,
    SIGABRT: 6,
    SIGKILL: 9,
    SIGSEGV: 11,
    SIGTERM: 15,
  };
  return (signal && numbers[signal]) ?? 0;
}
