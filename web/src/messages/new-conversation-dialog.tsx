import type { User } from '@lyceum/client';
import { usePresence } from '@lyceum/client/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { messages } from '../strings/messages.js';
import { Avatar } from '../ui/avatar.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/inputs.js';
import { Notice } from '../ui/notice.js';
import { SkeletonList } from '../ui/skeleton.js';
import { usePersonSearch, type PersonSearch } from './use-person-search.js';

const said = messages.search;
/** Of a long list those in sight are what matters. */
const WATCHED = 50;

/** Finds somebody by their name, and leads to the conversation with them. */
export function NewConversationDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const search = usePersonSearch(query);
  const choose = (person: User): void => {
    onClose();
    void navigate(`/messages/${encodeURIComponent(person.id)}`, { state: { person } });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const [first] = search.users;
          if (first !== undefined) choose(first);
        }}
      >
        <TextField
          label={said.label}
          hint={said.hint}
          type="search"
          autoFocus
          value={query}
          onChange={({ target }) => setQuery(target.value)}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          className="[&::-webkit-search-cancel-button]:hidden"
        />
      </form>
      {/* As high from the beginning as some people will be: nothing jumps. */}
      <div className="min-h-64">
        <Results search={search} query={query.trim()} onChoose={choose} />
      </div>
    </Dialog>
  );
}

interface ResultsProps {
  search: PersonSearch;
  query: string;
  onChoose: (person: User) => void;
}

function Results({ search, query, onChoose }: ResultsProps) {
  const { state, users, error, hasMore, loadMore } = search;
  const presence = usePresence(users.slice(0, WATCHED).map(({ id }) => id));
  return (
    <>
      <p role="status" className="sr-only">
        {state === 'searching' && said.searching}
        {state === 'found' && users.length > 0 && said.found(users.length)}
      </p>
      {state === 'searching' && <SkeletonList rows={3} />}
      {state === 'failed' && <Notice tone="danger">{error?.message}</Notice>}
      {state === 'found' && users.length === 0 && (
        <p role="status" className="py-2 text-muted">
          {said.nobody(query)}
        </p>
      )}
      {users.length > 0 && (
        <ul aria-label={said.results} className="-mx-2 grid grid-cols-[minmax(0,1fr)] gap-0.5">
          {users.map((user) => (
            <li key={user.id}>
              <button
                type="button"
                onClick={() => onChoose(user)}
                className="flex min-h-14 w-full items-center gap-3 rounded-xl px-2 text-left -outline-offset-2 transition-colors hover:bg-sunken"
              >
                <Avatar name={user.name} src={user.avatarUrl} presence={presence.get(user.id)?.state ?? 'offline'} />
                <span className="grid min-w-0 leading-snug">
                  <span className="truncate font-medium">{user.name}</span>
                  {user.username !== null && user.username !== user.name && (
                    <span className="truncate text-sm text-muted">@{user.username}</span>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <Button className="mt-3 w-full" onClick={loadMore}>
          {said.more}
        </Button>
      )}
    </>
  );
}
