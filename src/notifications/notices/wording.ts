import type { Call, HelpRequest, Message, Room, User } from '../../protocol/index.js';

/** Characters of a text that a notification shows; lock screens show fewer. */
const SHOWN_CHARACTERS = 240;

export interface Words {
  readonly title: string;
  readonly body: string;
}

/** All that notifications say by themselves. */
export const WORDS = {
  message: (message: Message): Words => ({ title: message.sender.name, body: gist(message) }),
  mention: (message: Message): Words => ({ title: `${message.sender.name} mentioned you`, body: gist(message) }),
  call: (call: Call, caller: User): Words => ({ title: `${caller.name} is calling`, body: callName(call) }),
  missedCall: (call: Call): Words => ({ title: `Missed call from ${call.caller.name}`, body: callName(call) }),
  helpWanted: (request: HelpRequest): Words => ({ title: `${request.student.name} asks for help`, body: topic(request) }),
  helpAccepted: (request: HelpRequest): Words => ({
    title: `${request.mentor?.name ?? 'Somebody'} helps you now`,
    body: topic(request),
  }),
  helpDeclined: (request: HelpRequest): Words => ({
    title: request.target === null ? 'Nobody can help you now' : `${request.target.name} can’t help you now`,
    body: topic(request),
  }),
  helpExpired: (request: HelpRequest): Words => ({ title: 'Nobody took your request for help in time', body: topic(request) }),
  helpCancelled: (request: HelpRequest): Words => ({
    title: `${request.student.name} needs no more help`,
    body: topic(request),
  }),
  invitation: (room: Room, by: User): Words => ({ title: `${by.name} invited you`, body: shortened(room.title ?? 'To a room') }),
} as const;

/** In place of what a deleted message said. */
export const DELETED = 'This message was deleted.';

function gist({ text, attachments }: Message): string {
  if (text !== '') return shortened(text);
  const [only, ...more] = attachments;
  if (only === undefined) return 'Sent a message';
  return more.length === 0 ? shortened(`Sent a file: ${only.name}`) : `Sent ${attachments.length} files`;
}

function callName({ kind }: Call): string {
  return kind === 'video' ? 'Video call' : 'Voice call';
}

function topic({ subject, text }: HelpRequest): string {
  return shortened(text === null ? subject : `${subject}: ${text}`);
}

function shortened(text: string): string {
  // By code points: half a character can't be stored.
  const characters = Array.from(text);
  return characters.length <= SHOWN_CHARACTERS ? text : `${characters.slice(0, SHOWN_CHARACTERS - 1).join('')}…`;
}
