import { isObject } from '../json.js';
import type { DialectName } from './settings.js';

/** An event as the dialect's clients write it on a plain WebSocket: group study beside the type, the others in `data`. */
export function rawFrame(dialect: DialectName, event: string, payload: unknown, id?: number): object {
  if (dialect === 'group-study') return { type: event, ...(isObject(payload) ? payload : {}) };
  return { type: event, ...(id === undefined ? {} : { id }), ...(payload === undefined ? {} : { data: payload }) };
}
