import type { MissedMessage } from '../../protocol/index.js';
import type { ConnectionView } from './dialect.js';
import { ask, framesOf, say, settle, type Said, type Script } from './script.js';

/**
 * Gives a client that can't ask for it what was said to the person while they were away, oldest first. For dialects that say
 * `catchesUp`.
 */
export function* catchUp({ user }: ConnectionView, show: (missed: MissedMessage) => Said): Script<void> {
  // A guest is new on every connection, and is given nothing from before it.
  if (user.guest) return;
  for (let more = true; more;) {
    // What is handed out counts as delivered: not while the client has not read what it was given before.
    yield* settle();
    const page = yield* ask('chat:missed', {});
    for (const missed of page.messages) for (const frame of framesOf(show(missed))) yield* say(frame);
    more = page.more;
  }
}
