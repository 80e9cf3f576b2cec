import { z } from 'zod';
import type { Administration, Invitation, ListedUser } from '../auth/index.js';
import { AppError, isStorable } from '../common/index.js';
import type { Webhooks } from '../notifications/index.js';
import { ROLES, SCOPES, WEBHOOK_EVENTS, type User, type Webhook, type WebhookWithSecret } from '../protocol/index.js';
import type { ApiKeys, ListedKey, MadeKey } from '../server-api/index.js';

/** Ten years: whoever means for ever says nothing. */
const MOST_DAYS = 3_650;

const person = z.string().min(1).max(256);

const schema = z.discriminatedUnion('order', [
  z.object({ order: z.literal('list'), role: z.enum(ROLES).optional(), search: z.string().max(256).optional() }),
  z.object({ order: z.literal('promote'), person, role: z.enum(ROLES) }),
  z.object({ order: z.literal('ban'), person }),
  z.object({ order: z.literal('unban'), person }),
  z.object({ order: z.literal('sign-out'), person }),
  z.object({ order: z.literal('invite-mentor') }),
  z.object({
    order: z.literal('create-key'),
    name: z.string().trim().min(1).max(64).refine(isStorable, 'not text'),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
    expiresInDays: z.int().min(1).max(MOST_DAYS).optional(),
  }),
  z.object({ order: z.literal('list-keys') }),
  z.object({ order: z.literal('revoke-key'), id: z.string().min(1).max(64) }),
  z.object({
    order: z.literal('add-webhook'),
    url: z.string().min(1).max(2_048),
    events: z
      .array(z.enum([...WEBHOOK_EVENTS, '*']))
      .min(1)
      .max(WEBHOOK_EVENTS.length),
  }),
  z.object({ order: z.literal('list-webhooks') }),
  z.object({ order: z.literal('rotate-webhook'), id: z.string().min(1).max(64) }),
  z.object({ order: z.literal('remove-webhook'), id: z.string().min(1).max(64) }),
]);

/** What whoever has the machine may order, on the command line. */
export type Order = z.infer<typeof schema>;

/** What came of it, as JSON carries it. */
export type Outcome =
  | { users: (Omit<ListedUser, 'bannedAt' | 'createdAt'> & { bannedAt: string | null; createdAt: string })[]; more: boolean }
  | { user: User }
  | { done: true }
  | { key: MadeKey }
  | { keys: JsonOf<ListedKey>[] }
  | { webhook: WebhookWithSecret }
  | { webhooks: Webhook[] }
  | { invitation: Invitation };

/** As JSON carries it. */
type JsonOf<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };

/** What carries orders out. */
export interface Services {
  readonly administration: Administration;
  readonly keys: ApiKeys;
  readonly webhooks: Webhooks;
}

/** Throws `INVALID`. */
export function orderFrom(value: unknown): Order {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new AppError('INVALID', { message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not an order'}` });
}

/** Throws what `Administration`, `ApiKeys` and `Webhooks` throw. */
export async function carryOut(order: Order, { administration, keys, webhooks }: Services): Promise<Outcome> {
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
    case 'create-key': {
      const { name, scopes, expiresInDays } = order;
      return { key: await keys.create({ name, scopes, ...(expiresInDays !== undefined && { expiresInDays }) }) };
    }
    case 'list-keys':
      return { keys: (await keys.list()).map(shownKey) };
    case 'revoke-key':
      await keys.revoke(order.id);
      return { done: true };
    case 'add-webhook':
      return { webhook: await webhooks.create('operator', { url: order.url, events: order.events }) };
    case 'list-webhooks':
      return { webhooks: await webhooks.list('operator') };
    case 'rotate-webhook':
      return { webhook: await webhooks.rotate('operator', order.id) };
    case 'remove-webhook':
      await webhooks.remove('operator', order.id);
      return { done: true };
  }
}

function shownKey({ createdAt, expiresAt, revokedAt, lastUsedAt, ...key }: ListedKey): JsonOf<ListedKey> {
  return {
    ...key,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
