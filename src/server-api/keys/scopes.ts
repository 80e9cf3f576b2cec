/** What an API key may be good for. */
export const SCOPES = ['users', 'tokens', 'rooms', 'messages', 'notifications', 'presence', 'moderation'] as const;
export type Scope = (typeof SCOPES)[number];
