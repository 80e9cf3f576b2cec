import { createAccounts } from '@lyceum/client';
import { keeping } from './keeping.js';

/** Who is signed in on this device, in all tabs. */
export const accounts = createAccounts({ storage: keeping });
