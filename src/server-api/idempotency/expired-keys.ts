import { Injectable } from '@nestjs/common';
import { OldRows } from '../../common/old-rows.js';
import { IdempotencyRepository } from './idempotency.repository.js';

const AT_MOST = 2_000;

/** Forgets requests of yesterday and their answers. */
@Injectable()
export class ExpiredKeys extends OldRows {
  constructor(repository: IdempotencyRepository) {
    super('idempotency keys', AT_MOST, [(atMost) => repository.removeExpired(atMost)]);
  }
}
