import type { OutboxEvent } from '../../common/index.js';
import type { Withdrawal } from './notice.js';
import { WHO_IS_TOLD, type Consequences, type Telling, type ToldEventName } from './who-is-told.js';

export type ToldEvent = Extract<OutboxEvent, { name: ToldEventName }>;

/** What follows of several events together. */
export interface Gathered {
  readonly tellings: readonly Telling[];
  /** Of what earlier events told. */
  readonly withdrawals: readonly Withdrawal[];
  readonly deletedMessageIds: readonly string[];
}

/** In their order: what one of them told and a later one takes back is not told at all. */
export function gather(events: readonly ToldEvent[]): Gathered {
  let tellings: Telling[] = [];
  const withdrawals: Withdrawal[] = [];
  const deletedMessageIds: string[] = [];
  for (const event of events) {
    const { tell, withdraw, deletedMessageId } = consequencesOf(event);
    if (withdraw !== undefined && withdraw.userIds.length > 0) {
      withdrawals.push(withdraw);
      tellings = tellings.map((telling) => without(telling, withdraw));
    }
    if (deletedMessageId !== undefined) {
      deletedMessageIds.push(deletedMessageId);
      tellings = tellings.filter(({ byId, data }) => byId === null || data.messageId !== deletedMessageId);
    }
    if (tell !== undefined) tellings.push(tell);
  }
  return { tellings, withdrawals, deletedMessageIds };
}

function consequencesOf<E extends ToldEventName>({ name, data }: { name: E; data: Extract<ToldEvent, { name: E }>['data'] }) {
  // Together they make an event; apart TypeScript no longer knows that they belong together.
  return (WHO_IS_TOLD[name] as (data: unknown) => Consequences)(data);
}

function without(telling: Telling, { collapseKey, userIds }: Withdrawal): Telling {
  if (telling.collapseKey !== collapseKey) return telling;
  return { ...telling, userIds: telling.userIds.filter((id) => !userIds.includes(id)) };
}
