import type { Help, HelpState } from '../help/help.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

/** For students: their own request with its place in the queue, the last one that was over, and what can be done. */
export function useHelpRequest(): Pick<HelpState, 'own' | 'position' | 'last' | 'loaded' | 'error'> & { help: Help } {
  const { help } = useClient();
  const { own, position, last, loaded, error } = useStore(help);
  return { own, position, last, loaded, error, help };
}

/** For mentors: whom they may help, whom they help, and what can be done. */
export function useHelpQueue(): Pick<HelpState, 'offers' | 'active' | 'loaded' | 'error'> & { help: Help } {
  const { help } = useClient();
  const { offers, active, loaded, error } = useStore(help);
  return { offers, active, loaded, error, help };
}
