import type { Order, Outcome } from '../control/order.js';

/** The outcome for people, on a terminal. */
export function forPeople(order: Order, outcome: Outcome): string {
  if ('users' in outcome) return userTable(outcome);
  if ('invitation' in outcome) {
    const { code, expiresAt } = outcome.invitation;
    return `${code}\nGood for one registration as a mentor until ${expiresAt}. It is shown this once.`;
  }
  if ('user' in outcome) return `${outcome.user.username ?? outcome.user.id} is ${outcome.user.role} now.`;
  return DONE[order.order] ?? 'Done.';
}

const DONE: Partial<Record<Order['order'], string>> = {
  ban: 'Banned, and signed out of everything.',
  unban: 'May sign in again.',
  'sign-out': 'Signed out of everything.',
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
  const table = [['USERNAME', 'NAME', 'ROLE', 'ISSUER', '', 'SINCE', 'ID'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const lines = table.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines.map((line) => line.trimEnd()), ...(more ? ['…and others. Narrow it with --search or --role.'] : [])].join(
    '\n',
  );
}

/** Names and foreign ids are other people's text: no control characters to the terminal. */
function plain(text: string): string {
  return text.replaceAll(/\p{C}/gu, '');
}
