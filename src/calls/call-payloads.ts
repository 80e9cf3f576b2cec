import { AppError } from '../common/index.js';
import { assertSmall } from '../common/metadata-size.js';
import { SIGNAL_BYTES } from '../protocol/index.js';

/** Bytes of what a client wants passed on, as JSON; refuses as `TOO_LARGE` what is more than a signal may be. */
export function signalBytes(field: 'data' | 'offer' | 'answer', value: unknown): number {
  const bytes = bytesOf(value);
  if (bytes > SIGNAL_BYTES)
    throw new AppError('TOO_LARGE', { field, message: `${field} must have at most ${SIGNAL_BYTES} bytes as JSON` });
  return bytes;
}

/** Gives it back, or null for none. */
export function checkedMetadata(metadata: Record<string, unknown> | undefined): Record<string, unknown> | null {
  assertSmall(metadata);
  return metadata ?? null;
}

function bytesOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
