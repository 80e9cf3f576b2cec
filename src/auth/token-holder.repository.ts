import { Injectable } from '@nestjs/common';
import { BatchLoader } from '../common/batch-loader.js';
import { Database, Outbox } from '../database/index.js';
import type { Person } from './tokens/token-verifier.js';
import { userCreated } from './user-created.js';
import type { UserEntity } from './user.entity.js';

export type Holder = Pick<
  UserEntity,
  'id' | 'issuer' | 'username' | 'name' | 'email' | 'avatarUrl' | 'role' | 'bannedAt' | 'tokensValidAfter'
>;

/** The person a token speaks for, as everything about them was at one moment. */
export interface TokenHolder {
  readonly user: Holder;
  /** Whether the login session is theirs and not revoked. */
  readonly hasSession: boolean;
  /** Whether it is a minute and more since that session was last seen. */
  readonly isUnseen: boolean;
  /** By the database's clock, in microseconds: never later than what was read. */
  readonly moment: number;
}

type Row = Holder & Pick<TokenHolder, 'moment'>;

interface Asked {
  readonly userId: string;
  readonly sessionId: string | null;
}

/** Somebody who is seen for the first time, and who vouches for them. */
interface FirstSight {
  readonly issuer: string;
  readonly person: Person;
}

/** People looked up, or added, by one statement. */
const AT_ONCE = 500;

// now() is taken when the statement arrives, before its snapshot is: what is committed later has a later time.
const COLUMNS = `u.id, u.issuer, u.username, u.name, u.email, u.avatar_url AS "avatarUrl", u.role, u.banned_at AS "bannedAt",
  u.tokens_valid_after AS "tokensValidAfter", (extract(epoch FROM now()) * 1000000)::bigint AS moment`;

/** Everything that decides whether tokens are good, in one question for all that are shown at the same time. */
@Injectable()
export class TokenHolderRepository {
  private readonly known = new BatchLoader((asked: readonly Asked[]) => this.findAll(asked), AT_ONCE);
  private readonly newcomers = new BatchLoader((seen: readonly FirstSight[]) => this.addAll(seen), AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  find(userId: string, sessionId: string | null): Promise<TokenHolder | null> {
    return this.known.find({ userId, sessionId });
  }

  /** Null where they are known meanwhile: of several first sights at once one is kept. */
  add(issuer: string, person: Person): Promise<TokenHolder | null> {
    return this.newcomers.find({ issuer, person });
  }

  /** OFFSET: each is looked up, where PostgreSQL would read everybody rather than look up some hundred. */
  private async findAll(asked: readonly Asked[]): Promise<(TokenHolder | null)[]> {
    const rows = await this.database.query<Row & Omit<TokenHolder, 'user'> & { n: number }>(
      `SELECT asked.n, ${COLUMNS}, s.sid IS NOT NULL AND s.revoked_at IS NULL AS "hasSession",
         coalesce(s.last_used_at < now() - interval '1 minute', false) AS "isUnseen"
       FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS asked (user_id, sid, n)
         CROSS JOIN LATERAL (SELECT * FROM users WHERE id = asked.user_id OFFSET 0) u
         LEFT JOIN LATERAL (SELECT * FROM login_sessions WHERE sid = asked.sid OFFSET 0) s ON s.user_id = u.id`,
      [asked.map(({ userId }) => userId), asked.map(({ sessionId }) => sessionId)],
    );
    const holders = asked.map((): TokenHolder | null => null);
    for (const { n, hasSession, isUnseen, moment, ...user } of rows) holders[n - 1] = { user, hasSession, isUnseen, moment };
    return holders;
  }

  /** In the order of ids, so that two nodes that see the same people don't wait for each other. */
  private async addAll(seen: readonly FirstSight[]): Promise<(TokenHolder | null)[]> {
    const column = (of: (sight: FirstSight) => string | null) => seen.map(of);
    const rows = await this.database.transaction(async (tx) => {
      const added = await tx.query<Row>(
        `INSERT INTO users AS u (id, issuer, name, email, avatar_url, role)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS seen (id) ORDER BY seen.id
         ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
        [
          column(({ person }) => person.id),
          column(({ issuer }) => issuer),
          column(({ person: { id, name } }) => name ?? id),
          column(({ person }) => person.email),
          column(({ person }) => person.avatarUrl),
          column(({ person }) => person.role),
        ],
      );
      await this.outbox.append(tx, added.map(userCreated));
      return added;
    });
    const added = new Map(
      rows.map(({ moment, ...user }) => [user.id, { user, hasSession: false, isUnseen: false, moment }] as const),
    );
    return seen.map(({ person }) => added.get(person.id) ?? null);
  }
}
