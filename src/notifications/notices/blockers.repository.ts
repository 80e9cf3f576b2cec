import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/index.js';

/** Who does not want to hear from whom. Blocks belong to the rooms; this only reads them. */
@Injectable()
export class BlockersRepository {
  /** Which of these people have blocked which. */
  async among(
    tx: Transaction,
    userIds: readonly string[],
    byIds: readonly string[],
  ): Promise<(userId: string, byId: string) => boolean> {
    if (userIds.length === 0 || byIds.length === 0) return () => false;
    const rows = await tx.query<{ blockerId: string; blockedId: string }>(
      `SELECT blocker_id AS "blockerId", blocked_id AS "blockedId" FROM blocks
       WHERE blocker_id = ANY($1::text[]) AND blocked_id = ANY($2::text[])`,
      [userIds, byIds],
    );
    const blocks = new Map<string, Set<string>>();
    for (const { blockerId, blockedId } of rows) blocks.set(blockerId, (blocks.get(blockerId) ?? new Set()).add(blockedId));
    return (userId, byId) => blocks.get(userId)?.has(byId) === true;
  }
}
