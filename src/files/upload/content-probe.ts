import { Transform, type TransformCallback } from 'node:stream';
import { AppError } from '../../common/index.js';
import { HEAD_BYTES } from '../content-kind.js';

/** Counts what passes, keeps how it begins, and ends what is too long. */
export class ContentProbe extends Transform {
  private count = 0;
  private readonly beginning: Buffer[] = [];
  private kept = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly progressed: (bytes: number) => void,
  ) {
    super();
  }

  /** Bytes that have passed. */
  get size(): number {
    return this.count;
  }

  /** The first of them. */
  get head(): Uint8Array {
    return Buffer.concat(this.beginning);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.count += chunk.length;
    this.progressed(chunk.length);
    if (this.count > this.maxBytes) {
      done(new AppError('FILE_TOO_LARGE'));
      return;
    }
    if (this.kept < HEAD_BYTES) {
      // A copy: a piece of a chunk would keep all of it in memory.
      const first = Buffer.from(chunk.subarray(0, HEAD_BYTES - this.kept));
      this.beginning.push(first);
      this.kept += first.length;
    }
    done(null, chunk);
  }
}
