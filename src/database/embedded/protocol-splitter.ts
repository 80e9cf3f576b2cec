const LENGTH_BYTES = 4;

/**
 * Puts the bytes of one connection together again into whole messages of PostgreSQL's protocol. The first message of a
 * connection has no type byte; every length counts itself.
 */
export class ProtocolSplitter {
  private rest: Buffer = Buffer.alloc(0);
  private started = false;

  /** The messages that these bytes complete. */
  push(bytes: Buffer): Buffer[] {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const messages: Buffer[] = [];
    for (let size = this.nextSize(); size !== undefined && this.rest.length >= size; size = this.nextSize()) {
      messages.push(this.rest.subarray(0, size));
      this.rest = this.rest.subarray(size);
      this.started = true;
    }
    return messages;
  }

  private nextSize(): number | undefined {
    const typeBytes = this.started ? 1 : 0;
    if (this.rest.length < typeBytes + LENGTH_BYTES) return undefined;
    return typeBytes + this.rest.readUInt32BE(typeBytes);
  }
}
