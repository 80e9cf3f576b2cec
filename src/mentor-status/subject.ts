/** What two subjects have in common when they are the same to a person: neither case, nor form, nor blanks make another one. */
export function subjectKey(subject: string): string {
  return subject.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}
