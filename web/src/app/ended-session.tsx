import { useConnection } from '@lyceum/client/react';
import { useEffect } from 'react';
import { signOut } from '../account/identity.js';
import { toast } from '../ui/toasts.js';

/** The server does not, or no longer, know who this is. */
const OVER = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_REVOKED', 'GUESTS_NOT_ALLOWED']);

/** Signs out when the connection is refused for good, and says why; pages that need somebody then ask who one is. */
export function EndedSession() {
  const { state, error } = useConnection();
  const code = state === 'closed' ? error?.code : undefined;
  const message = error?.message;
  useEffect(() => {
    if (code === undefined || message === undefined || !OVER.has(code)) return;
    toast(message, { tone: 'danger' });
    void signOut();
  }, [code, message]);
  return null;
}
