import type { RefObject } from 'react';
import { clsx } from 'clsx';
import { playground } from '../../strings/playground.js';
import { Button } from '../../ui/button.js';
import { Field, INPUT } from '../../ui/field.js';
import type { JsonError } from '../json-error.js';

const said = playground.compose;
const LEAST_ROWS = 3;
const MOST_ROWS = 16;

interface JsonEditorProps {
  ref: RefObject<HTMLTextAreaElement | null>;
  label: string;
  text: string;
  error: JsonError | undefined;
  hint: string | undefined;
  onChange: (text: string) => void;
}

/** A place for JSON, which says where it is wrong. Control and Enter send it. */
export function JsonEditor({ ref, label, text, error, hint, onChange }: JsonEditorProps) {
  const rows = Math.min(Math.max(text.split('\n').length, LEAST_ROWS), MOST_ROWS);
  const show = (): void => {
    const offset = error?.offset ?? 0;
    ref.current?.focus();
    ref.current?.setSelectionRange(offset, offset + 1);
  };
  return (
    <div className="grid gap-1.5">
      <Field label={label} hint={hint} error={error && said.wrongAt(error.line, error.column, error.message)}>
        {(control) => (
          <textarea
            ref={ref}
            {...control}
            rows={rows}
            value={text}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            onChange={({ target }) => onChange(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
            className={clsx(INPUT, 'resize-y font-mono text-sm leading-6')}
          />
        )}
      </Field>
      {error !== undefined && (
        <Button size="small" look="ghost" onClick={show} className="justify-self-start">
          {said.show}
        </Button>
      )}
    </div>
  );
}
