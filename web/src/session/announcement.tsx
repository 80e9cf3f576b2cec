import type { RoomState } from '@lyceum/client';
import { Megaphone, X } from 'lucide-react';
import { useState } from 'react';
import { session } from '../strings/session.js';
import { RelativeTime } from '../ui/relative-time.js';

const said = session.announcement;

/** What whoever leads tells everybody, above the chat, until one closes it. Announcements of apps without a text are not for people. */
export function Announcement({ announcement }: Pick<RoomState, 'announcement'>) {
  const [closed, setClosed] = useState<RoomState['announcement']>();
  const text = textOf(announcement?.data);
  return (
    <div role="status" className="shrink-0">
      {announcement !== undefined && announcement !== closed && text !== undefined && (
        <div className="flex max-h-40 animate-appear items-start gap-3 overflow-y-auto border-b border-line bg-warning-soft py-1.5 pr-2 pl-4 text-warning sm:pl-6">
          <Megaphone aria-hidden size={20} className="mt-2.5 shrink-0" />
          <div className="min-w-0 grow py-1.5">
            <p className="font-medium break-words whitespace-pre-wrap">{text}</p>
            <p className="text-sm">
              {said.by(announcement.user.name)} · <RelativeTime at={announcement.at} />
            </p>
          </div>
          <button
            type="button"
            aria-label={said.dismiss}
            onClick={() => setClosed(announcement)}
            className="touch sticky top-0 grid shrink-0 place-items-center rounded-xl"
          >
            <X aria-hidden size={18} />
          </button>
        </div>
      )}
    </div>
  );
}

function textOf(data: Record<string, unknown> | undefined): string | undefined {
  return [data?.text, data?.message, data?.title].find((value) => typeof value === 'string' && value.trim() !== '') as
    string | undefined;
}
