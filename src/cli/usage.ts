import { parseArgs } from 'node:util';
import { AppError } from '../common/index.js';
import { orderFrom, type Order } from '../control/order.js';

export const USAGE = `Usage: npm run lyceum -- <command>

  users list [--role student|mentor|admin] [--search <text>]   who has an account
  users promote <name> <role>                                  make somebody student, mentor or admin
  users ban <name>                                             sign somebody out of everything, and keep them out
  users unban <name>                                           let them in again
  users sign-out <name>                                        sign somebody out of everything
  invitations create                                           a code with which one person may register as a mentor

  --json    print JSON (also where the output is no terminal)
  --help    print this

<name> is a username, or the id of somebody who has none. Settings are the gateway's own (see docs/config.md): with DATABASE_URL the
command works on that database, and gateways that run hear of it within two seconds; without, on the embedded one in DATA_DIR,
through the gateway where one is running.
`;

export interface Call {
  /** Undefined: help was asked for. */
  order: Order | undefined;
  json: boolean;
}

/** A command line that is not understood. */
export class UsageError extends Error {}

const SWITCHES = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  role: { type: 'string' },
  search: { type: 'string' },
} as const;

/** What the command line asks for. Throws `UsageError`. */
export function callFrom(args: readonly string[]): Call {
  const { values, positionals } = parsed(args);
  if (values.help || positionals.length === 0) return { order: undefined, json: values.json };
  const [subject = '', verb = '', ...rest] = positionals;
  const [person, role] = rest;
  const command = `${subject} ${verb}`.trim();
  const takes = ARGUMENTS.get(command);
  if (takes === undefined) throw new UsageError(`There is no command "${command}".`);
  if (rest.length !== takes.length) throw new UsageError(`"${command}" takes ${takes.join(' and ') || 'nothing more'}.`);
  const { role: ofRole, search } = values;
  if (command !== 'users list' && (ofRole !== undefined || search !== undefined)) {
    throw new UsageError('--role and --search are for "users list".');
  }
  switch (command) {
    case 'users list':
      return { order: understood({ order: 'list', role: ofRole, search }), json: values.json };
    case 'users promote':
      return { order: understood({ order: 'promote', person, role }), json: values.json };
    case 'invitations create':
      return { order: { order: 'invite-mentor' }, json: values.json };
    default:
      return { order: understood({ order: verb, person }), json: values.json };
  }
}

const ARGUMENTS = new Map<string, string[]>([
  ['users list', []],
  ['users promote', ['a name', 'a role']],
  ['users ban', ['a name']],
  ['users unban', ['a name']],
  ['users sign-out', ['a name']],
  ['invitations create', []],
]);

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: SWITCHES, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function understood(value: object): Order {
  try {
    return orderFrom(value);
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(error.message);
    throw error;
  }
}
