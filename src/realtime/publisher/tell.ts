import type { FactData, FactName } from '../../protocol/index.js';
import type { LiveConnection } from '../connection/live-connection.js';
import { encoderOf } from './encode-fact.js';

/** Sends a fact to this connection alone, where its dialect has words for it. */
export function tell<F extends FactName>(connection: LiveConnection, name: F, data: FactData<F>): void {
  const encodedFor = encoderOf(connection.dialect, { name, data });
  if (encodedFor !== undefined) connection.deliver(encodedFor(connection.user.id), false);
}
