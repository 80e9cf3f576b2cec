/** What it takes to know where something happened; `data` is a notification's, or of an address. */
export interface Happened {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The page where it happened; undefined where it has none, as for what the app's own backend announces. */
export function pathOf({ kind, data }: Happened): string | undefined {
  switch (kind) {
    case 'message':
      return page('/messages', data.userId);
    case 'mention':
    case 'invitation':
      return page('/rooms', data.roomId);
    case 'call':
      return '/calls';
    case 'help':
      // Where somebody helps already, their room.
      return page('/rooms', data.roomId) ?? '/mentors';
    default:
      return undefined;
  }
}

function page(path: string, id: unknown): string | undefined {
  return typeof id === 'string' && id !== '' ? `${path}/${encodeURIComponent(id)}` : undefined;
}
