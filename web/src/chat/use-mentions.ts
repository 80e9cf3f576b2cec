import { useState, type KeyboardEvent } from 'react';
import { matching, mentionAt, type Mentionable } from './mentions.js';

export interface Mentioning {
  readonly found: readonly Mentionable[];
  readonly chosen: number;
  /** The caret stands there now, in this text. */
  readonly look: (text: string, caret: number) => void;
  readonly choose: (person: Mentionable) => void;
  readonly close: () => void;
  /** True where the key was for the list. */
  readonly key: (event: KeyboardEvent) => boolean;
}

/** The list of people while somebody types a name after an `@`. `insert` puts a name in place of what was typed of it. */
export function useMentions(
  people: readonly Mentionable[],
  insert: (name: string, start: number, end: number) => void,
): Mentioning {
  const [typed, setTyped] = useState<{ start: number; query: string }>();
  const [chosen, setChosen] = useState(0);
  const found = typed === undefined ? [] : matching(people, typed.query);
  const close = (): void => setTyped(undefined);
  const choose = ({ name }: Mentionable): void => {
    if (typed !== undefined) insert(name, typed.start, typed.start + 1 + typed.query.length);
    close();
  };
  return {
    found,
    chosen: Math.min(chosen, found.length - 1),
    look: (text, caret) => {
      const next = mentionAt(text, caret);
      if (next?.start !== typed?.start || next?.query !== typed?.query) setChosen(0);
      setTyped(next);
    },
    choose,
    close,
    key: (event) => {
      if (found.length === 0) return false;
      const person = found[Math.min(chosen, found.length - 1)];
      if (event.key === 'ArrowDown') setChosen((chosen + 1) % found.length);
      else if (event.key === 'ArrowUp') setChosen((chosen - 1 + found.length) % found.length);
      else if (event.key === 'Escape') close();
      else if ((event.key === 'Enter' || event.key === 'Tab') && person !== undefined) choose(person);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
