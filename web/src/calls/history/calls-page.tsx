import { MessagesSquare, Phone } from 'lucide-react';
import { calls } from '../../strings/calls.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Card, Page } from '../../ui/page.js';
import { SkeletonList } from '../../ui/skeleton.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { HistoryRow } from './history-row.js';
import { useHistory } from './use-history.js';

const said = calls.history;

/** With whom one has talked, and whom one has missed. */
export function CallsPage() {
  const { calls: made, error, hasMore, isLoading, load, loadMore } = useHistory();
  const toMessages = (
    <ButtonLink to="/messages" icon={<MessagesSquare aria-hidden size={18} />}>
      {said.messages}
    </ButtonLink>
  );
  return (
    <Page title={calls.title} width="narrow" actions={toMessages}>
      <Card>
        {made === undefined && error !== undefined ? (
          <ErrorState onRetry={load}>{error.message}</ErrorState>
        ) : made === undefined ? (
          <SkeletonList rows={5} />
        ) : made.length === 0 ? (
          <EmptyState icon={<Phone aria-hidden size={26} />} title={said.empty} actions={toMessages}>
            {said.emptyText}
          </EmptyState>
        ) : (
          <ul aria-label={said.list} className="grid divide-y divide-line">
            {made.map((call) => (
              <li key={call.id}>
                <HistoryRow call={call} />
              </li>
            ))}
          </ul>
        )}
        {hasMore && (
          <Button busy={isLoading} onClick={loadMore}>
            {said.more}
          </Button>
        )}
      </Card>
    </Page>
  );
}
