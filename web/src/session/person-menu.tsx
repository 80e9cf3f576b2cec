import type { MemberRole, Room } from '@lyceum/client';
import { useMe } from '@lyceum/client/react';
import { Ban, Crown, Ellipsis, LogOut, MessageCircle, MessageCircleOff, ShieldMinus, ShieldPlus } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '../chat/attempt.js';
import { session } from '../strings/session.js';
import { IconButton } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.js';
import { toast } from '../ui/toasts.js';
import type { Person } from './people.js';
import { ReachItems } from './reach-items.js';
import { mayModerate } from './rights.js';

const said = session.people;
/** What is asked about first. */
type Question = 'kick' | 'ban' | 'handOver';

interface PersonMenuProps {
  room: Room;
  person: Person;
  /** Our own. */
  role: MemberRole | undefined;
  onGone: () => void;
}

/** What can be done with somebody: by all, and by who leads. Nothing where nothing can be done. */
export function PersonMenu({ room, person, role, onGone }: PersonMenuProps) {
  const [question, setQuestion] = useState<Question>();
  const canModerate = mayModerate(role, person.role);
  // Guests have no conversations beside the session.
  const canReach = useMe()?.guest === false && !person.user.guest;
  if (!canModerate && !canReach) return null;
  const { id, name, isHere, muted } = person;
  const tell = async (asked: Promise<unknown>, text: string): Promise<boolean> => {
    const done = await attempt(asked);
    if (done) toast(text);
    return done;
  };
  const questions = {
    kick: {
      title: said.kickQuestion(name),
      description: said.kickExplained,
      confirm: said.kick,
      run: () => tell(room.kick(id), said.kicked(name)),
    },
    ban: {
      title: said.banQuestion(name),
      description: said.banExplained,
      confirm: said.ban,
      run: async () => (await tell(room.ban(id), said.bannedNow(name))) && onGone(),
    },
    handOver: {
      title: said.handOverQuestion(name),
      description: said.handOverExplained,
      confirm: said.handOver,
      run: () => attempt(room.setRole(id, 'owner')),
    },
  } satisfies Record<Question, { title: string; description: string; confirm: string; run: () => Promise<unknown> }>;
  const asked = question === undefined ? undefined : questions[question];
  const picture = { 'aria-hidden': true, size: 18 } as const;
  const trigger = (
    <IconButton label={said.actionsFor(name)}>
      <Ellipsis {...picture} />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {canReach && <ReachItems person={person} />}
        {canReach && canModerate && <MenuSeparator />}
        {canModerate && (
          <>
            {muted ? (
              <MenuItem
                icon={<MessageCircle {...picture} />}
                onSelect={() => void tell(room.mute(id, false), said.unmuted(name))}
              >
                {said.unmute}
              </MenuItem>
            ) : (
              <MenuItem icon={<MessageCircleOff {...picture} />} onSelect={() => void tell(room.mute(id), said.mutedNow(name))}>
                {said.mute}
              </MenuItem>
            )}
            {role === 'owner' && (
              <>
                {person.role === 'member' ? (
                  <MenuItem icon={<ShieldPlus {...picture} />} onSelect={() => void attempt(room.setRole(id, 'moderator'))}>
                    {said.promote}
                  </MenuItem>
                ) : (
                  <MenuItem icon={<ShieldMinus {...picture} />} onSelect={() => void attempt(room.setRole(id, 'member'))}>
                    {said.demote}
                  </MenuItem>
                )}
                <MenuItem icon={<Crown {...picture} />} onSelect={() => setQuestion('handOver')}>
                  {said.handOver}
                </MenuItem>
              </>
            )}
            <MenuSeparator />
            {isHere && (
              <MenuItem danger icon={<LogOut {...picture} />} onSelect={() => setQuestion('kick')}>
                {said.kick}
              </MenuItem>
            )}
            <MenuItem danger icon={<Ban {...picture} />} onSelect={() => setQuestion('ban')}>
              {said.ban}
            </MenuItem>
          </>
        )}
      </Menu>
      {asked !== undefined && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setQuestion(undefined)}
          title={asked.title}
          description={asked.description}
          confirm={asked.confirm}
          onConfirm={asked.run}
        />
      )}
    </>
  );
}
