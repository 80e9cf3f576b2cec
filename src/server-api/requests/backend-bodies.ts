import type { INestApplication } from '@nestjs/common';
import { json, type RequestHandler } from 'express';
import { KeyCheck } from '../keys/key-check.js';
import { shownKey } from './shown-key.js';

/** The app's own backend tells of many people at once. */
const BODY_BYTES = 512 * 1024;

/**
 * Reads what comes to `/api/server`, which may be more than elsewhere. Whoever shows no good key is refused later, by the guard; what they
 * sent is not worth the time to read it.
 */
export function backendBodies(app: INestApplication): RequestHandler {
  const check = app.get(KeyCheck);
  const read = json({ limit: BODY_BYTES });
  return (request, response, next) => {
    check.isGood(shownKey(request), request.ip ?? '').then((isGood) => {
      if (isGood) read(request, response, next);
      else next();
    }, next);
  };
}
