import type { Message, Reaction, ReactionChange } from '../../../../src/protocol/index.js';

/** One numbered thing that happened in a room: a message was said or changed, or somebody reacted to it. */
export type Change = { seq: number; message: Message } | { seq: number; reaction: ReactionChange };

export const said = (message: Message): Change => ({ seq: message.seq, message });
export const changed = (message: Message): Change => ({ seq: message.revisionSeq, message });
export const reacted = (reaction: ReactionChange): Change => ({ seq: reaction.seq, reaction });

/** The id of the message that it concerns. */
export function subjectOf(change: Change): string {
  return 'message' in change ? change.message.id : change.reaction.messageId;
}

/** People named under an emoji; the others are only counted. */
const SHOWN_REACTORS = 50;

/** The message after somebody reacted to it. */
export function withReaction(message: Message, { emoji, user, on, count, seq }: ReactionChange): Message {
  return { ...message, revisionSeq: seq, reactions: reactionsAfter(message.reactions, { emoji, userId: user.id, on, count }) };
}

/** The reactions after one of them; `count` as the server told it, else one more or less. */
export function reactionsAfter(
  reactions: readonly Reaction[],
  { emoji, userId, on, count }: { emoji: string; userId: string; on: boolean; count?: number },
): Reaction[] {
  const before = reactions.find((reaction) => reaction.emoji === emoji);
  const others = (before?.userIds ?? []).filter((id) => id !== userId);
  const userIds = on ? [...others, userId].slice(0, SHOWN_REACTORS) : others;
  const wasOn = before?.userIds.includes(userId) === true;
  const counted = count ?? (before?.count ?? 0) + (on ? 1 : 0) - (wasOn ? 1 : 0);
  const after: Reaction = { emoji, count: counted, userIds };
  const all =
    before === undefined ? [...reactions, after] : reactions.map((reaction) => (reaction === before ? after : reaction));
  return all.filter((reaction) => reaction.count > 0);
}
