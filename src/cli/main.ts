import 'reflect-metadata';
import { forPeople } from './print.js';
import { callFrom, USAGE, UsageError } from './usage.js';

const FAILED = 1;
const MISUSED = 2;

async function main(): Promise<void> {
  const { order, json } = callFrom(process.argv.slice(2));
  if (order === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  // Most of the gateway comes with it: who wants to read the usage need not wait for that.
  const { carryOut } = await import('./carry-out.js');
  const outcome = await carryOut(order);
  const isForPeople = process.stdout.isTTY && !json;
  process.stdout.write(`${isForPeople ? forPeople(order, outcome) : JSON.stringify(outcome)}\n`);
}

function fail(error: unknown): never {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exit(MISUSED);
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(FAILED);
}

main().then(() => {
  process.exit(0);
}, fail);
