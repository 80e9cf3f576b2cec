import { Injectable } from '@nestjs/common';
import { HelpLoadRepository, type HelpCounts } from './help-load.repository.js';

/** What others may ask about the queue of help. */
@Injectable()
export class HelpLoad {
  constructor(private readonly requests: HelpLoadRepository) {}

  /** Those that wait and those that a mentor is at, on all nodes; at most 10,000 of each are counted. */
  count(): Promise<HelpCounts> {
    return this.requests.count();
  }
}
