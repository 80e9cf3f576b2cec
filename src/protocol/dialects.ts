/** The client protocols this gateway speaks. */
export const DIALECTS = ['lyceum', 'group-study', 'chatroom', 'direct-messages', 'skill-lift'] as const;
/** Those that also speak Socket.IO by their own client's choice, so that they may be its default. */
export const SOCKET_IO_DIALECTS = ['lyceum', 'chatroom', 'direct-messages'] as const satisfies readonly DialectName[];
export type DialectName = (typeof DIALECTS)[number];
