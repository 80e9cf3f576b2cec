import type { Order, Outcome } from '../control/order.js';

/** The outcome for people, on a terminal. */
export function forPeople(order: Order, outcome: Outcome): string {
  if ('users' in outcome) return userTable(outcome);
  if ('invitation' in outcome) {
    const { code, expiresAt } = outcome.invitation;
    return `${code}\nGood for one registration as a mentor until ${expiresAt}. It is shown this once.`;
  }
  if ('key' in outcome) {
    const { id, key, scopes, expiresAt } = outcome.key;
    const end = expiresAt === null ? 'until it is revoked' : `until ${expiresAt}`;
    return `${key}\nGood for ${scopes.join(', ')} ${end}. Its id is ${id}. The key is shown this once.`;
  }
  if ('keys' in outcome) return keyTable(outcome);
  if ('webhook' in outcome) {
    const { id, secret, events } = outcome.webhook;
    return `${secret}\nSigns ${events.join(', ')}. Its id is ${id}. The secret is shown this once.`;
  }
  if ('webhooks' in outcome) return webhookTable(outcome);
  if ('user' in outcome) return `${outcome.user.username ?? outcome.user.id} is ${outcome.user.role} now.`;
  return DONE[order.order] ?? 'Done.';
}

const DONE: Partial<Record<Order['order'], string>> = {
  ban: 'Banned, and signed out of everything.',
  unban: 'May sign in again.',
  'sign-out': 'Signed out of everything.',
  'remove-webhook': 'Removed: nothing is sent there any more.',
  'revoke-key': 'Revoked: every gateway refuses it within two seconds.',
};

function userTable({ users, more }: Extract<Outcome, { users: unknown }>): string {
  if (users.length === 0) return 'Nobody.';
  const rows = users.map(({ id, username, name, role, issuer, bannedAt, createdAt }) => [
    username ?? '-',
    plain(name),
    role,
    issuer,
    bannedAt === null ? '' : `banned ${bannedAt.slice(0, 10)}`,
    createdAt.slice(0, 10),
    plain(id),
  ]);
  const lines = aligned([['USERNAME', 'NAME', 'ROLE', 'ISSUER', '', 'SINCE', 'ID'], ...rows]);
  return [...lines, ...(more ? ['…and others. Narrow it with --search or --role.'] : [])].join('\n');
}

function keyTable({ keys }: Extract<Outcome, { keys: unknown }>): string {
  if (keys.length === 0) return 'No keys.';
  const rows = keys.map(({ id, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt }) => [
    plain(name),
    scopes.join(','),
    createdAt.slice(0, 10),
    expiresAt?.slice(0, 10) ?? 'never',
    lastUsedAt?.slice(0, 16) ?? 'never',
    revokedAt === null ? '' : `revoked ${revokedAt.slice(0, 10)}`,
    id,
  ]);
  return aligned([['NAME', 'SCOPES', 'MADE', 'ENDS', 'LAST USED', '', 'ID'], ...rows]).join('\n');
}

function webhookTable({ webhooks }: Extract<Outcome, { webhooks: unknown }>): string {
  if (webhooks.length === 0) return 'No webhooks.';
  const rows = webhooks.map(({ id, url, events, enabled, disabledReason, lastSuccessAt, failingSince }) => [
    plain(url),
    events.join(','),
    lastSuccessAt?.slice(0, 16) ?? 'never',
    failingSince === null ? '' : `failing since ${failingSince.slice(0, 16)}`,
    enabled ? '' : `disabled: ${plain(disabledReason ?? 'by an administrator')}`,
    id,
  ]);
  return aligned([['URL', 'EVENTS', 'LAST SUCCESS', '', '', 'ID'], ...rows]).join('\n');
}

function aligned(table: readonly string[][]): string[] {
  const widths = table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return table.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Names and foreign ids are other people's text: no control characters to the terminal. */
function plain(text: string): string {
  return text.replaceAll(/\p{C}/gu, '');
}
