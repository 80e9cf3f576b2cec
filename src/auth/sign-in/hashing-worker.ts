// A thread of its own for passwords: the system gives it a core when nobody else wants one.
import { hashSync, verifySync } from '@node-rs/argon2';
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { HASH_COST, type HashingAnswer, type HashingTask } from './hashing-task.js';

/** The lowest that POSIX knows: whatever else wants to run goes first. */
const PRIORITY = 19;

yieldToOthers();
parentPort?.on('message', (task: HashingTask) => {
  parentPort?.postMessage(carryOut(task));
});

function carryOut(task: HashingTask): HashingAnswer {
  try {
    if (task.kind === 'hash') return { hash: hashSync(task.password, HASH_COST) };
    return { matches: verifySync(task.passwordHash, task.password) };
  } catch (error) {
    return { error };
  }
}

/** Linux has a priority for each thread, by its id; elsewhere there is none to set, and passwords take their share. */
function yieldToOthers(): void {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), PRIORITY);
  } catch {
    // No such system.
  }
}
