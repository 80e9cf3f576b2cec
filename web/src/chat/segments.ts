/** A piece of what somebody wrote. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const LINK = /(?:\bhttps?:\/\/|\bwww\.)[^\s<>"`]+/giu;
/** What more often ends the sentence than the address. */
const AFTER = /[.,;:!?'’”…]$/u;
const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** A text with its links and the names in it that it addresses, in order; together the pieces are the text. */
export function segmentsOf(text: string, names: readonly string[]): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const link = withoutEnd(match[0]);
    const href = addressOf(link);
    if (href === undefined) continue;
    segments.push(...withMentions(text.slice(from, match.index), names), { kind: 'link', text: link, href });
    from = match.index + link.length;
  }
  return [...segments, ...withMentions(text.slice(from), names)];
}

function withMentions(text: string, names: readonly string[]): Segment[] {
  // The longest first: `@Ada Lovelace` is not `@Ada`.
  const [name, at] = [...names]
    .sort((a, b) => b.length - a.length)
    .map((one) => [one, text.indexOf(`@${one}`)] as const)
    .filter(([, index]) => index >= 0)
    .sort(([, a], [, b]) => a - b)[0] ?? ['', -1];
  if (at < 0) return text === '' ? [] : [{ kind: 'text', text }];
  const end = at + name.length + 1;
  const before: Segment[] = at === 0 ? [] : [{ kind: 'text', text: text.slice(0, at) }];
  return [...before, { kind: 'mention', text: text.slice(at, end) }, ...withMentions(text.slice(end), names)];
}

function withoutEnd(link: string): string {
  const last = link.at(-1) ?? '';
  const opening = BRACKETS[last];
  const isUnpaired = opening !== undefined && link.split(opening).length < link.split(last).length;
  return AFTER.test(link) || isUnpaired ? withoutEnd(link.slice(0, -1)) : link;
}

function addressOf(link: string): string | undefined {
  try {
    const { href, hostname } = new URL(/^www\./i.test(link) ? `https://${link}` : link);
    return hostname === '' ? undefined : href;
  } catch {
    return undefined;
  }
}
