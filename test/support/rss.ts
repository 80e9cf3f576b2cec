import { readFileSync } from 'node:fs';

/** Memory of a process that is not swapped out, in megabytes. */
export function rssOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
