import type { User } from '../../../src/protocol/index.js';
import type { ConnectionStatus } from '../core/connection-status.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

/** The connection as it is: its state, and how many messages wait to be sent. */
export function useConnection(): ConnectionStatus {
  return useStore(useClient().connection);
}

/** Who we are; undefined before the first connect. */
export function useMe(): User | undefined {
  return useStore(useClient().me);
}
