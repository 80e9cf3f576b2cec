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
  keys create --name <text> --scopes <scope>,… [--days <n>]    an API key for the app's own backend; it is shown this once
  keys list                                                    all API keys, without what makes them good
  keys revoke <id>                                             makes an API key good for nothing
  webhooks add <url> [--events <event>,…]                      tell an app's backend of these events, or of all; shows its secret once
  webhooks list                                                all webhooks, and whether they work
  webhooks rotate <id>                                         a new secret; the old one signs for another day
  webhooks remove <id>                                         tell it nothing any more

  --json    print JSON (also where the output is no terminal)
  --help    print this

Scopes of API keys: users, tokens, rooms, messages, notifications, presence, moderation (see docs/server-api.md).
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
  name: { type: 'string' },
  scopes: { type: 'string' },
  days: { type: 'string' },
  events: { type: 'string' },
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
  const { role: ofRole, search, name, scopes, days, events } = values;
  if (command !== 'users list' && (ofRole !== undefined || search !== undefined)) {
    throw new UsageError('--role and --search are for "users list".');
  }
  if (command !== 'keys create' && [name, scopes, days].some((value) => value !== undefined)) {
    throw new UsageError('--name, --scopes and --days are for "keys create".');
  }
  if (command !== 'webhooks add' && events !== undefined) throw new UsageError('--events is for "webhooks add".');
  switch (command) {
    case 'users list':
      return { order: understood({ order: 'list', role: ofRole, search }), json: values.json };
    case 'users promote':
      return { order: understood({ order: 'promote', person, role }), json: values.json };
    case 'invitations create':
      return { order: { order: 'invite-mentor' }, json: values.json };
    case 'keys create':
      return { order: keyOrder({ name, scopes, days }), json: values.json };
    case 'keys list':
      return { order: { order: 'list-keys' }, json: values.json };
    case 'keys revoke':
      return { order: understood({ order: 'revoke-key', id: person }), json: values.json };
    case 'webhooks add':
      return { order: understood({ order: 'add-webhook', url: person, events: listed(events ?? '*') }), json: values.json };
    case 'webhooks list':
      return { order: { order: 'list-webhooks' }, json: values.json };
    case 'webhooks rotate':
    case 'webhooks remove':
      return { order: understood({ order: `${verb}-webhook`, id: person }), json: values.json };
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
  ['keys create', []],
  ['keys list', []],
  ['keys revoke', ['an id']],
  ['webhooks add', ['a URL']],
  ['webhooks list', []],
  ['webhooks rotate', ['an id']],
  ['webhooks remove', ['an id']],
]);

function keyOrder({ name, scopes, days }: { name?: string; scopes?: string; days?: string }): Order {
  if (name === undefined || scopes === undefined) throw new UsageError('"keys create" needs --name and --scopes.');
  return understood({
    order: 'create-key',
    name,
    scopes: listed(scopes),
    ...(days === undefined ? {} : { expiresInDays: Number(days) }),
  });
}

function listed(text: string): string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '');
}

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
