import { Injectable } from '@nestjs/common';
import { OldRows } from '../../common/old-rows.js';
import { AppConfig } from '../../config/index.js';
import { OverRepository } from './over.repository.js';

const AT_MOST = 1_000;

/** Forgets requests that have been over for `HELP_DAYS`. */
@Injectable()
export class ExpiredHelp extends OldRows {
  constructor({ help }: AppConfig, repository: OverRepository) {
    super('help requests', AT_MOST, [(atMost) => repository.removeOlderThan(help.days, atMost)]);
  }
}
