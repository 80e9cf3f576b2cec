import { fileURLToPath } from 'node:url';
import { start } from './child.mjs';

/**
 * The clients, in a process of their own; see `load/main.mjs` for what can be asked of them.
 */
export function startLoad() {
  const main = fileURLToPath(new URL('../load/main.mjs', import.meta.url));
  const child = start(process.execPath, [main], { env: {}, ipc: true });
  return { ask: child.ask, stop: () => child.stop('SIGKILL') };
}
