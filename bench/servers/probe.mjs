// Loaded into every measured server with `--import`: answers how much CPU time and memory the process has taken.
import { setTimeout as wait } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { serve } from '../processes/rpc.mjs';

if (isMainThread && process.send !== undefined) {
  serve({
    cpu() {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    async memory() {
      // What a finalizer or a closing socket lets go is there for the next collection only.
      for (let round = 0; round < 4; round += 1) {
        globalThis.gc();
        await wait(100);
      }
      const { rss, heapUsed, external } = process.memoryUsage();
      return { rss, heap: heapUsed + external };
    },
    rss: () => process.memoryUsage.rss(),
  });
  // A server ends when its own work does.
  process.channel.unref();
}
