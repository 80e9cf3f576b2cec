import type { User } from '@lyceum/client';

/** Somebody who can be mentioned, by the name they go by here. */
export interface Mentionable {
  readonly user: User;
  readonly name: string;
}

const SHOWN = 6;
const MOST = 50;

/** The `@` that is being typed at the caret, and what follows it so far. */
export function mentionAt(text: string, caret: number): { start: number; query: string } | undefined {
  const match = /(?:^|[\s(])@([\p{L}\p{N}._-]{0,32})$/u.exec(text.slice(0, caret));
  const query = match?.[1];
  return query === undefined ? undefined : { start: caret - query.length - 1, query };
}

/** Whose name, or a word of it, or username begins so. */
export function matching(people: readonly Mentionable[], query: string): Mentionable[] {
  const wanted = query.toLocaleLowerCase();
  const fits = ({ user, name }: Mentionable): boolean =>
    [name, ...name.split(/\s+/u), user.username ?? ''].some((word) => word.toLocaleLowerCase().startsWith(wanted));
  return people.filter(fits).slice(0, SHOWN);
}

/** The ids of those whose name stands in the text after an `@`. */
export function mentionedIn(text: string, people: readonly Mentionable[]): string[] {
  const isNamed = (name: string): boolean => {
    for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
      const next = text.slice(at + name.length + 1);
      if (!/^[\p{L}\p{N}]/u.test(next)) return true;
    }
    return false;
  };
  return people
    .filter(({ name }) => name !== '' && isNamed(name))
    .map(({ user }) => user.id)
    .slice(0, MOST);
}
