import { resolve } from 'node:path';
import { z } from 'zod';
import type { StartConditions } from './setting.js';
import { setting, settingWithoutDefault } from './setting.js';
import { url, wholeNumber, written } from './values.js';

const ALLOWED = 'a PostgreSQL URL such as postgres://user:password@host:5432/name';
const postgresUrl = url(ALLOWED, ['postgres', 'postgresql']);

/** An old template's line that nobody filled in; its server kept everything in memory, so outside production it means "none". */
const unfilled = z.literal('your_database_url_here').transform(() => undefined);

export const databaseSchema = ({ production, directory }: StartConditions) =>
  z.object({
    url: settingWithoutDefault(
      (production ? postgresUrl : z.union([unfilled, postgresUrl], { error: `must be ${ALLOWED}` })).optional().describe(ALLOWED),
      {
        env: 'DATABASE_URL',
        aliases: ['DB_CONNECTION_STRING'],
        secret: true,
        shownDefault: 'none: the embedded database in `DATA_DIR`',
        meaning: 'PostgreSQL (15 or newer) that keeps everything; all tables live in its schema `lyceum`.',
      },
    ),
    dataDir: setting(
      written('a path', (text) => (text.includes('\0') ? undefined : resolve(directory, text))),
      {
        env: 'DATA_DIR',
        default: './data',
        meaning: 'Directory of the embedded database, of the generated secret and of uploaded files.',
      },
    ),
    poolSize: setting(wholeNumber(1, 500), {
      env: 'DATABASE_POOL_SIZE',
      default: '10',
      meaning: 'Connections this node holds to PostgreSQL at most; the embedded database always uses one.',
    }),
    statementTimeoutMs: setting(wholeNumber(100, 600_000), {
      env: 'DATABASE_STATEMENT_TIMEOUT_MS',
      default: '2500',
      meaning: 'Milliseconds after which PostgreSQL cancels a statement; below 3000, clients hear of it within three seconds.',
    }),
    connectionTimeoutMs: setting(wholeNumber(100, 60_000), {
      env: 'DATABASE_CONNECTION_TIMEOUT_MS',
      default: '2500',
      meaning:
        'Milliseconds to wait for a connection to PostgreSQL before a request is answered `UNAVAILABLE`; for the one of the embedded database at least 10000.',
    }),
  });
