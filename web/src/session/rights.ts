import type { MemberRole } from '@lyceum/client';

const RANK: Record<MemberRole, number> = { member: 0, moderator: 1, owner: 2 };

/** Whether a role moderates at all. */
export function moderates(role: MemberRole | undefined): boolean {
  return role === 'owner' || role === 'moderator';
}

/** Whether somebody of that role may mute, take out or shut out somebody of this one: those below alone. */
export function mayModerate(role: MemberRole | undefined, theirs: MemberRole): boolean {
  return role !== undefined && moderates(role) && RANK[role] > RANK[theirs];
}
