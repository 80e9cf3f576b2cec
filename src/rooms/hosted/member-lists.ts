import { Injectable } from '@nestjs/common';
import { Revocations, UserDirectory } from '../../auth/index.js';
import { AppError, type Revocation } from '../../common/index.js';
import type { MemberRole, RoomRef } from '../../protocol/index.js';
import { Publisher } from '../../realtime/index.js';
import { Departures } from '../departures.js';
import { shownPerson, type MemberRow } from '../member-row.js';
import { MemberRepository } from '../member.repository.js';
import { Decisions, type Case } from '../moderation/decisions.js';
import { RoomChanges } from '../room-changes.js';
import { refOf } from '../room-row.js';
import { asBackend } from './backend.js';
import { MemberListRepository, type ListedMember } from './member-list.repository.js';

/** What a list changed: how many people. */
export interface MembersChange {
  readonly room: RoomRef;
  readonly members: number;
  readonly added: number;
  readonly removed: number;
  /** Of those who were there before and are now: who have another role. */
  readonly changed: number;
}

interface Outcome {
  readonly room: RoomRef;
  readonly total: number;
  readonly added: number;
  readonly removed: readonly MemberRow[];
  readonly revocations: readonly Revocation[];
  readonly changed: readonly MemberRow[];
  /** They need not wait at the door any more. */
  readonly waited: readonly string[];
}

/** Who is in a room, at the word of the app's backend. */
@Injectable()
export class MemberLists {
  constructor(
    private readonly decisions: Decisions,
    private readonly lists: MemberListRepository,
    private readonly members: MemberRepository,
    private readonly users: UserDirectory,
    private readonly revocations: Revocations,
    private readonly departures: Departures,
    private readonly changes: RoomChanges,
    private readonly publisher: Publisher,
  ) {}

  /**
   * From now on these are the members, and nobody else. When it resolves nothing more of the room reaches those who are not, on any node.
   * Throws `ROOM_FULL`; `FORBIDDEN` in the lobby.
   */
  setAll(roomId: string, members: readonly ListedMember[]): Promise<MembersChange> {
    const ids = members.map(({ userId }) => userId);
    return this.change(roomId, async (scene) => {
      const { tx, room } = scene;
      if (members.length > room.capacity) throw new AppError('ROOM_FULL');
      const before = await this.lists.all(tx, room.id);
      const removed = await this.lists.removeOthers(tx, room.id, ids);
      const door = await this.lists.clearDoor(tx, room.id, ids, true);
      const now = await this.lists.put(tx, room, members, 'member');
      const revocations = await this.revocations.recordRemovals(
        tx,
        room.id,
        removed.map(({ userId }) => userId),
      );
      const waited = door.filter(({ userId, state }) => state === 'waiting' && ids.includes(userId)).map(({ userId }) => userId);
      return { room: refOf(room), total: members.length, removed, revocations, waited, ...newsOf(before, now) };
    });
  }

  /** Makes one person a member with that role; whoever was the owner before a new one is a moderator. Throws as `setAll`. */
  setOne(roomId: string, userId: string, role: MemberRole): Promise<MembersChange> {
    return this.change(roomId, async (scene) => {
      const { tx, room } = scene;
      // Not everybody: a room may have thousands of members, and this be asked for each of them.
      const before = await this.lists.withOwner(tx, room.id, userId);
      const known = before.find((member) => member.userId === userId && !member.banned);
      if (known?.role === 'owner' && role !== 'owner') {
        throw new AppError('FORBIDDEN', { message: 'A room must have an owner. Make somebody else the owner instead.' });
      }
      const total = await this.members.count(tx, room.id);
      if (known === undefined && total >= room.capacity) throw new AppError('ROOM_FULL');
      const door = await this.lists.clearDoor(tx, room.id, [userId], false);
      await this.lists.put(tx, room, [{ userId, role }], 'moderator');
      const waited = door.some(({ state }) => state === 'waiting') ? [userId] : [];
      const concerned = new Set([userId, ...before.map((member) => member.userId)]);
      const news = newsOf(before, await this.lists.rows(tx, room.id, [...concerned]));
      return { room: refOf(room), total: total + news.added, removed: [], revocations: [], waited, ...news };
    });
  }

  private async change(roomId: string, decide: (scene: Case) => Promise<Outcome>): Promise<MembersChange> {
    const { answer, everywhere } = await this.decisions.make(
      asBackend(),
      { id: roomId },
      (scene) => {
        scene.assertMay('role');
        return decide(scene);
      },
      async (outcome) => ({ answer: changeOf(outcome), everywhere: Promise.all(await this.tell(outcome)) }),
    );
    await everywhere;
    return answer;
  }

  /** Gives what is done when every node that can be reached knows of it. */
  private async tell({ room, removed, revocations, changed, waited }: Outcome): Promise<Promise<unknown>[]> {
    const known = await this.users.findByIds(removed.filter(({ guest }) => !guest).map(({ userId }) => userId));
    const byPerson = new Map(revocations.map((revocation) => [revocation.userId, revocation]));
    const departing = removed.flatMap((member) => {
      const revocation = byPerson.get(member.userId);
      const user = shownPerson(member, known.get(member.userId));
      const leaver = { room, user, name: member.name ?? user.name };
      return revocation === undefined ? [] : [this.departures.begin({ reason: 'kicked', leaver, revocation }).everywhere];
    });
    for (const userId of waited) this.publisher.publish({ user: userId }, 'rooms:admitted', { room });
    const { everywhere } = await this.changes.membersChanged(room, changed);
    return [...departing, everywhere];
  }
}

/** Who is new, and who is something else than before. */
function newsOf(before: readonly MemberRow[], now: readonly MemberRow[]): Pick<Outcome, 'added' | 'changed'> {
  const were = new Map(before.filter(({ banned }) => !banned).map((member) => [member.userId, member]));
  const there = now.filter(({ banned }) => !banned);
  const changed = there.filter(({ userId, role }) => were.has(userId) && were.get(userId)?.role !== role);
  return { added: there.filter(({ userId }) => !were.has(userId)).length, changed };
}

function changeOf({ room, total, added, removed, changed }: Outcome): MembersChange {
  return { room, members: total, added, removed: removed.length, changed: changed.length };
}
