import { createClient, type LyceumClient } from '@lyceum/client';
import { LyceumProvider } from '@lyceum/client/react';
import { useEffect, useMemo, type ReactNode } from 'react';
import { accounts } from '../account/accounts.js';
import { useIdentity } from '../account/identity.js';
import { keeping } from '../account/keeping.js';
import { EndedSession } from './ended-session.js';

/** One connection for whoever is here; another person gets another one. While nobody is here there is none. */
export function ClientProvider({ children }: { children: ReactNode }) {
  const identity = useIdentity();
  const userId = identity?.kind === 'account' ? identity.user.id : undefined;
  const guestName = identity?.kind === 'guest' ? identity.name : undefined;
  const client = useMemo(() => clientOf(userId, guestName), [userId, guestName]);
  useEffect(() => () => client?.close(), [client]);
  if (client === undefined) return children;
  return (
    <LyceumProvider client={client}>
      <EndedSession />
      {children}
    </LyceumProvider>
  );
}

function clientOf(userId: string | undefined, guestName: string | undefined): LyceumClient | undefined {
  if (userId !== undefined) return createClient({ accounts, storage: keeping });
  return guestName === undefined ? undefined : createClient({ guestName, storage: keeping });
}
