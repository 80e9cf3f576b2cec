/** What an API key of an app's own backend may be good for. */
export const SCOPES = ['users', 'tokens', 'rooms', 'messages', 'notifications', 'presence', 'moderation'] as const;
export type Scope = (typeof SCOPES)[number];
