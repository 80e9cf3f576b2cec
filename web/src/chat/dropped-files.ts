/** What is dragged has files in it, as far as that is told before it is dropped. */
export function carriesFiles({ types }: DataTransfer): boolean {
  return types.includes('Files');
}

/** The files of what was dropped or pasted. Folders look like files, and can't be sent. */
export function filesOf({ items }: DataTransfer): File[] {
  return [...items]
    .filter((item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true)
    .flatMap((item) => item.getAsFile() ?? []);
}
