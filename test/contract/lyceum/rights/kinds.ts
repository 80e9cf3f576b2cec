/** The kinds of people that the table asks about; `muted`, `kicked` and the like are so in the room that a command is about. */
export const KINDS = [
  /** Never was in the room. */
  'stranger',
  /** Came without a token, through group study. */
  'guest',
  'member',
  'muted',
  'kicked',
  'banned',
  'moderator',
  'owner',
  /** A member whose role in the app says so; in a room it gives them nothing. */
  'student',
  'mentor',
  /** Of the app, and not in the room: sets it right as its owner could, and reads nothing that is said there. */
  'admin',
] as const;

export type Kind = (typeof KINDS)[number];

/** `ok`, the error code, or `unreachable`: no dialect that such a person can speak has a frame for it. */
export type Cell =
  | 'ok'
  | 'unreachable'
  | 'FORBIDDEN'
  | 'NOT_A_MEMBER'
  | 'BANNED'
  | 'MUTED'
  | 'NOT_FOUND'
  | 'ROOM_NOT_FOUND'
  | 'ROOM_LOCKED'
  | 'ROOM_WAITING'
  | 'MESSAGE_NOT_FOUND'
  | 'FILE_NOT_FOUND'
  | 'HELP_NOT_FOUND'
  | 'CALL_NOT_FOUND';

export type Cells = Readonly<Record<Kind, Cell>>;

const EVERYBODY = Object.fromEntries(KINDS.map((kind) => [kind, 'ok'])) as Record<Kind, Cell>;

/** Whoever has an account, in whatever standing in whatever room. */
export const ACCOUNTS: Cells = { ...EVERYBODY, guest: 'unreachable' };
/** Whoever belongs to the room; the banned do not any more, and are told why only where they come in, write or have had a say. */
export const MEMBERS: Cells = {
  ...ACCOUNTS,
  stranger: 'NOT_A_MEMBER',
  kicked: 'NOT_A_MEMBER',
  banned: 'NOT_A_MEMBER',
  admin: 'NOT_A_MEMBER',
};
/** Members who may be heard. */
export const WRITERS: Cells = { ...MEMBERS, muted: 'MUTED' };
/** Owner and moderators, and admins everywhere. */
export const MODERATORS: Cells = {
  ...MEMBERS,
  member: 'FORBIDDEN',
  muted: 'FORBIDDEN',
  student: 'FORBIDDEN',
  mentor: 'FORBIDDEN',
  banned: 'BANNED',
  admin: 'ok',
};
export const OWNER: Cells = { ...MODERATORS, moderator: 'FORBIDDEN' };
/** Whom the door of an open room lets in. */
export const COMERS: Cells = { ...EVERYBODY, banned: 'BANNED' };

/** The door says that to those who are no members. */
export function comers(refusal: Cell): Cells {
  return { ...COMERS, stranger: refusal, guest: refusal, kicked: refusal, admin: refusal };
}
