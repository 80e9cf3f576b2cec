import { useStore } from '@lyceum/client/react';
import { Plug, Unplug, X } from 'lucide-react';
import { useState } from 'react';
import { accounts } from '../../account/accounts.js';
import { playground } from '../../strings/playground.js';
import { Badge } from '../../ui/badge.js';
import { Button, IconButton } from '../../ui/button.js';
import type { Link, LinkStatus } from '../connection/link.js';
import { PLAYGROUND_DIALECTS } from '../dialects/dialects.js';
import { FrameLog } from '../log/frame-log.js';
import { makeTestPerson, newGuestKey } from '../people.js';
import { personOf, type Person } from '../person.js';
import { choiceFor, settingsOf } from './choice.js';
import { Composer } from './composer.js';
import { ConnectForm } from './connect-form.js';

const said = playground.connect;
const TONES = { idle: 'neutral', connecting: 'warning', connected: 'success', closed: 'danger' } as const;

export interface PanelProps {
  name: string;
  link: Link;
  /** Who connected here last. */
  person: Person | undefined;
  onPerson: (person: Person) => void;
  /** The other connections of the page, and the person on one of them. */
  others: readonly Link[];
  other: Person | undefined;
  onRemove: (() => void) | undefined;
}

/** One client: how it connects, what it sends, and all that goes over its wire. */
export function Panel({ name, link, person, onPerson, others, other, onRemove }: PanelProps) {
  const status = useStore(link);
  const signedIn = useStore(accounts.user) !== undefined;
  const [choice, setChoice] = useState(() => choiceFor('lyceum', name));
  const [made, setMade] = useState<Person>();
  const [guestKey] = useState(newGuestKey);
  const [changing, setChanging] = useState(false);
  const isOpen = status.state === 'connected' || status.state === 'connecting';
  const settings = status.settings;

  const whoConnects = async (): Promise<Person> => {
    if (choice.who === 'guest') {
      const { dialect, guest } = choice;
      // Who they are the server says, and says the same again for the same key.
      return dialect === 'lyceum' ? { id: '', name: guest, guestKey } : { id: guest, name: guest };
    }
    if (choice.who === 'own') return known(await accounts.token());
    if (choice.who === 'pasted' && choice.token === '') throw new Error(said.tokenMissing);
    if (choice.who === 'pasted') return known(choice.token);
    if (made !== undefined) return made;
    const { id, username, token } = await makeTestPerson(location.origin, `${name.toLowerCase()}-`);
    const test = { id, name: username, token };
    setMade(test);
    return test;
  };
  const connect = async (): Promise<void> => {
    const who = await whoConnects();
    onPerson(who);
    setChanging(false);
    link.connect(settingsOf(choice, who));
  };

  return (
    <section
      aria-label={playground.panel(name)}
      className="@container grid min-w-0 content-start gap-5 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5"
    >
      <header className="flex items-center justify-between gap-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-lg font-semibold tracking-tight">{name}</h2>
          <span role="status">
            <Badge tone={TONES[status.state]}>{playground.states[status.state]}</Badge>
          </span>
        </div>
        {onRemove !== undefined && (
          <IconButton label={playground.remove(name)} onClick={onRemove} className="-my-2 -mr-2">
            <X aria-hidden size={20} />
          </IconButton>
        )}
      </header>
      <div className="grid items-start gap-x-6 gap-y-5 @3xl:grid-cols-2">
        <div className="grid min-w-0 gap-5">
          {settings === undefined || changing ? (
            <ConnectForm choice={choice} onChange={setChoice} signedIn={signedIn} onConnect={connect} />
          ) : (
            <Summary status={status} person={person}>
              {isOpen ? (
                <Button size="small" icon={<Unplug aria-hidden size={16} />} onClick={() => link.close()}>
                  {said.disconnect}
                </Button>
              ) : (
                <>
                  <Button size="small" onClick={() => setChanging(true)}>
                    {said.change}
                  </Button>
                  <Button
                    size="small"
                    look="primary"
                    icon={<Plug aria-hidden size={16} />}
                    onClick={() => link.connect(settings)}
                  >
                    {said.again}
                  </Button>
                </>
              )}
            </Summary>
          )}
          {settings !== undefined && !changing && (
            <Composer
              key={settings.dialect}
              link={link}
              settings={settings}
              person={person}
              others={others}
              other={other}
              isOpen={status.state === 'connected'}
            />
          )}
        </div>
        <FrameLog name={name} recorder={link.recorder} />
      </div>
    </section>
  );
}

function known(token: string): Person {
  return personOf(token) ?? { id: '', name: '', token };
}

interface SummaryProps {
  status: LinkStatus;
  person: Person | undefined;
  children: React.ReactNode;
}

/** What it is connected as. */
function Summary({ status: { settings, state, why }, person, children }: SummaryProps) {
  if (settings === undefined) return null;
  const who = person?.name === undefined || person.name === '' ? '' : said.as(person.name);
  return (
    <div className="grid gap-3 rounded-xl bg-sunken p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0">
          <span className="font-medium">{PLAYGROUND_DIALECTS[settings.dialect].title}</span>{' '}
          <span className="break-words text-muted">
            {said.carriers[settings.carrier]} {who}
          </span>
        </p>
        <div className="flex flex-wrap gap-2">{children}</div>
      </div>
      {state === 'closed' && why !== undefined && <p className="text-sm break-words text-muted">{why}</p>}
    </div>
  );
}
