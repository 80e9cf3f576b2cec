import { spawn } from 'node:child_process';
import { caller } from './rpc.mjs';

/** Everything this run started and that has not ended yet. */
const running = new Set();

/** Kills what still runs. Safe in an `exit` handler. */
export function killAll() {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * A process of this run. Its output is kept, for a line to wait for and for an error to show.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env: Record<string, string>, cwd?: string, uid?: number, gid?: number, ipc?: boolean }} options
 */
export function start(command, args, { env, cwd, uid, gid, ipc = false }) {
  const stdio = ipc ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'];
  const startedAt = performance.now();
  const child = spawn(command, args, { env: { PATH: process.env.PATH ?? '', ...env }, cwd, uid, gid, stdio });
  running.add(child);
  let output = '';
  const listeners = new Set();
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(undefined);
    });
    child.once('exit', resolve);
  }).then(() => {
    running.delete(child);
    for (const listener of listeners) listener();
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      // The beginning tells how it started, the end how it went; logs in between can be long.
      output = output.length > 200_000 ? output.slice(0, 50_000) + output.slice(-50_000) + text : output + text;
      for (const listener of listeners) listener();
    });
  }

  /**
   * Waits for something in the output; rejects when the process ends or the deadline passes.
   * @template T
   * @param {(output: string) => T | undefined} find
   * @returns {Promise<{ found: T, ms: number }>} `ms`: since the start of the process
   */
  async function until(find, deadlineMs = 60_000) {
    return new Promise((resolve, reject) => {
      const finish = (settle) => {
        clearTimeout(timer);
        listeners.delete(look);
        settle();
      };
      const look = () => {
        const found = find(output);
        if (found !== undefined) finish(() => resolve({ found, ms: performance.now() - startedAt }));
        else if (!running.has(child)) finish(() => reject(new Error(`${args.join(' ')} ended:\n${output}`)));
      };
      const late = () => finish(() => reject(new Error(`${args.join(' ')} took too long:\n${output}`)));
      const timer = setTimeout(late, deadlineMs);
      listeners.add(look);
      look();
    });
  }

  /** @param {NodeJS.Signals} signal */
  async function stop(signal = 'SIGTERM') {
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    if (running.has(child)) child.kill(signal);
    await ended;
    clearTimeout(timer);
  }

  return { pid: child.pid, until, stop, ask: ipc ? caller(child) : undefined };
}

/** Ends the run's processes with the run, however it ends. */
export function tidyUpAtExit() {
  process.once('exit', killAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
}
