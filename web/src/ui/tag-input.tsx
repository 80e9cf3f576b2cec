import { X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { Field, INPUT, type FieldProps } from './field.js';
import { withTyped } from './tags.js';

interface TagInputProps extends Omit<FieldProps, 'children'> {
  /** In the form: what is typed and was not taken over yet. */
  name: string;
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

/**
 * Several short words. One is taken over with the enter key or a comma, and not on going on: what is below would move away from under the
 * finger. So the form adds what is still typed, by `withTyped`.
 */
export function TagInput({ name, values, onChange, removeNamed, maxLength, most, placeholder, ...field }: TagInputProps) {
  const [typed, setTyped] = useState('');
  const take = (text: string): void => {
    onChange(withTyped(values, text, most));
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
            name={name}
            value={typed}
            maxLength={maxLength}
            placeholder={placeholder}
            disabled={values.length >= most}
            autoComplete="off"
            enterKeyHint="enter"
            onChange={({ target }) => (target.value.includes(',') ? take(target.value) : setTyped(target.value))}
            onKeyDown={onKeyDown}
            className={INPUT}
          />
        </div>
      )}
    </Field>
  );
}
