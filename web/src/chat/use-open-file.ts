import type { Attachment } from '@lyceum/client';
import { useClient } from '@lyceum/client/react';
import { useState } from 'react';
import { attempt } from './attempt.js';

/** Has the browser open a file, or save it. By a link of that moment: those of before may have ended. */
export function useOpenFile({ id, name }: Attachment, how: 'open' | 'save'): { busy: boolean; open: () => void } {
  const { files } = useClient();
  const [busy, setBusy] = useState(false);
  const open = async (): Promise<void> => {
    setBusy(true);
    await attempt(files.link(id).then(({ url }) => follow(url, how === 'save' ? name : undefined)));
    setBusy(false);
  };
  return { busy, open: () => void open() };
}

/** In a tab of its own: what browsers show instead of saving it would take the place of this page. */
function follow(url: string, name: string | undefined): void {
  const anchor = document.createElement('a');
  Object.assign(anchor, { href: url, target: '_blank', rel: 'noopener noreferrer' });
  if (name !== undefined) anchor.download = name;
  anchor.click();
}
