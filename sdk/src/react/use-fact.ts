import { useEffect, useEffectEvent } from 'react';
import type { FactData, FactName } from '../../../src/protocol/index.js';
import { useClient } from './context.js';

/** Hears a fact as long as the component is there; always the latest listener. */
export function useFact<F extends FactName>(fact: F, listener: (data: FactData<F>) => void): void {
  const client = useClient();
  const hear = useEffectEvent(listener);
  useEffect(() => client.on(fact, (data) => hear(data)), [client, fact]);
}
