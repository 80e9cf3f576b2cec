import { z } from 'zod';
import type { Administration, Invitation, ListedUser } from '../auth/index.js';
import { AppError } from '../common/index.js';
import { ROLES, type User } from '../protocol/index.js';

const person = z.string().min(1).max(256);

const schema = z.discriminatedUnion('order', [
  z.object({ order: z.literal('list'), role: z.enum(ROLES).optional(), search: z.string().max(256).optional() }),
  z.object({ order: z.literal('promote'), person, role: z.enum(ROLES) }),
  z.object({ order: z.literal('ban'), person }),
  z.object({ order: z.literal('unban'), person }),
  z.object({ order: z.literal('sign-out'), person }),
  z.object({ order: z.literal('invite-mentor') }),
]);

/** What whoever has the machine may order, on the command line. */
export type Order = z.infer<typeof schema>;

/** What came of it, as JSON carries it. */
export type Outcome =
  | { users: (Omit<ListedUser, 'bannedAt' | 'createdAt'> & { bannedAt: string | null; createdAt: string })[]; more: boolean }
  | { user: User }
  | { done: true }
  | { invitation: Invitation };

/** Throws `INVALID`. */
export function orderFrom(value: unknown): Order {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new AppError('INVALID', { message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not an order'}` });
}

/** Throws what `Administration` throws. */
export async function carryOut(order: Order, administration: Administration): Promise<Outcome> {
  switch (order.order) {
    case 'list': {
      const { role, search } = order;
      const { users, more } = await administration.list({ ...(role && { role }), ...(search !== undefined && { search }) });
      const shown = users.map(({ bannedAt, createdAt, ...user }) => ({
        ...user,
        bannedAt: bannedAt?.toISOString() ?? null,
        createdAt: createdAt.toISOString(),
      }));
      return { users: shown, more };
    }
    case 'promote':
      return { user: await administration.setRole('operator', await administration.idOf(order.person), order.role) };
    case 'ban':
      await administration.ban('operator', await administration.idOf(order.person));
      return { done: true };
    case 'unban':
      await administration.unban('operator', await administration.idOf(order.person));
      return { done: true };
    case 'sign-out':
      await administration.signOut('operator', await administration.idOf(order.person));
      return { done: true };
    case 'invite-mentor':
      return { invitation: await administration.inviteMentor('operator') };
  }
}
