/** The code of a system error, such as `ENOENT`. Asks the shape, as `instanceof` fails for an error of another realm. */
export function systemErrorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
