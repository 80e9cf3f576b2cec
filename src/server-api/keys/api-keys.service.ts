import { Injectable } from '@nestjs/common';
import { Audit, secretHash } from '../../auth/index.js';
import { AppError, isUuid, newId } from '../../common/index.js';
import { Database } from '../../database/index.js';
import { ApiKeyRepository, type ListedKey } from './api-key.repository.js';
import { newKeyText } from './key-text.js';
import type { Scope } from '../../protocol/index.js';

export interface KeyWishes {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays?: number;
}

/** A key that was just made. */
export interface MadeKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string | null;
  /** The key itself: shown this once. */
  readonly key: string;
}

/** Keys that are good at the same time. */
const KEYS = 1_000;
const DAY_MS = 86_400_000;

/** Keys by which backends speak to the gateway, as whoever has the machine makes and revokes them. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly keys: ApiKeyRepository,
    private readonly audit: Audit,
  ) {}

  /** Throws `LIMIT_REACHED`. */
  async create({ name, scopes, expiresInDays }: KeyWishes): Promise<MadeKey> {
    const { id, secret, text } = newKeyText(newId());
    const expiresAt = expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * DAY_MS);
    const distinct = [...new Set(scopes)];
    await this.database.transaction(async (tx) => {
      if ((await this.keys.count(tx)) >= KEYS) {
        throw new AppError('LIMIT_REACHED', { message: `There are ${KEYS} API keys. Revoke those that are not used.` });
      }
      await this.keys.add(tx, { id, name, secretHash: secretHash(secret), scopes: distinct, expiresAt });
      await this.audit.recordIn(tx, operator('keys.create', id));
    });
    return { id, name, scopes: distinct, expiresAt: expiresAt?.toISOString() ?? null, key: text };
  }

  /** All that ever were, the good ones and the others. */
  list(): Promise<ListedKey[]> {
    return this.keys.list(KEYS * 10);
  }

  /** On every node within two seconds. Throws `NOT_FOUND`. */
  async revoke(id: string): Promise<void> {
    const isKnown =
      isUuid(id) &&
      (await this.database.transaction(async (tx) => {
        const isThere = await this.keys.revoke(tx, id);
        if (isThere) await this.audit.recordIn(tx, operator('keys.revoke', id));
        return isThere;
      }));
    if (!isKnown) throw new AppError('NOT_FOUND', { message: 'There is no API key of that id.' });
  }
}

function operator(action: string, target: string) {
  return { actor: { kind: 'operator', id: null }, action, target, address: null, outcome: 'done' } as const;
}
