import 'reflect-metadata';
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig, readEnvironment, type AppConfig } from '../config/index.js';
import type { Order, Outcome } from '../control/order.js';
import { isDirectoryFree } from '../database/index.js';
import { askGateway } from './ask-gateway.js';
import { carryOutInDatabase } from './in-database.js';
import { forPeople } from './print.js';
import { callFrom, USAGE, UsageError } from './usage.js';

/** A gateway that is just starting or stopping has the directory and takes no orders; it is waited for so long. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 100;

const FAILED = 1;
const MISUSED = 2;

async function main(): Promise<void> {
  const { order, json } = callFrom(process.argv.slice(2));
  if (order === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const outcome = await carryOut(loadConfig(readEnvironment()), order);
  const isForPeople = process.stdout.isTTY && !json;
  process.stdout.write(`${isForPeople ? forPeople(order, outcome) : JSON.stringify(outcome)}\n`);
}

/** On the database that the settings name; on the embedded one through the gateway that has it, where there is one. */
async function carryOut(config: AppConfig, order: Order): Promise<Outcome> {
  const { url, dataDir } = config.database;
  if (url !== undefined) return carryOutInDatabase(config, order);
  await mkdir(dataDir, { recursive: true });
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const outcome = await askGateway(dataDir, order);
    if (outcome !== undefined) return outcome;
    if (await isDirectoryFree(dataDir)) return carryOutInDatabase(config, order);
    if (performance.now() > deadline) {
      throw new Error(
        `Another process uses ${dataDir} and takes no orders. Wait until it has started or stopped, and try again.`,
      );
    }
    await delay(PAUSE_MS);
  }
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
