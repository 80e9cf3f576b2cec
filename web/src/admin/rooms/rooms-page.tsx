import type { SupervisedKind, SupervisedRoom } from '@lyceum/client';
import { DoorClosed, DoorOpen } from 'lucide-react';
import { useCallback, useState } from 'react';
import { rooms } from '../../strings/admin-lists.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Card, Page } from '../../ui/page.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { useConfirmed } from '../parts/confirmed.js';
import { ChoiceField, Filters, SearchField } from '../parts/filters.js';
import { count } from '../parts/formats.js';
import { PagedRecords } from '../parts/paged-records.js';
import type { Column } from '../parts/record-table.js';
import { useLater } from '../parts/use-later.js';
import { usePages } from '../parts/use-pages.js';

const KINDS: readonly SupervisedKind[] = ['session', 'group', 'lobby'];
const KIND_OPTIONS = KINDS.map((value) => ({ value, label: rooms.kinds[value] }));
const STATE_OPTIONS = [
  { value: 'true', label: rooms.openOnly },
  { value: 'false', label: rooms.closedOnly },
] as const;
type State = (typeof STATE_OPTIONS)[number]['value'];

/** All rooms but conversations of two: found, and closed. */
export function RoomsPage() {
  const http = useAdminHttp();
  const [query, setQuery] = useState('');
  const [kind, setKind] = useState<SupervisedKind | ''>('');
  const [open, setOpen] = useState<State | ''>('true');
  const { ask, dialog } = useConfirmed();
  const asked = useLater(query.trim());
  const pages = usePages(
    useCallback(
      async (cursor: string | undefined, signal: AbortSignal) => {
        const wishes = { query: asked || undefined, kind: kind || undefined, open: open || undefined };
        const page = await http.rooms({ ...wishes, cursor }, signal);
        return { items: page.rooms, cursor: page.cursor };
      },
      [http, asked, kind, open],
    ),
  );
  const close = (room: SupervisedRoom): void =>
    ask({
      title: rooms.closeQuestion(nameOf(room)),
      text: rooms.closeText,
      confirm: rooms.closeConfirm,
      run: () => http.closeRoom(room.id),
      done: rooms.closeDone(nameOf(room)),
      after: pages.reload,
    });
  return (
    <Page title={rooms.title} description={rooms.description}>
      <Filters>
        <SearchField value={query} onChange={setQuery} hint={rooms.searchHint} />
        <ChoiceField label={rooms.kind} value={kind} onChange={setKind} options={KIND_OPTIONS} />
        <ChoiceField label={rooms.state} value={open} onChange={setOpen} options={STATE_OPTIONS} />
      </Filters>
      <Card>
        <PagedRecords
          label={rooms.title}
          pages={pages}
          columns={columnsWith(close)}
          keyOf={({ id }) => id}
          empty={{ icon: <DoorOpen aria-hidden size={26} />, title: rooms.empty, text: rooms.emptyText }}
        />
      </Card>
      {dialog}
    </Page>
  );
}

/** What people call it. */
function nameOf({ title, key, kind }: SupervisedRoom): string {
  return title ?? (kind === 'lobby' ? rooms.lobby : (key ?? rooms.untitled));
}

function columnsWith(close: (room: SupervisedRoom) => void): readonly Column<SupervisedRoom>[] {
  return [
    {
      header: rooms.name,
      lead: true,
      cell: (room) => (
        <span className="grid">
          <span className="font-medium break-words">{nameOf(room)}</span>
          {room.kind !== 'lobby' && (
            <span className="text-sm text-muted">
              {rooms.kinds[room.kind]}
              {room.code !== null && (
                <>
                  {' · '}
                  <span className="code-letters">{room.code}</span>
                </>
              )}
            </span>
          )}
        </span>
      ),
    },
    {
      header: rooms.state,
      cell: ({ closedAt }) =>
        closedAt === null ? <Badge tone="success">{rooms.openOnly}</Badge> : <Badge>{rooms.closedOnly}</Badge>,
    },
    { header: rooms.here, numeric: true, cell: ({ participants }) => count(participants) },
    { header: rooms.members, numeric: true, cell: ({ members }) => count(members) },
    { header: rooms.messages, hint: rooms.messagesHint, numeric: true, cell: ({ lastSeq }) => count(lastSeq) },
    { header: rooms.used, cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} /> },
    {
      header: rooms.actions,
      cell: (room) =>
        room.closedAt === null &&
        room.kind !== 'lobby' && (
          <Button
            icon={<DoorClosed aria-hidden size={18} />}
            aria-label={rooms.closeNamed(nameOf(room))}
            onClick={() => close(room)}
          >
            {rooms.close}
          </Button>
        ),
    },
  ];
}
