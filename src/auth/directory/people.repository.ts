import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { UserEntity } from '../user.entity.js';
import type { PersonPlace } from './people-cursor.js';

export type FoundPerson = Pick<UserEntity, 'id' | 'username' | 'name' | 'avatarUrl' | 'role'> & PersonPlace;

/** What a name begins with, whoever is asked. */
export interface Beginning {
  /** As `usernameKey` gives it. */
  readonly username: string;
  /** In NFKC. The database makes it small by its own rules, as it did with the names. */
  readonly name: string;
}

/** As the indexes `users_username_search_idx` and `users_name_search_idx` have them, to the letter. */
const USERNAME = `lower(u.username) COLLATE "C"`;
const NAME = `left(lower(normalize(u.name, NFKC)), 64) COLLATE "C"`;

const BY_USERNAME = `${USERNAME} LIKE $1`;
const BY_NAME = `${NAME} LIKE lower($2::text)`;

/** Those found by this key behind that place, but for who stands elsewhere by the other one. */
const foundBy = (condition: string, key: string, standsElsewhere: string): string => `
  (SELECT u.id, u.username, u.name, u.avatar_url, u.role, ${key} AS key FROM users u
   WHERE ${condition} AND (${key}, u.id) > ($3, $4) AND (${standsElsewhere}) IS NOT TRUE
     AND u.banned_at IS NULL AND u.id <> $5
   ORDER BY ${key}, u.id LIMIT $6)`;

/** Each reads its index from the place on and stops when the page is full. Found by both, a person stands by the lesser key. */
const FIND = `
SELECT id, username, name, avatar_url AS "avatarUrl", role, key FROM (
  ${foundBy(BY_USERNAME, USERNAME, `${BY_NAME} AND ${NAME} < ${USERNAME}`)}
  UNION ALL
  ${foundBy(BY_NAME, NAME, `${BY_USERNAME} AND ${USERNAME} <= ${NAME}`)}
) found
ORDER BY key COLLATE "C", id LIMIT $6`;

/** People by how their names begin. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly database: Database) {}

  /** Nobody banned, and not `exceptId`; alphabetically, beginning behind `place`. */
  findBeginning({ username, name }: Beginning, place: PersonPlace, exceptId: string, limit: number): Promise<FoundPerson[]> {
    return this.database.query(FIND, [`${literal(username)}%`, `${literal(name)}%`, place.key, place.id, exceptId, limit]);
  }
}

/** The text as a pattern that means nothing but it. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
