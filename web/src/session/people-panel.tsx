import type { Room } from '@lyceum/client';
import { useMe, usePresence, useStore } from '@lyceum/client/react';
import { useMemo, useState } from 'react';
import { session } from '../strings/session.js';
import { Avatar } from '../ui/avatar.js';
import { Button } from '../ui/button.js';
import { INPUT } from '../ui/field.js';
import { BannedPeople } from './banned-people.js';
import { KnockAnswers } from './knocks.js';
import { called, peopleOf, type Person } from './people.js';
import { PersonRow } from './person-row.js';
import { moderates } from './rights.js';
import { Section } from './section.js';
import { useMembers } from './use-members.js';

const said = session.people;
/** As many as a server lets one connection ask about at once. */
const WATCHED = 200;
/** From here on a list is searched. */
const MANY = 8;

/** Who is in a session, who belongs to it, who waits; and what who leads can do about them. */
export function PeoplePanel({ room }: { room: Room }) {
  const { participants, participantCount, role, typing, knocks } = useStore(room);
  const meId = useMe()?.id;
  const [query, setQuery] = useState('');
  const [banVersion, setBanVersion] = useState(0);
  // Who comes for the first time is a member from then on.
  const version = useMemo(() => JSON.stringify(participants.map(({ user }) => user.id).sort()), [participants]);
  const all = useMembers(room, { version });
  const ids = useMemo(
    () => [...participants, ...all.members].flatMap(({ user }) => (user.guest ? [] : [user.id])).slice(0, WATCHED),
    [participants, all.members],
  );
  const people = peopleOf(participants, all.members, usePresence(ids));
  const found = called(people, query);
  const [here, away] = [found.filter(({ isHere }) => isHere), found.filter(({ isHere }) => !isHere)];
  const typingIds = new Set(typing.map(({ id }) => id));
  const row = (person: Person) => (
    <PersonRow
      key={person.id}
      room={room}
      person={person}
      isMe={person.id === meId}
      isTyping={typingIds.has(person.id)}
      role={role}
      onGone={() => {
        all.drop(person.id);
        setBanVersion(banVersion + 1);
      }}
    />
  );
  return (
    <div className="grid content-start gap-6">
      {people.length > MANY && (
        <input
          type="search"
          value={query}
          onChange={({ target }) => setQuery(target.value)}
          aria-label={said.search}
          placeholder={said.search}
          className={INPUT}
        />
      )}
      {knocks.length > 0 && moderates(role) && (
        <Section title={said.waiting} count={knocks.length}>
          {knocks.map((knock) => (
            <li key={knock.user.id} className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1">
              <Avatar name={knock.user.name} src={knock.user.avatarUrl} />
              <span className="min-w-0 grow truncate font-medium">{knock.user.name}</span>
              <KnockAnswers room={room} knock={knock} />
            </li>
          ))}
        </Section>
      )}
      {found.length === 0 && people.length > 0 && <p className="text-muted">{said.nobody(query.trim())}</p>}
      {here.length > 0 && (
        <Section title={said.here} count={query === '' ? participantCount : here.length}>
          {here.map(row)}
          {query === '' && participantCount > participants.length && (
            <li className="py-2 text-sm text-muted">{said.unnamed(participantCount - participants.length)}</li>
          )}
        </Section>
      )}
      {away.length > 0 && <Section title={said.away}>{away.map(row)}</Section>}
      {all.hasMore && <Button onClick={all.loadMore}>{said.more}</Button>}
      {moderates(role) && <BannedPeople key={banVersion} room={room} />}
    </div>
  );
}
