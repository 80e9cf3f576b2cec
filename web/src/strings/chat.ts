/** What is said where people write to each other: in live sessions, and in conversations of two. */
export const chat = {
  messages: 'Messages',
  begins: 'This is where it begins.',
  loadingOlder: 'Loading older messages…',
  olderFailed: 'Older messages could not be loaded.',
  newMessages: 'New messages',
  jump: (unread: number) => (unread === 0 ? 'To the newest message' : unread === 1 ? '1 new message' : `${unread} new messages`),
  today: 'Today',
  yesterday: 'Yesterday',
  you: 'You',
  someone: 'Somebody',
  deleted: 'This message was deleted',
  edited: 'edited',
  editedAt: (when: string) => `Edited ${when}`,
  pinned: 'Pinned',
  otherKind: 'This message can’t be shown here.',
  replyTo: (name: string) => `Reply to ${name}`,
  earlier: 'An earlier message',
  goToOriginal: (name: string) => `Go to the message of ${name}`,
  originalGone: 'That message is not there any more.',
  sending: 'Sending…',
  waiting: 'Waits until you are online',
  sent: 'Sent',
  notSent: 'Not sent.',
  retry: 'Try again',
  discard: 'Discard',
  seenBy: (names: readonly string[]) => `Seen by ${list(names, 3)}`,
  seenByAll: 'Seen by everybody here',
  typing: (names: readonly string[]) =>
    names.length > 3 ? 'Several people are typing…' : `${list(names, 3)} ${names.length === 1 ? 'is' : 'are'} typing…`,
  heard: (name: string, text: string) => `${name}: ${text}`,
  heardMany: (count: number) => `${count} new messages`,
  file: (name: string, size: string) => `File ${name}, ${size}`,
  actions: {
    of: (name: string) => `What to do with the message of ${name}`,
    react: 'React',
    reply: 'Reply',
    more: 'More',
    copy: 'Copy text',
    copied: 'The text is on your clipboard.',
    edit: 'Edit',
    pin: 'Pin',
    unpin: 'Unpin',
    delete: 'Delete',
  },
  deleteQuestion: 'Delete this message?',
  deleteExplained: 'It disappears for everybody, and can’t be brought back.',
  reactions: 'Reactions',
  reaction: (emoji: string, names: string, mine: boolean) =>
    `${emoji} by ${names}. ${mine ? 'Take yours back' : 'React the same'}`,
  reactors: (names: readonly string[], count: number) => list(names, 5, count),
  emoji: 'Choose an emoji',
  emojiNamed: (emoji: string) => `React with ${emoji}`,
  insertEmoji: 'Insert an emoji',
  composer: {
    label: 'Message',
    placeholder: 'Write a message',
    placeholderOffline: 'Write a message; it is sent when you are back online',
    send: 'Send',
    save: 'Save',
    editing: 'Edit your message',
    replyingTo: (name: string) => `Reply to ${name}`,
    cancelEdit: 'Stop editing',
    cancelReply: 'Do not reply to it',
    left: (count: number) => (count === 1 ? '1 character left' : `${count} characters left`),
    tooLong: (count: number) => (count === 1 ? '1 character too long' : `${count} characters too long`),
    people: 'People to mention',
    peopleFound: (count: number) => `${count === 1 ? '1 person' : `${count} people`}. Choose with the arrow keys, then Enter.`,
  },
  pins: {
    title: 'Pinned messages',
    empty: 'Nothing is pinned',
    emptyText: 'Whoever leads can pin what everybody should find again: choose More on a message, then Pin.',
    go: 'Go to message',
    unpin: 'Unpin',
  },
} as const;

/** `Ada, Ben and 3 more`. */
function list(names: readonly string[], most: number, count = names.length): string {
  const shown = names.slice(0, most);
  const more = count - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
