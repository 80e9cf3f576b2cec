import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig, readEnvironment } from '../config/index.js';
import type { Order, Outcome } from '../control/order.js';
import { isDirectoryFree } from '../database/index.js';
import { askGateway } from './ask-gateway.js';
import { carryOutInDatabase } from './in-database.js';

/** A gateway that is just starting or stopping has the directory and takes no orders; it is waited for so long. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 100;

/** On the database that the settings name; on the embedded one through the gateway that has it, where there is one. */
export async function carryOut(order: Order): Promise<Outcome> {
  const config = loadConfig(readEnvironment());
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
