import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { installed } from './installed-servers.js';
import { freePort } from './ports.js';
import { ServerProcess } from './processes.js';
import { freshDirectory } from './test-run.js';

const START_MS = 15_000;
const STOP_MS = 10_000;
/** A proof takes five seconds, however fast the machine is. */
const PROOF_MS = 30_000;

/** A TURN server of a test's own, on 127.0.0.1 and for peers there. */
export interface TurnServer {
  readonly port: number;
  /** As a browser is told. */
  readonly url: string;
  /** Everything it printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts Debian's coturn with that `static-auth-secret`. */
export async function startTurnServer(secret: string): Promise<TurnServer> {
  const { turnserver } = installed;
  if (turnserver === undefined) throw new Error('coturn is not installed here');
  const cwd = freshDirectory('coturn');
  const port = await freePort();
  const server = new ServerProcess({
    name: 'coturn',
    command: turnserver,
    args: [
      ...['-n', '--listening-ip=127.0.0.1', `--listening-port=${port}`, '--relay-ip=127.0.0.1', '--allow-loopback-peers'],
      ...['--no-cli', '--no-tls', '--no-dtls', '--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=lyceum.test'],
      // Nothing of the machine's own: its database of users, its pid file, its log.
      ...[`--userdb=${join(cwd, 'users')}`, `--pidfile=${join(cwd, 'pid')}`, '--log-file=stdout', '--simple-log', '--verbose'],
    ],
    env: { PATH: process.env.PATH ?? '' },
    cwd,
  });
  // The last thing it does before it listens to anybody.
  await server.waitFor('ready', (output) => output.includes('SQLite DB connection success') || undefined, START_MS);
  return {
    port,
    url: `turn:127.0.0.1:${port}?transport=udp`,
    output: () => server.output(),
    stop: async () => {
      await server.stop('SIGTERM', STOP_MS);
    },
  };
}

/** Whether two clients with these credentials can send to one another through the server, and what they printed. */
export async function relays(
  { port }: TurnServer,
  { username, credential }: { username: string; credential: string },
): Promise<{ done: boolean; output: string }> {
  const { turnClient } = installed;
  if (turnClient === undefined) throw new Error('coturn is not installed here');
  const args = ['-y', '-c', '-n', '5', '-m', '1', '-l', '100', '-p', String(port), '-u', username, '-w', credential, '127.0.0.1'];
  return new Promise((resolve) => {
    execFile(turnClient, args, { timeout: PROOF_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      resolve({ done: error === null, output: stdout + stderr });
    });
  });
}
