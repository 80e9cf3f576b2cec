import type { Help, HelpOffer, LyceumError } from '@lyceum/client';
import { Coffee, Inbox } from 'lucide-react';
import { mentors } from '../strings/mentors.js';
import { Badge } from '../ui/badge.js';
import { Card } from '../ui/page.js';
import { SkeletonList } from '../ui/skeleton.js';
import { EmptyState, ErrorState } from '../ui/states.js';
import { OfferedRequest } from './offered-request.js';

const said = mentors.queue;

interface OfferedRequestsProps {
  offers: readonly HelpOffer[];
  loaded: boolean;
  error: LyceumError | undefined;
  /** Nobody is sent to them now. */
  isAway: boolean;
  help: Help;
}

/** Whom a mentor may help, live: the most urgent and then the longest waiting first. */
export function OfferedRequests({ offers, loaded, error, isAway, help }: OfferedRequestsProps) {
  return (
    <Card title={said.title} actions={offers.length > 0 && <Badge tone="accent">{offers.length}</Badge>}>
      {/* Who does not see them come hears how many there are. */}
      <p role="status" className="sr-only">
        {loaded && said.count(offers.length)}
      </p>
      {error !== undefined && !loaded ? (
        <ErrorState onRetry={() => void help.load()}>{error.message}</ErrorState>
      ) : !loaded ? (
        <SkeletonList rows={2} />
      ) : offers.length === 0 ? (
        <EmptyState
          icon={isAway ? <Coffee aria-hidden size={26} /> : <Inbox aria-hidden size={26} />}
          title={isAway ? said.emptyAway : said.empty}
        >
          {isAway ? said.emptyAwayText : said.emptyText}
        </EmptyState>
      ) : (
        <ul aria-label={said.title} className="grid gap-4">
          {offers.map((offer) => (
            <OfferedRequest key={offer.request.id} offer={offer} help={help} />
          ))}
        </ul>
      )}
    </Card>
  );
}
