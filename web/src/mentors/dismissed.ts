import { Cell } from '@lyceum/client';

/** The request whose end was read, so that it is not told again on coming back to the page. */
export const dismissed = new Cell<string | undefined>(undefined);
