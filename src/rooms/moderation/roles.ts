import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { AnswerOf, PayloadOf } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';
import type { MemberRow } from '../member-row.js';
import { RoomChanges } from '../room-changes.js';
import { refOf, type RoomRow } from '../room-row.js';
import type { Action } from './authority.js';
import { Decisions, type Case } from './decisions.js';
import { MemberChangeRepository } from './member-change.repository.js';
import { notAMember } from './removals.js';

interface Changed {
  readonly room: RoomRow;
  /** Whom it was about, first, and whom it changed beside them. */
  readonly members: readonly [MemberRow, ...MemberRow[]];
  readonly isNews: boolean;
}

interface Told {
  readonly answer: AnswerOf<'rooms:mute'>;
  readonly everywhere: Promise<unknown>;
}

/** Says what members are in a room, and whether they have a voice there. */
@Injectable()
export class Roles {
  constructor(
    private readonly decisions: Decisions,
    private readonly members: MemberChangeRepository,
    private readonly changes: RoomChanges,
  ) {}

  async mute(asker: Asker, { room, userId, on }: PayloadOf<'rooms:mute'>): Promise<AnswerOf<'rooms:mute'>> {
    return this.change(asker, room, async (scene) => {
      const member = await this.memberFor('mute', scene, userId);
      if (member.muted === on) return { room: scene.room, members: [member], isNews: false };
      return changed(scene, await this.members.setMuted(scene.tx, scene.room.id, userId, on));
    });
  }

  /** A room has always one owner: somebody else is made it, and whoever was it is a moderator from then on. */
  async setRole(asker: Asker, { room, userId, role }: PayloadOf<'rooms:role'>): Promise<AnswerOf<'rooms:role'>> {
    return this.change(asker, room, async (scene) => {
      const member = await this.memberFor('role', scene, userId);
      if (member.role === role) return { room: scene.room, members: [member], isNews: false };
      if (role === 'owner') return changed(scene, await this.members.handOver(scene.tx, scene.room.id, userId));
      if (member.role === 'owner') {
        throw new AppError('FORBIDDEN', { message: 'A room must have an owner. Make somebody else the owner instead.' });
      }
      return changed(scene, await this.members.setRole(scene.tx, scene.room.id, userId, role));
    });
  }

  private async memberFor(action: Action, scene: Case, userId: string): Promise<MemberRow> {
    const member = await scene.member(userId);
    scene.assertMay(action, { userId, standing: member });
    if (member === undefined || member.banned) throw notAMember();
    return member;
  }

  private async change(
    asker: Asker,
    target: PayloadOf<'rooms:mute'>['room'],
    decide: (scene: Case) => Promise<Changed>,
  ): Promise<AnswerOf<'rooms:mute'>> {
    const { answer, everywhere } = await this.decisions.make(asker, target, decide, (change) => this.tell(change));
    await everywhere;
    return answer;
  }

  private async tell({ room, members: rows, isNews }: Changed): Promise<Told> {
    const ref = refOf(room);
    const { members, everywhere } = isNews
      ? await this.changes.membersChanged(ref, rows)
      : { members: await this.changes.shown(rows), everywhere: Promise.resolve() };
    const [member] = members;
    if (member === undefined) throw new Error('Nobody was changed');
    return { answer: { room: ref, member }, everywhere };
  }
}

function changed({ room }: Case, [first, ...others]: MemberRow[]): Changed {
  if (first === undefined) throw new Error('A member of a locked room is gone');
  return { room, members: [first, ...others], isNews: true };
}
