import type { ClientBase } from 'pg';

/** Statements that every connection prepares once, under these names. */
const names = new Map<string, string>();

/**
 * Marks a statement that is asked all the time: PostgreSQL reads and plans it once for each connection instead of each time, which takes
 * longer than many a statement itself. Not for one whose best plan depends on what it is asked for. Gives the statement as it is.
 */
export function prepared(name: string, sql: string): string {
  for (const [other, taken] of names) if (taken === name && other !== sql) throw new Error(`Two statements are called ${name}`);
  names.set(sql, name);
  return sql;
}

type Query = (statement: unknown, values?: unknown, ...rest: unknown[]) => unknown;

/** Makes this connection prepare what is marked; TypeORM, through which everything goes, has no way to say so. */
export function usePrepared(client: ClientBase): void {
  const query = client.query.bind(client) as Query;
  const named: Query = (statement, ...rest) => {
    const name = typeof statement === 'string' ? names.get(statement) : undefined;
    return query(name === undefined ? statement : { name, text: statement }, ...rest);
  };
  Object.assign(client, { query: named });
}
