import { METADATA_BYTES } from '../protocol/index.js';
import { AppError } from './app-error.js';

/** Refuses with `INVALID` what an app wants to keep beside something and is too much. */
export function assertMetadataFits(metadata: Record<string, unknown>): void {
  if (Buffer.byteLength(JSON.stringify(metadata)) <= METADATA_BYTES) return;
  throw new AppError('INVALID', { field: 'metadata', message: `metadata must have at most ${METADATA_BYTES} bytes as JSON` });
}
