import { createContext, useContext } from 'react';
import type { LyceumClient } from '../core/client.js';

export const ClientContext = createContext<LyceumClient | undefined>(undefined);

/** The client that the nearest `LyceumProvider` gives. */
export function useClient(): LyceumClient {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('Put a <LyceumProvider client={…}> around this component.');
  return client;
}
