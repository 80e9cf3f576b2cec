/** Whether PostgreSQL can keep this text as it is: no NUL (refused, 22021) and no lone surrogate (silently replaced). */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
