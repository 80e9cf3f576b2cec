/** What components say wherever they are. */
export const ui = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  tryAgain: 'Try again',
  loading: 'Loading…',
  failed: 'That did not work',
  notice: 'Notice',
  copied: 'Copied',
  notCopied: (text: string) => `The browser did not let us copy it. Here it is: ${text}`,
  showPassword: 'Show password',
  unread: (count: number) => `${count} unread`,
  presence: { online: 'online', away: 'away', busy: 'busy', offline: 'offline' },
} as const;
