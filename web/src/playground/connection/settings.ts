/** The client protocols of a gateway, in the order in which they are shown. */
export const DIALECTS = ['lyceum', 'group-study', 'chatroom', 'direct-messages', 'instant-mentor', 'skill-lift'] as const;
export type DialectName = (typeof DIALECTS)[number];

/** What carries the frames: Socket.IO over a WebSocket or by long polling, or a plain WebSocket. */
export type Carrier = 'socket.io' | 'polling' | 'websocket';
export type AppRole = 'student' | 'mentor';

/** Everything that a connection is opened with. */
export interface Settings {
  readonly dialect: DialectName;
  readonly carrier: Carrier;
  /** Whether the client says which dialect it speaks; otherwise the server finds out, as with the shipped clients. */
  readonly named: boolean;
  readonly token?: string;
  /** Whom an `instant-mentor` client says it is; without a token they are a guest. */
  readonly claim?: { readonly userId: string; readonly userRole: AppRole };
  /** By what a guest of the canonical protocol is the same one again. */
  readonly guestKey?: string;
}

/** What a Socket.IO client shows when it connects. */
export function handshakeAuth({ dialect, named, token, claim, guestKey }: Settings): Record<string, string> {
  return {
    ...claim,
    ...(token === undefined ? {} : { token }),
    ...(guestKey === undefined ? {} : { guestKey }),
    ...(named ? { dialect } : {}),
  };
}

/** The address of a plain WebSocket. A `token` in the query makes it `skill-lift`, even an empty one. */
export function socketUrl(server: string, { dialect, named, token }: Settings): string {
  const url = new URL('/', server);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  if (named && dialect !== 'lyceum') url.searchParams.set('dialect', dialect);
  if (dialect === 'skill-lift') url.searchParams.set('token', token ?? '');
  return url.href;
}

/** The canonical protocol is named by a subprotocol, and its token stays out of the address. */
export function subprotocols({ dialect }: Settings): string[] {
  return dialect === 'lyceum' ? ['lyceum.v1'] : [];
}

/** What a client of the canonical protocol says first on a plain WebSocket. */
export function firstFrame({ dialect, carrier, token }: Settings): string | undefined {
  if (dialect !== 'lyceum' || carrier !== 'websocket') return undefined;
  return JSON.stringify({ type: 'auth', data: { token: token ?? '' } });
}
