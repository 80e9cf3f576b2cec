import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { Role } from '../../protocol/index.js';
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

/** Which of them are asked for; what is absent keeps nobody out. */
export interface Among {
  readonly exceptId?: string;
  readonly banned?: boolean;
  readonly role?: Role;
}

const AMONG = `($5::text IS NULL OR u.id <> $5) AND ($6::boolean IS NULL OR (u.banned_at IS NOT NULL) = $6)
     AND ($7::text IS NULL OR u.role = $7)`;

/** The first of those found by this key behind that place. */
const foundBy = (condition: string, key: string, standsElsewhere: string): string => `
  (SELECT u.id, u.username, u.name, u.avatar_url, u.role, ${key} AS key, '${key === NAME ? 'name' : 'username'}' AS by,
     coalesce(${standsElsewhere}, false) AS stands_elsewhere
   FROM users u
   WHERE ${condition} AND (${key}, u.id) > ($3, $4) AND ${AMONG}
   ORDER BY ${key}, u.id LIMIT $8)`;

/**
 * Each reads its index from the place on, as far as the window. Found by both, a person stands by the lesser key: who stands elsewhere is
 * given, too, as leaving them out here would read past all whose name is their username.
 */
const FIND = `
SELECT id, username, name, avatar_url AS "avatarUrl", role, key, by, stands_elsewhere AS "standsElsewhere" FROM (
  ${foundBy(BY_USERNAME, USERNAME, `${BY_NAME} AND ${NAME} < ${USERNAME}`)}
  UNION ALL
  ${foundBy(BY_NAME, NAME, `${BY_USERNAME} AND ${USERNAME} <= ${NAME}`)}
) found
ORDER BY key COLLATE "C", id, by DESC`;

type FoundRow = FoundPerson & { readonly by: 'username' | 'name'; readonly standsElsewhere: boolean };

/** People that one more look takes in, where those of the one before were mostly shown on earlier pages. */
const WIDER = 4;
const WIDEST = 1_000;

/** People by how their names begin. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly database: Database) {}

  /** Alphabetically, beginning behind `place`. */
  async findBeginning(
    { username, name }: Beginning,
    place: PersonPlace,
    { exceptId, banned, role }: Among,
    limit: number,
  ): Promise<FoundPerson[]> {
    const found: FoundRow[] = [];
    let from = place;
    for (let window = limit; ; window = Math.min(window * WIDER, WIDEST)) {
      const patterns = [`${literal(username)}%`, `${literal(name)}%`];
      const among = [exceptId ?? null, banned ?? null, role ?? null];
      const rows = await this.database.query<FoundRow>(FIND, [...patterns, from.key, from.id, ...among, window]);
      const end = endOfKnown(rows, window);
      found.push(...rows.slice(0, end).filter(({ standsElsewhere }) => !standsElsewhere));
      const last = end === undefined ? undefined : rows[end - 1];
      if (found.length >= limit || last === undefined) return found.slice(0, limit);
      from = last;
    }
  }
}

/** Up to where nobody is missing: to the end of whichever window is full and ends first; undefined where nobody is missing at all. */
function endOfKnown(rows: readonly FoundRow[], window: number): number | undefined {
  const full = (['username', 'name'] as const).filter((key) => rows.filter(({ by }) => by === key).length === window);
  return full.length === 0 ? undefined : Math.min(...full.map((key) => rows.findLastIndex(({ by }) => by === key) + 1));
}

/** The text as a pattern that means nothing but it. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
