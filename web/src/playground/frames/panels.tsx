import { clsx } from 'clsx';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { playground } from '../../strings/playground.js';
import { Button } from '../../ui/button.js';
import { Link } from '../connection/link.js';
import type { Person } from '../person.js';
import { Panel } from './panel.js';

/** Who connects, one after the other. More than so many nobody follows. */
const NAMES = ['Ana', 'Ben', 'Cleo', 'Dora'] as const;

interface Client {
  readonly name: string;
  readonly link: Link;
  readonly person?: Person;
}

const newClient = (name: string): Client => ({ name, link: new Link(location.origin) });

/** The page's clients, and how they are kept while another tab is looked at. */
export function useClients() {
  const [clients, setClients] = useState<readonly Client[]>(() => [newClient(NAMES[0])]);
  const next = NAMES.find((name) => clients.every((client) => client.name !== name));
  return {
    clients,
    add: next === undefined ? undefined : () => setClients([...clients, newClient(next)]),
    remove: (gone: Client) => {
      gone.link.close();
      setClients(clients.filter((client) => client !== gone));
    },
    meet: (name: string, person: Person) =>
      setClients((now) => now.map((client) => (client.name === name ? { ...client, person } : client))),
  };
}

/** Clients beside each other: what one says, the others hear. */
export function Panels({ clients, add, remove, meet }: ReturnType<typeof useClients>) {
  return (
    <div className="grid gap-5">
      <div className={clsx('grid items-start gap-5', clients.length > 1 && 'xl:grid-cols-2')}>
        {clients.map((client) => {
          const others = clients.filter((one) => one !== client);
          return (
            <Panel
              key={client.name}
              name={client.name}
              link={client.link}
              person={client.person}
              onPerson={(person) => meet(client.name, person)}
              others={others.map(({ link }) => link)}
              other={others.find(({ person }) => person !== undefined)?.person}
              onRemove={clients.length > 1 ? () => remove(client) : undefined}
            />
          );
        })}
      </div>
      {add !== undefined && (
        <Button icon={<Plus aria-hidden size={18} />} onClick={add} className="justify-self-start">
          {playground.add}
        </Button>
      )}
    </div>
  );
}
