import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import type { Transaction } from '../database/index.js';
import { Sharing } from '../realtime/index.js';
import { MemberRepository } from './member.repository.js';
import { Roster } from './roster.js';
import { faceOf } from './seat.js';

const NOBODY: ReadonlySet<string> = new Set();
/** A node that goes on says something each second. */
const SILENT_MS = 5_000;

/**
 * Finds those whom another node has just let into a room, and told everybody of, while this one has not heard of it yet: somebody whose
 * devices come to two nodes at once. The database decides which node was first.
 */
@Injectable()
export class Newcomers {
  private readonly graceMs: number;

  constructor(
    { presence }: AppConfig,
    private readonly roster: Roster,
    private readonly members: MemberRepository,
    private readonly sharing: Sharing,
  ) {
    this.graceMs = presence.graceMs;
  }

  /**
   * Of these members, who are about to enter, those of whom everybody has been told. Call it in the transaction of their entry; what it
   * writes down is undone with it.
   */
  async toldElsewhere(tx: Transaction, roomId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (this.sharing.isAlone) return NOBODY;
    // Who is seen here already is told of by nobody.
    const unseen = [...new Set(userIds)].filter((userId) => faceOf(this.roster.place(roomId, userId)) === undefined);
    if (unseen.length === 0) return NOBODY;
    // Whoever entered sits there for the grace at least: nobody can have been told meanwhile that they left.
    const entered = new Set(await this.members.enter(tx, roomId, unseen, this.sharing.node, this.graceMs));
    const others = unseen.filter((userId) => !entered.has(userId));
    if (others.length === 0) return NOBODY;
    const nodes = await this.members.enteredNodes(tx, roomId, others);
    // What a node knew that is gone, nobody knows any more; one that can't be heard told nobody here.
    const since = performance.now() - SILENT_MS;
    return new Set(nodes.filter(({ node }) => this.sharing.wasHeardSince(node, since)).map(({ userId }) => userId));
  }

  /** Those of them who did not enter after all, in the same transaction: nobody was told of them. */
  async forgetAbsent(tx: Transaction, roomId: string, userIds: readonly string[]): Promise<void> {
    if (this.sharing.isAlone) return;
    const absent = userIds.filter((userId) => faceOf(this.roster.place(roomId, userId)) === undefined);
    if (absent.length > 0) await this.members.forgetEntries(tx, roomId, absent, this.sharing.node);
  }
}
