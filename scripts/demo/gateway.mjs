// The gateway that a demo runs on: a process of its own, with nothing of the caller's settings but where to listen.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const STOP_MS = 26_000;
/** Enough of what it printed to tell why it ended. */
const KEPT_CHARACTERS = 4_000;
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

function settings({ dataDir, admin, env }) {
  const { PATH = '', HOST = '127.0.0.1', PORT = '3000' } = process.env;
  return {
    PATH,
    HOST,
    PORT,
    DATA_DIR: dataDir,
    ADMIN_USERNAMES: admin,
    GUEST_ACCESS: 'allow',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'info',
    // The webhook's address is the demo itself.
    OUTBOUND_ALLOWED: '127.0.0.1',
    // Its people came from one address, and so does whoever the playground's self-check registers after them.
    RATE_REGISTRATIONS_PER_HOUR: '1000',
    // Nobody should have to wait to see who is gone.
    PRESENCE_GRACE_MS: '1000',
    // Who waits for help does so for as long as the demo is looked at.
    HELP_EXPIRES_MINUTES: '10080',
    // There is no other node to send anybody to.
    DRAIN_NOTICE_MS: '0',
    DRAIN_SPREAD_MS: '0',
    ...env,
  };
}

/** Starts one, with these settings and options of Node.js beside its own. `url` resolves when it listens; `ended` with its last words, if it ends without having been told to. */
export function launchGateway({ nodeOptions = [], ...options }) {
  const env = settings(options);
  // There, a `.env` of the caller's, and the database it names, are out of sight.
  const child = spawn(process.execPath, [...nodeOptions, MAIN], { cwd: options.dataDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));

  let output = '';
  let isStopping = false;
  const exited = new Promise((resolve) => child.once('close', resolve));
  const port = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-KEPT_CHARACTERS);
        const found = /"port":(\d+)[^\n]*"msg":"listening"/.exec(output)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
  });

  return {
    url: port.then((number) => `http://${['0.0.0.0', '127.0.0.1'].includes(env.HOST) ? 'localhost' : env.HOST}:${number}`),
    ended: new Promise((resolve) => {
      void exited.then(() => !isStopping && resolve(output));
    }),
    stop: async () => {
      isStopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
