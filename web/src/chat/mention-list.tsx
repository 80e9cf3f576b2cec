import { clsx } from 'clsx';
import { chat } from '../strings/chat.js';
import { Avatar } from '../ui/avatar.js';
import type { Mentioning } from './use-mentions.js';

const said = chat.composer;

/** Above the composer: whom one may mean. The keyboard stays in the text. */
export function MentionList({ id, mentioning }: { id: string; mentioning: Mentioning }) {
  const { found, chosen, choose } = mentioning;
  return (
    <>
      <p role="status" className="sr-only">
        {found.length > 0 && said.peopleFound(found.length)}
      </p>
      {found.length > 0 && (
        <ul
          id={id}
          role="listbox"
          aria-label={said.people}
          className="absolute inset-x-4 bottom-full z-20 mb-1 grid max-w-sm animate-appear rounded-2xl border border-line bg-raised p-1.5 shadow-floating sm:inset-x-6"
        >
          {found.map((person, index) => (
            <li
              key={person.user.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              // The text keeps the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
              className={clsx(
                'flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-2',
                index === chosen ? 'bg-accent-soft' : 'hover:bg-sunken',
              )}
            >
              <Avatar name={person.name} src={person.user.avatarUrl} size="small" />
              <span className="truncate font-medium">{person.name}</span>
              {person.user.username !== null && person.user.username !== person.name && (
                <span className="truncate text-sm text-muted">@{person.user.username}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
