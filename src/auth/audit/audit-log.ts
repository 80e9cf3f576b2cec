import { Injectable } from '@nestjs/common';
import type { AuditedAction, AuditPage } from '../../protocol/index.js';
import { Administration, type Administrator } from '../administration/administration.service.js';
import { AuditRepository, type ListedAction } from './audit.repository.js';

const DEFAULT_LIMIT = 50;

export interface AuditQuestion {
  /** What that administrator, or API key, did. */
  readonly actor?: string;
  /** What was done to it. */
  readonly target?: string;
  /** What was done: `users.ban`. */
  readonly action?: string;
  /** The `cursor` of the page before. */
  readonly before?: string;
  readonly limit?: number;
}

/** Shows administrators who did what. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly administration: Administration,
    private readonly repository: AuditRepository,
  ) {}

  /** Newest first. Throws `FORBIDDEN`. */
  async list(asker: Administrator, { limit = DEFAULT_LIMIT, ...filter }: AuditQuestion): Promise<AuditPage> {
    await this.administration.assertAdmin(asker);
    const found = await this.repository.list(filter, limit + 1);
    const shown = found.slice(0, limit);
    const hasMore = found.length > limit;
    return { events: shown.map(present), hasMore, cursor: (hasMore ? shown.at(-1)?.id : undefined) ?? null };
  }
}

function present({ actorKind, actorId, actorName, at, ...rest }: ListedAction): AuditedAction {
  return { ...rest, at: at.toISOString(), actor: { kind: actorKind, id: actorId, name: actorName } };
}
