import { X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { Field, INPUT, type FieldProps } from './field.js';

interface TagInputProps extends Omit<FieldProps, 'children'> {
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
  /** Names the button that takes one of them away. */
  removeNamed: (value: string) => string;
  /** Characters of one. */
  maxLength: number;
  /** So many at most. */
  most: number;
  placeholder?: string;
}

/** Several short words. One is taken over with the enter key, a comma, or on going on; the same one twice is one. */
export function TagInput({ values, onChange, removeNamed, maxLength, most, placeholder, ...field }: TagInputProps) {
  const [typed, setTyped] = useState('');
  const take = (text: string): void => {
    const known = new Set(values.map(sameness));
    const added = text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '' && !known.has(sameness(word)) && known.add(sameness(word)));
    if (added.length > 0) onChange([...values, ...added].slice(0, most));
    setTyped('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // The key that ends a composition is not one that was meant for us.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && typed.trim() !== '') {
      event.preventDefault();
      take(typed);
    } else if (event.key === 'Backspace' && typed === '') {
      onChange(values.slice(0, -1));
    }
  };
  return (
    <Field {...field}>
      {(control) => (
        <div className="grid gap-2">
          {values.length > 0 && (
            <ul className="flex flex-wrap gap-2">
              {values.map((value) => (
                <li key={value} className="inline-flex min-w-0 items-center rounded-full bg-accent-soft pl-3.5 text-accent">
                  <span className="truncate font-medium">{value}</span>
                  <button
                    type="button"
                    aria-label={removeNamed(value)}
                    onClick={() => onChange(values.filter((one) => one !== value))}
                    className="touch grid shrink-0 place-items-center rounded-full hover:text-accent-strong"
                  >
                    <X aria-hidden size={16} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <input
            {...control}
            type="text"
            value={typed}
            maxLength={maxLength}
            placeholder={placeholder}
            disabled={values.length >= most}
            autoComplete="off"
            enterKeyHint="enter"
            onChange={({ target }) => (target.value.includes(',') ? take(target.value) : setTyped(target.value))}
            onKeyDown={onKeyDown}
            onBlur={() => take(typed)}
            className={INPUT}
          />
        </div>
      )}
    </Field>
  );
}

function sameness(word: string): string {
  return word.normalize('NFKC').trim().toLowerCase();
}
