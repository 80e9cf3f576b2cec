import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { setTimeout as delay } from 'node:timers/promises';
import type { RequestsUnderWay } from './ops/index.js';
import { DrainService } from './realtime/index.js';

/** A stop that is not done by then is cut short, so that the orchestrator need not kill. */
const STOP_LIMIT_MS = 24_500;
/** HTTP requests may take so long to end when everything else is done. */
const REQUESTS_MS = 3_000;
/** Of the time, kept for saying what was left behind. */
const LAST_WORDS_MS = 500;

/** The first signal drains and stops; what comes after changes nothing. */
export function stopOnSignal(app: NestExpressApplication, requests: RequestsUnderWay): void {
  const logger = new Logger('Gateway');
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      logger.log(`${signal}: stopping`);
      stop(app, requests, logger).catch((error: unknown) => {
        logger.error(error);
        process.exit(1);
      });
    });
  }
}

async function stop(app: NestExpressApplication, requests: RequestsUnderWay, logger: Logger): Promise<void> {
  const begun = performance.now();
  setTimeout(() => {
    logger.error('The stop took too long and was cut short');
    process.exit(1);
  }, STOP_LIMIT_MS).unref();
  await app.get(DrainService).drain();
  await requests.settled(REQUESTS_MS);
  const leftMs = Math.max(0, STOP_LIMIT_MS - LAST_WORDS_MS - (performance.now() - begun));
  const isClosed = await Promise.race([app.close().then(() => true), delay(leftMs, false)]);
  // Nobody is served any more, and everybody was answered: a database or a Redis that hangs is no failure of this stop.
  if (isClosed) logger.log('stopped');
  else logger.warn('stopped; what hung while it was closed is left behind');
  process.exit(0);
}
