import { useEffect, type ReactElement, type ReactNode } from 'react';
import type { LyceumClient } from '../core/client.js';
import { ClientContext } from './context.js';

/** What `LyceumProvider` takes. */
export interface LyceumProviderProps {
  client: LyceumClient;
  children?: ReactNode;
}

/** Gives a client to all components below, and connects it. Who made the client closes it. */
export function LyceumProvider({ client, children }: LyceumProviderProps): ReactElement {
  useEffect(() => client.connect(), [client]);
  return <ClientContext value={client}>{children}</ClientContext>;
}
