import { Lock } from 'lucide-react';
import { admin } from '../strings/admin.js';
import { ButtonLink } from '../ui/button.js';
import { EmptyState } from '../ui/states.js';
import { useTitle } from '../ui/use-title.js';

const said = admin.notForYou;

/** What somebody sees here who is no administrator, and how one becomes one: the gateway refuses them anyway. */
export function NotForYou() {
  useTitle(said.title);
  return (
    <EmptyState icon={<Lock aria-hidden size={26} />} title={said.title} actions={<ButtonLink to="/">{said.home}</ButtonLink>}>
      {said.text}
      <code className="block pt-2 font-mono text-sm">{said.command}</code>
    </EmptyState>
  );
}
