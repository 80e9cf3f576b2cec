import { Code, Send } from 'lucide-react';
import { useRef, useState } from 'react';
import { playground } from '../../strings/playground.js';
import { Button } from '../../ui/button.js';
import { SelectField, TextField } from '../../ui/inputs.js';
import { Switch } from '../../ui/switch.js';
import type { Link } from '../connection/link.js';
import { rawFrame } from '../connection/raw-frame.js';
import type { Settings } from '../connection/settings.js';
import type { Example } from '../dialects/dialect.js';
import { PLAYGROUND_DIALECTS } from '../dialects/dialects.js';
import { findJsonError } from '../json-error.js';
import { filledIn, type Known } from '../known.js';
import type { Person } from '../person.js';
import { CodeDialog } from './code-dialog.js';
import { JsonEditor } from './json-editor.js';
import { thisMoment, useKnown } from './use-known.js';

const said = playground.compose;

interface ComposerProps {
  link: Link;
  settings: Settings;
  person: Person | undefined;
  others: readonly Link[];
  other: Person | undefined;
  isOpen: boolean;
}

interface Draft {
  readonly event: string;
  readonly text: string;
}

/** A frame on its way: chosen from the examples, changed at will, sent, or copied as a program that sends it. */
export function Composer({ settings, isOpen, ...around }: ComposerProps) {
  const { link } = around;
  const { groups, answers } = PLAYGROUND_DIALECTS[settings.dialect];
  const isRaw = settings.carrier === 'websocket';
  const [chosen, setChosen] = useState(0);
  const [asks, setAsks] = useState(true);
  const [moment, setMoment] = useState(thisMoment);
  // Undefined as long as nobody changed the example: what becomes known is filled in until then.
  const [changed, setChanged] = useState<Draft>();
  const [coding, setCoding] = useState(false);
  const editor = useRef<HTMLTextAreaElement>(null);
  const known = useKnown(around, moment);

  const examples = groups.flatMap((group) => group.examples);
  const example = examples[chosen] ?? examples[0];
  const canAsk = answers.includes(settings.carrier);
  const id = canAsk && asks ? (link.recorder.get().at(-1)?.number ?? 0) + 1 : undefined;
  const draft = changed ?? (example === undefined ? { event: '', text: '' } : drafted(example, settings, known, id));
  const error = draft.text.trim() === '' && !isRaw ? undefined : findJsonError(draft.text);

  const send = (): void => {
    if (isRaw) link.sendText(draft.text);
    else link.send(draft.event, payloadOf(draft.text), canAsk && asks);
    setMoment(thisMoment());
  };

  return (
    <form
      aria-label={said.title}
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (error === undefined && isOpen) send();
        else editor.current?.focus();
      }}
    >
      <SelectField
        label={said.example}
        value={chosen}
        onChange={({ target }) => {
          setChosen(Number(target.value));
          setChanged(undefined);
        }}
      >
        {groups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.examples.map((one) => (
              <option key={examples.indexOf(one)} value={examples.indexOf(one)}>
                {one.event} – {one.says}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
      {!isRaw && (
        <TextField
          label={said.event}
          value={draft.event}
          spellCheck={false}
          className="font-mono text-sm"
          onChange={({ target }) => setChanged({ ...draft, event: target.value })}
        />
      )}
      <JsonEditor
        ref={editor}
        label={isRaw ? said.frame : said.payload}
        text={draft.text}
        error={error}
        hint={draft.text.trim() === '' ? said.nothing : undefined}
        onChange={(text) => setChanged({ ...draft, text })}
      />
      {canAsk && <Switch label={said.ask} checked={asks} onChange={setAsks} disabled={isRaw && changed !== undefined} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="primary" icon={<Send aria-hidden size={18} />} disabled={!isOpen || error !== undefined}>
          {said.send}
        </Button>
        {isRaw && error !== undefined && (
          <Button onClick={send} disabled={!isOpen}>
            {said.sendAnyway}
          </Button>
        )}
        <Button icon={<Code aria-hidden size={18} />} onClick={() => setCoding(true)} disabled={!isRaw && error !== undefined}>
          {said.code}
        </Button>
      </div>
      {coding && (
        <CodeDialog
          onClose={() => setCoding(false)}
          settings={settings}
          frames={link.recorder.get()}
          sending={{
            event: draft.event,
            payload: isRaw ? undefined : payloadOf(draft.text),
            ask: canAsk && asks,
            text: draft.text,
          }}
        />
      )}
    </form>
  );
}

function drafted({ event, payload }: Example, { carrier, dialect }: Settings, known: Known, id?: number): Draft {
  const filled = payload === undefined ? undefined : filledIn(payload, known);
  if (carrier === 'websocket') return { event, text: JSON.stringify(rawFrame(dialect, event, filled, id), null, 2) };
  return { event, text: filled === undefined ? '' : JSON.stringify(filled, null, 2) };
}

function payloadOf(text: string): unknown {
  return text.trim() === '' ? undefined : (JSON.parse(text) as unknown);
}
