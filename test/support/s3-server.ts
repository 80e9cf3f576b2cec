import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess } from './processes.js';
import { freshDirectory } from './test-run.js';

const BUCKET = 'lyceum-files';
const START_MS = 20_000;
const STOP_MS = 10_000;
/** How it calls the file of an object's content; others hold what is known of it. */
const CONTENT = '._S3rver_object';

/** A server that speaks as S3 does, with one bucket, as a process of its own on a free port. */
export interface S3Server {
  /** What a gateway needs to keep its files there. */
  readonly env: Record<string, string>;
  /** How many objects the bucket has. */
  count(): number;
  /** As if somebody else had emptied the bucket. */
  removeAll(): void;
  stop(): Promise<void>;
}

export async function startS3(): Promise<S3Server> {
  const directory = freshDirectory('s3');
  const bucket = join(directory, BUCKET);
  const server = new ServerProcess({
    name: 's3rver',
    command: process.execPath,
    args: [
      join(process.cwd(), 'node_modules', 's3rver', 'bin', 's3rver.js'),
      ...['--directory', directory, '--address', '127.0.0.1', '--port', '0', '--configure-bucket', BUCKET],
    ],
    env: { PATH: process.env.PATH ?? '' },
    cwd: directory,
  });
  const port = await server.waitFor('listening', (output) => /listening on \S*:(\d+)/i.exec(output)?.[1], START_MS);
  const contents = () => {
    const entries = existsSync(bucket) ? readdirSync(bucket, { recursive: true, withFileTypes: true }) : [];
    return entries.filter((entry) => entry.isFile() && entry.name.endsWith(CONTENT));
  };
  return {
    env: {
      FILES_S3_BUCKET: BUCKET,
      FILES_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      FILES_S3_ACCESS_KEY_ID: 'S3RVER',
      FILES_S3_SECRET_ACCESS_KEY: 'S3RVER',
      FILES_S3_PATH_STYLE: 'on',
    },
    count: () => contents().length,
    removeAll: () => {
      for (const { parentPath, name } of contents()) rmSync(join(parentPath, name));
    },
    stop: async () => {
      await server.stop('SIGTERM', STOP_MS);
    },
  };
}
