import { METADATA_BYTES } from '../protocol/index.js';
import { AppError } from './app-error.js';

/** Refuses with `INVALID` more than is kept of what an app wants to show. */
export function assertSmall(metadata: Record<string, unknown> | null | undefined): void {
  if (metadata === undefined || metadata === null) return;
  if (Buffer.byteLength(JSON.stringify(metadata)) <= METADATA_BYTES) return;
  throw new AppError('INVALID', { field: 'metadata', message: `metadata must have at most ${METADATA_BYTES} bytes as JSON` });
}
