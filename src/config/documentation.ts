import type { z } from 'zod';
import { areas } from './areas.js';
import { runtimeSchema } from './runtime.config.js';
import type { Declaration, StartConditions } from './setting.js';
import { declarations } from './setting.js';

/** A key as the documentation shows it. */
interface DocumentedKey extends Declaration {
  allowed: string;
  productionDefault: string | undefined;
}

const TITLES = {
  runtime: 'Environment',
  server: 'Server',
  auth: 'Accounts and guests',
  issuers: 'Tokens of other issuers',
  database: 'Database',
  cluster: 'Several nodes',
  realtime: 'Connections',
  rooms: 'Rooms',
  chat: 'Chat',
  presence: 'Presence',
  calls: 'Calls',
  help: 'Help requests',
  mentors: 'Mentors',
  outbound: 'Webhooks and pushes',
  limits: 'Rate limits',
  serverApi: 'Server API',
  ops: 'Logs and metrics',
} as const;

const INTRODUCTION = `# Configuration

Every key has a default that runs. Keys are environment variables; a file \`.env\` in the working directory is read too, and the
environment wins over the file. An empty value counts as absent. A bad value stops the start with one message that names every
bad key.

With \`NODE_ENV=production\` the start is refused when \`JWT_SECRET\` is missing, when it or a secret shared with NextAuth, a TURN server or
LiveKit is shorter than 32 bytes or a well-known placeholder, and when an origin is \`*\`.

Old names go on working. Where both are set, the first name wins, except for origins, which are added up.

This page and \`.env.example\` are generated from the schemas in \`src/config\`; change those, not these.
`;

/** The text of `docs/config.md`. */
export function configPage(): string {
  const sections = documentedAreas().map(([title, keys]) => `## ${title}\n\n${table(keys)}`);
  return [INTRODUCTION, ...sections].join('\n');
}

/** The text of `.env.example`: every key with its default, commented out. */
export function envExample(): string {
  const sections = documentedAreas().map(([title, keys]) => `# --- ${title} ---\n\n${keys.map(exampleEntry).join('\n')}`);
  return ['# Copy to .env and change what you need: everything has a default.\n', ...sections].join('\n');
}

function documentedAreas(): [string, DocumentedKey[]][] {
  const start: StartConditions = { production: false, interactive: true, directory: '.' };
  const usual = { runtime: runtimeSchema, ...areas(start) };
  const strict = { runtime: runtimeSchema, ...areas({ ...start, production: true }) };
  const names = Object.keys(TITLES) as (keyof typeof TITLES)[];
  return names.map((area) => [TITLES[area], documentedKeys(usual[area].shape, strict[area].shape)]);
}

type Shape = Readonly<Record<string, z.ZodType>>;

function documentedKeys(usual: Shape, strict: Shape): DocumentedKey[] {
  return Object.entries(usual).flatMap(([member, schema]) => {
    const declaration = declarations.get(schema);
    if (declaration === undefined) return [];
    const inProduction = strict[member];
    const productionDefault = inProduction && declarations.get(inProduction)?.default;
    return [{ ...declaration, allowed: schema.description ?? '', productionDefault }];
  });
}

function table(keys: DocumentedKey[]): string {
  const rows = keys.map((key) => [nameCell(key), defaultText(key), key.allowed, key.meaning]);
  const lines = [['Key', 'Default', 'Allowed', 'Meaning'], ...rows].map((cells) =>
    cells.map((cell) => cell.replaceAll('|', '\\|')),
  );
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const drawn = lines.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${[drawn[0], rule, ...drawn.slice(1)].join('\n')}\n`;
}

function nameCell({ env, aliases = [], united }: DocumentedKey): string {
  if (aliases.length === 0) return `\`${env}\``;
  return `\`${env}\` (${united === true ? 'and' : 'or'} ${aliases.map((alias) => `\`${alias}\``).join(', ')})`;
}

function defaultText({ default: usual, productionDefault, shownDefault }: DocumentedKey): string {
  if (shownDefault !== undefined) return shownDefault;
  const shown = usual === undefined || usual === '' ? 'none' : `\`${usual}\``;
  return productionDefault === usual ? shown : `${shown}; in production \`${productionDefault ?? ''}\``;
}

function exampleEntry(key: DocumentedKey): string {
  const { env, aliases = [], default: value = '', meaning, allowed, united } = key;
  const others = aliases.length === 0 ? [] : [`# ${united === true ? 'Added to it' : 'Old name'}: ${aliases.join(', ')}.`];
  const facts = `# Allowed: ${allowed}. Default: ${defaultText(key)}.`.replaceAll('`', '');
  return [`# ${meaning.replaceAll('`', '')}`, facts, ...others, `#${env}=${value}`, ''].join('\n');
}
