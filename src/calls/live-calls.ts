import { Injectable } from '@nestjs/common';
import { CallRepository } from './call.repository.js';

/** What others may ask about calls. */
@Injectable()
export class LiveCalls {
  constructor(private readonly calls: CallRepository) {}

  /** Those that ring or last now, on all nodes. */
  count(): Promise<number> {
    return this.calls.countLive();
  }
}
