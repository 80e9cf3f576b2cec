import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { PeoplePage, PeopleRequest } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { presentUser } from '../user.presenter.js';
import { usernameKey } from '../username.js';
import { cursorAt, placeOf } from './people-cursor.js';
import { PeopleRepository } from './people.repository.js';

const DEFAULT_LIMIT = 20;
const LEAST_CHARACTERS = 2;
const BEFORE_ALL = { key: '', id: '' };

/** Finding other people by how their username or name begins. */
@Injectable()
export class People {
  constructor(
    private readonly repository: PeopleRepository,
    private readonly rates: RateLimits,
  ) {}

  /** Throws `INVALID` for a query of blanks or a cursor that no page gave, `RATE_LIMITED`. */
  async find(asker: Asker, { query, limit = DEFAULT_LIMIT, after }: PeopleRequest): Promise<PeoplePage> {
    await this.rates.admit(asker, 'search', 'refuse');
    const name = query.normalize('NFKC').trim();
    if (Array.from(name).length < LEAST_CHARACTERS) {
      throw new AppError('INVALID', { field: 'query', message: `query must have ${LEAST_CHARACTERS} characters beside blanks` });
    }
    const place = after === undefined ? BEFORE_ALL : placeOf(after);
    if (place === undefined)
      throw new AppError('INVALID', { field: 'after', message: 'after must be the cursor of an earlier page' });
    await this.rates.admit(asker, 'people', 'refuse');
    const among = { exceptId: asker.user.id, banned: false };
    const found = await this.repository.findBeginning({ username: usernameKey(name), name }, place, among, limit + 1);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return { users: shown.map(presentUser), cursor: found.length > limit && last !== undefined ? cursorAt(last) : null };
  }
}
