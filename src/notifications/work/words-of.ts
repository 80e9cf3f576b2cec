const LONGEST = 500;

/** What an error says, as it can be kept: what a service answered may hold anything. */
export function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replaceAll('\0', '').slice(0, LONGEST).toWellFormed();
}
