import type { Help, HelpRequest } from '@lyceum/client';
import { useStore } from '@lyceum/client/react';
import { mentors } from '../strings/mentors.js';
import { Button } from '../ui/button.js';
import { catchFocus } from '../ui/catch-focus.js';
import { Card } from '../ui/page.js';
import type { Asked } from './ask-dialog.js';
import { dismissed } from './dismissed.js';
import { RateHelp } from './rate-help.js';

const said = mentors.over;

interface EndedRequestProps {
  request: HelpRequest;
  help: Help;
  onAskAgain: (begin: Asked) => void;
}

/** A student's request that is over: how it was, or what to do next where nobody came. */
export function EndedRequest({ request, help, onAskAgain }: EndedRequestProps) {
  const dismissedId = useStore(dismissed);
  const dismiss = (): void => {
    dismissed.set(request.id);
    catchFocus();
  };
  if (dismissedId === request.id) return null;
  // What was active when the connection was lost, and is over, was solved meanwhile: rating it is left.
  if (request.state === 'resolved' || request.state === 'active') {
    return request.rating === null ? <RateHelp request={request} help={help} onLater={dismiss} /> : null;
  }
  const words = wordsOf(request);
  // Who took it back knows.
  if (words === undefined) return null;
  const again = (): void => {
    dismiss();
    onAskAgain({ subject: request.subject, text: request.text, urgency: request.urgency });
  };
  return (
    <Card title={words.title} description={words.text}>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" onClick={again}>
          {request.target === null ? said.askAgain : said.askAll}
        </Button>
        <Button look="ghost" onClick={dismiss}>
          {said.dismiss}
        </Button>
      </div>
    </Card>
  );
}

function wordsOf({ state, target }: HelpRequest): { title: string; text: string } | undefined {
  if (state === 'expired') return { title: said.expired, text: said.expiredText };
  if (state !== 'declined') return undefined;
  if (target === null) return { title: said.declined, text: said.declinedText };
  return { title: said.declinedBy(target.name), text: said.declinedByText };
}
