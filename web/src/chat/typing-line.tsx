import type { User } from '@lyceum/client';
import { chat as said } from '../strings/chat.js';
import { useNames } from './chat-context.js';

/** Who is typing. Its place is kept, so that nothing moves when somebody begins. */
export function TypingLine({ users }: { users: readonly User[] }) {
  const names = useNames();
  return (
    <p className="h-6 shrink-0 truncate px-4 text-sm/6 text-muted sm:px-6">
      {users.length > 0 && (
        <span className="animate-appear">{said.typing(users.map(({ id, name }) => names.get(id) ?? name))}</span>
      )}
    </p>
  );
}
