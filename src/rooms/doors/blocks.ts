import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError, isPassingGuest } from '../../common/index.js';
import type { Transaction } from '../../database/index.js';
import type { User, UserTarget } from '../../protocol/index.js';
import { blockedError } from '../direct/blocked.js';
import type { Pair } from '../direct/pair.js';
import { BlockRepository } from './block.repository.js';

const BLOCKED = 1_000;

/** Who does not want to hear from whom: a blocked person can't write to, call or invite the blocker. */
@Injectable()
export class Blocks {
  constructor(
    private readonly blocks: BlockRepository,
    private readonly users: UserDirectory,
  ) {}

  /** Whether `blockerId` does not want to hear from `byId`. Inside a transaction give it, to be asked over it. */
  isBlocked(blockerId: string, byId: string, queries?: Pick<Transaction, 'query'>): Promise<boolean> {
    return this.blocks.has(blockerId, byId, queries);
  }

  /** Whether somebody may write to the other of the two: throws `BLOCKED` when one has blocked the other, whichever. */
  async assertMayWrite(userId: string, pair: Pair, queries?: Pick<Transaction, 'query'>): Promise<void> {
    const blockers = await this.blocks.between(pair, queries);
    if (blockers.length > 0) throw blockedError(blockers.includes(userId));
  }

  /** Doing it again changes nothing. Throws `LIMIT_REACHED` past 1,000, `INVALID` for oneself, `FORBIDDEN` to guests. */
  async block(user: User, target: UserTarget): Promise<User> {
    const blocked = await this.find(user, target);
    if (blocked.id === user.id) throw new AppError('INVALID', { field: 'user', message: 'You can’t block yourself.' });
    if (!(await this.blocks.add(user.id, blocked.id, BLOCKED))) {
      throw new AppError('LIMIT_REACHED', { message: `You have blocked ${BLOCKED} people. Unblock somebody first.` });
    }
    return blocked;
  }

  async unblock(user: User, target: UserTarget): Promise<User> {
    const blocked = await this.find(user, target);
    await this.blocks.remove(user.id, blocked.id);
    return blocked;
  }

  /** Whom they have blocked, the latest first. */
  async listOf(user: User): Promise<User[]> {
    assertRegistered(user);
    const ids = await this.blocks.listOf(user.id);
    const users = await this.users.findByIds(ids);
    return ids.flatMap((id) => users.get(id) ?? []);
  }

  private async find(user: User, { id, username }: UserTarget): Promise<User> {
    assertRegistered(user);
    if (id === undefined && username === undefined) {
      throw new AppError('INVALID', { field: 'user', message: 'user must have an id or a username' });
    }
    if (id !== undefined && isPassingGuest(id)) {
      throw new AppError('INVALID', { field: 'user.id', message: 'Guests can’t be blocked who are somebody else each time.' });
    }
    const found = await this.users.find(id === undefined ? { username: username ?? '' } : { id });
    if (found === undefined) throw new AppError('USER_NOT_FOUND');
    return found;
  }
}

function assertRegistered({ guest }: User): void {
  if (guest) throw new AppError('FORBIDDEN', { message: 'Guests can’t block anybody. Sign in first.' });
}
