/** A message that somebody else has been given, or has read, now. */
export interface PassedMessage {
  readonly id: string;
  readonly senderId: string;
}

/** Messages that are named one by one when a mark moves past them; of more the last ones. */
export const NAMED = 50;

/** What others than `user` said in `room` past one number and up to another, oldest first, as JSON of `PassedMessage`s. */
export const passedMessages = ({ room, user, from, to }: Record<'room' | 'user' | 'from' | 'to', string>): string => `coalesce((
    SELECT json_agg(json_build_object('id', p.id, 'senderId', p.sender_id) ORDER BY p.seq) FROM (
      SELECT x.id, x.sender_id, x.seq FROM messages x
      WHERE x.room_id = ${room} AND x.seq > ${from} AND x.seq <= ${to} AND x.sender_id <> ${user} AND x.deleted_at IS NULL
      ORDER BY x.seq DESC LIMIT ${NAMED}) p), '[]')`;
