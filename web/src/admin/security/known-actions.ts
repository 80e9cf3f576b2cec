/** What administrators and the command line do, as the audit calls it; offered while one types. API keys do what their routes are called. */
export const KNOWN_ACTIONS = [
  'users.role',
  'users.ban',
  'users.unban',
  'users.disconnect',
  'users.sign-out',
  'mentors.invite',
  'rooms.close',
  'keys.create',
  'keys.revoke',
  'webhooks.create',
  'webhooks.change',
  'webhooks.rotate',
  'webhooks.remove',
  'webhooks.test',
  'webhooks.replay',
] as const;
