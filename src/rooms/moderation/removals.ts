import { Injectable } from '@nestjs/common';
import { Revocations, UserDirectory } from '../../auth/index.js';
import { AppError, type Revocation } from '../../common/index.js';
import type { AnswerOf, MemberTarget, User } from '../../protocol/index.js';
import { Publisher, type Asker } from '../../realtime/index.js';
import { Departures } from '../departures.js';
import { AdmissionRepository } from '../doors/admission.repository.js';
import { shownPerson, type MemberRow } from '../member-row.js';
import { MemberRepository, type Successor } from '../member.repository.js';
import { Membership } from '../membership.js';
import { refOf, type RoomRow } from '../room-row.js';
import { Decisions, type Case } from './decisions.js';
import { MemberChangeRepository } from './member-change.repository.js';

interface Removed {
  readonly room: RoomRow;
  readonly user: User;
  /** As they were before; undefined for who was no member. */
  readonly member: MemberRow | undefined;
  readonly successors: readonly Successor[];
  readonly revocation: Revocation;
  /** Whether they stood at the door and asked to be let in. */
  readonly waited?: boolean;
}

/** Takes people out of rooms, and keeps them out. */
@Injectable()
export class Removals {
  constructor(
    private readonly decisions: Decisions,
    private readonly users: UserDirectory,
    private readonly members: MemberRepository,
    private readonly bans: MemberChangeRepository,
    private readonly admissions: AdmissionRepository,
    private readonly membership: Membership,
    private readonly departures: Departures,
    private readonly revocations: Revocations,
    private readonly publisher: Publisher,
  ) {}

  /** Ends somebody's membership. When it resolves nothing more of the room reaches them, on any node; they may come back. */
  async kick(asker: Asker, { room, userId }: MemberTarget): Promise<AnswerOf<'rooms:kick'>> {
    const known = await this.known(userId);
    return this.remove(asker, room, 'kicked', async (scene) => {
      const member = await scene.member(userId);
      scene.assertMay('kick', { userId, standing: member });
      if (member === undefined || member.banned) throw notAMember();
      await this.members.remove(scene.tx, scene.room.id, userId);
      return this.removed(scene, member, shownPerson(member, known));
    });
  }

  /**
   * As `kick`, and they stay out until the ban is lifted. Who is no member may be banned, too, if they have an account here: guests
   * who are gone have another id when they come back, so that there is nothing to keep out.
   */
  async ban(asker: Asker, { room, userId }: MemberTarget): Promise<AnswerOf<'rooms:ban'>> {
    const known = await this.known(userId);
    return this.remove(asker, room, 'banned', async (scene) => {
      const member = await scene.member(userId);
      scene.assertMay('ban', { userId, standing: member });
      if (member === undefined && known === undefined) throw new AppError('USER_NOT_FOUND', { field: 'userId' });
      const { guest, name } = member ?? { guest: false, name: null };
      await this.bans.ban(scene.tx, scene.room, { userId, guest, name });
      // Neither do they wait any more, nor does an old invitation outlive the ban.
      const waited = (await this.admissions.remove(scene.tx, scene.room.id, userId)) === 'waiting';
      const user = shownPerson({ userId, guest, name }, known);
      return { ...(await this.removed(scene, member?.banned === true ? undefined : member, user)), waited };
    });
  }

  /** Lifts a ban: they may join again like anybody who is no member. */
  async unban(asker: Asker, { room: target, userId }: MemberTarget): Promise<AnswerOf<'rooms:unban'>> {
    const known = await this.known(userId);
    return this.decisions.make(
      asker,
      target,
      async ({ tx, room, assertMay }) => {
        assertMay('unban', { userId, standing: undefined });
        const lifted = await this.bans.unban(tx, room.id, userId);
        if (lifted === undefined) {
          throw new AppError('NOT_FOUND', { field: 'userId', message: 'This person is not banned from the room.' });
        }
        return { room: refOf(room), user: shownPerson(lifted, known) };
      },
      (answer) => answer,
    );
  }

  private async removed(scene: Case, member: MemberRow | undefined, user: User): Promise<Removed> {
    const { tx, room } = scene;
    const successors = await this.members.appointOwners(tx, [room.id]);
    const revocation = await this.revocations.record(tx, { kind: 'room', roomId: room.id, userId: user.id });
    return { room, user, member, successors, revocation };
  }

  private async remove(
    asker: Asker,
    target: MemberTarget['room'],
    reason: 'kicked' | 'banned',
    decide: (scene: Case) => Promise<Removed>,
  ): Promise<AnswerOf<'rooms:kick'>> {
    const { answer, everywhere } = await this.decisions.make(asker, target, decide, (done) => {
      const { user, member, successors, revocation, waited = false } = done;
      const room = refOf(done.room);
      const leaver = member === undefined ? undefined : { room, user, name: member.name ?? user.name };
      const { everywhere: out } = this.departures.begin({ reason, leaver, revocation });
      this.membership.announceOwners(successors);
      // Their client knows by this that it waits in vain.
      if (waited) this.publisher.publish({ user: user.id }, 'rooms:denied', { room });
      return { answer: { room, user }, everywhere: out };
    });
    await everywhere;
    return answer;
  }

  /** Asked before the room is locked: the embedded database has one session. */
  private async known(userId: string): Promise<User | undefined> {
    const user = (await this.users.findByIds([userId])).get(userId);
    return user?.guest === true ? undefined : user;
  }
}

export function notAMember(): AppError {
  return new AppError('NOT_FOUND', { field: 'userId', message: 'This person is not a member of the room.' });
}
