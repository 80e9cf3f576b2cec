import { setTimeout as wait } from 'node:timers/promises';
import { query, type Postgres } from '../../support/postgres.js';

/** A step of PostgreSQL's account of a statement. */
interface Step {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Step[];
}

/** A statement that was asked, and how many rows of a table it looked at for that. */
export interface Look {
  readonly table: string;
  readonly rows: number;
  readonly sql: string;
}

const EXPLAINING = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
};

/** From now on the server logs what each statement in that database looks at. Cuts all connections. */
export async function explainAll(postgres: Postgres, databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  for (const [key, value] of Object.entries(EXPLAINING))
    await query(databaseUrl, `ALTER DATABASE ${name} SET ${key} = '${value}'`);
  await postgres.terminateBackends();
}

/** What was looked at during the work, by this or anything else, each statement's tables once; the largest looks first. */
export async function looksDuring(postgres: Postgres, databaseUrl: string, work: () => Promise<void>): Promise<Look[]> {
  const begin = await mark(postgres, databaseUrl);
  await work();
  const end = await mark(postgres, databaseUrl);
  const log = postgres.output();
  if (!log.includes(begin)) throw new Error('More was logged than is kept of it');
  const looks = new Map<string, Look>();
  for (const look of looksIn(log.slice(log.indexOf(begin), log.lastIndexOf('LOG:', log.indexOf(end))))) {
    const key = `${look.table} ${look.sql}`;
    if (look.rows > (looks.get(key)?.rows ?? -1)) looks.set(key, look);
  }
  return [...looks.values()].toSorted((one, other) => other.rows - one.rows);
}

/** Resolves when everything that was asked before stands in the log. */
async function mark(postgres: Postgres, databaseUrl: string): Promise<string> {
  const text = `mark ${Math.random()}`;
  await query(databaseUrl, `SELECT '${text}' FROM lyceum.rooms LIMIT 1`);
  while (!postgres.output().includes(text)) await wait(10);
  return text;
}

function looksIn(log: string): Look[] {
  return [...log.matchAll(/ plan:\n((?:\t.*\n)+)/g)].flatMap(([, text = '']) => {
    const { 'Query Text': sql, Plan: plan } = JSON.parse(text) as { 'Query Text': string; Plan: Step };
    const rowsOf = new Map<string, number>();
    count(plan, rowsOf);
    return [...rowsOf].map(([table, rows]) => ({ table, rows, sql }));
  });
}

function count(step: Step, rowsOf: Map<string, number>): void {
  const table = step['Relation Name'];
  if (table !== undefined) {
    const each = step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0);
    rowsOf.set(table, (rowsOf.get(table) ?? 0) + each * step['Actual Loops']);
  }
  for (const below of step.Plans ?? []) count(below, rowsOf);
}
