/** Those, and what was typed: words with commas between them. The same one twice is one; what is over the most is left out. */
export function withTyped(values: readonly string[], typed: string, most: number): readonly string[] {
  const known = new Set(values.map(sameness));
  const added = typed
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && !known.has(sameness(word)) && known.add(sameness(word)));
  return added.length === 0 ? values : [...values, ...added].slice(0, most);
}

function sameness(word: string): string {
  return word.normalize('NFKC').trim().toLowerCase();
}
