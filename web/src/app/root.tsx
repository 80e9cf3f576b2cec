import { Toasts } from '../ui/toast.js';
import { TooltipProvider } from '../ui/tooltip.js';
import { ClientProvider } from './client-provider.js';
import { Layout } from './layout.js';

/** The root of all routes: who is here, their connection, and what stands around the pages. */
export function Root() {
  return (
    <TooltipProvider delayDuration={500}>
      <ClientProvider>
        <Layout />
      </ClientProvider>
      <Toasts />
    </TooltipProvider>
  );
}
