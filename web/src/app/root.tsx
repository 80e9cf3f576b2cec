import { useEffect } from 'react';
import { onSignedOut } from '../account/identity.js';
import { strings } from '../strings/index.js';
import { Toasts } from '../ui/toast.js';
import { toast } from '../ui/toasts.js';
import { TooltipProvider } from '../ui/tooltip.js';
import { ClientProvider } from './client-provider.js';
import { Layout } from './layout.js';

/** The root of all routes: who is here, their connection, and what stands around the pages. */
export function Root() {
  useEffect(() => onSignedOut(() => toast(strings.account.signIn.expired, { tone: 'danger' })), []);
  return (
    <TooltipProvider delayDuration={500}>
      <ClientProvider>
        <Layout />
      </ClientProvider>
      <Toasts />
    </TooltipProvider>
  );
}
