import { Compass } from 'lucide-react';
import { strings } from '../strings/index.js';
import { ButtonLink } from '../ui/button.js';
import { EmptyState } from '../ui/states.js';
import { useTitle } from '../ui/use-title.js';

export function NotFoundPage() {
  const { title, text, home } = strings.app.notFound;
  useTitle(title);
  const actions = (
    <ButtonLink to="/" look="primary">
      {home}
    </ButtonLink>
  );
  return (
    <EmptyState icon={<Compass aria-hidden size={26} />} title={title} actions={actions}>
      {text}
    </EmptyState>
  );
}
