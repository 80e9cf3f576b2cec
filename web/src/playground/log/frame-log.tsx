import { useStore } from '@lyceum/client/react';
import { Download, Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { playground } from '../../strings/playground.js';
import { Button } from '../../ui/button.js';
import { SelectField, TextField } from '../../ui/inputs.js';
import { Segmented } from '../../ui/segmented.js';
import type { Frame, Recorder } from '../connection/recorder.js';
import { eventsIn, EVERYTHING, exported, shownFrames } from './filter.js';
import { FrameRow } from './frame-row.js';

const said = playground.log;
/** Under what is sent, or beside it where there is room. */
const LOG = 'grid min-w-0 gap-3 border-t border-line pt-5 @3xl:border-t-0 @3xl:pt-0';
const NOTHING = 'rounded-xl bg-sunken px-4 py-8 text-center text-muted';
const DIRECTIONS = (['all', 'in', 'out'] as const).map((value) => ({ value, label: said.directions[value] }));

/** Everything that went over a connection's wire, the newest on top. */
export function FrameLog({ name, recorder }: { name: string; recorder: Recorder }) {
  const frames = useStore(recorder);
  const [filter, setFilter] = useState(EVERYTHING);
  // What was there when it was paused; frames go on being kept meanwhile.
  const [held, setHeld] = useState<readonly Frame[]>();
  const kept = held ?? frames;
  const shown = shownFrames(kept, filter);
  const events = eventsIn(kept);
  const news = held === undefined ? 0 : frames.filter(({ number }) => number > (held.at(-1)?.number ?? 0)).length;

  // What could be done with frames is in nobody's way before there are any.
  if (frames.length === 0 && held === undefined) {
    return (
      <section aria-label={said.title(name)} className={LOG}>
        <p className={NOTHING}>{said.empty}</p>
      </section>
    );
  }
  return (
    <section aria-label={said.title(name)} className={LOG}>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={said.filter}
          type="search"
          value={filter.text}
          onChange={({ target }) => setFilter({ ...filter, text: target.value })}
        />
        <SelectField
          label={said.event}
          value={filter.event}
          onChange={({ target }) => setFilter({ ...filter, event: target.value })}
        >
          <option value="">{said.everyEvent}</option>
          {events.map((event) => (
            <option key={event} value={event}>
              {event}
            </option>
          ))}
        </SelectField>
      </div>
      <Segmented
        label={said.direction}
        value={filter.direction}
        onChange={(direction) => setFilter({ ...filter, direction })}
        options={DIRECTIONS}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-muted tabular-nums">{said.shown(shown.length, kept.length)}</p>
        <div className="-mr-2 flex flex-wrap">
          <Button
            size="small"
            look="ghost"
            icon={held === undefined ? <Pause aria-hidden size={16} /> : <Play aria-hidden size={16} />}
            onClick={() => setHeld(held === undefined ? frames : undefined)}
          >
            {held === undefined ? said.pause : said.resume(news)}
          </Button>
          <Button
            size="small"
            look="ghost"
            icon={<Trash2 aria-hidden size={16} />}
            onClick={() => {
              recorder.clear();
              setHeld(undefined);
            }}
          >
            {said.clear}
          </Button>
          <Button
            size="small"
            look="ghost"
            icon={<Download aria-hidden size={16} />}
            disabled={kept.length === 0}
            onClick={() => download(`lyceum-${name.toLowerCase()}.json`, exported(kept))}
          >
            {said.export}
          </Button>
        </div>
      </div>
      {shown.length === 0 ? (
        <p className={NOTHING}>{said.none}</p>
      ) : (
        <ol
          tabIndex={0}
          aria-label={said.title(name)}
          className="max-h-[32rem] overflow-y-auto rounded-xl border border-line bg-surface"
        >
          {shown.map((frame) => (
            <FrameRow key={frame.number} frame={frame} />
          ))}
        </ol>
      )}
    </section>
  );
}

function download(file: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: file });
  link.click();
  URL.revokeObjectURL(url);
}
