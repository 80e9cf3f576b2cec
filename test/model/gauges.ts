import { expect } from '@jest/globals';
import type { Gateway } from '../support/gateway.js';
import { eventually } from '../support/wait.js';

/** Rise and fall by themselves, whatever people do. */
const FREE = /^lyceum_(database_pool|outbox_|deliveries_)/;
const SETTLES_MS = 20_000;

/** What the node counts as being there now, by name: people's connections and the like. */
export async function gaugesOf(node: Gateway): Promise<Record<string, number>> {
  const text = await (await fetch(`${node.httpUrl}/metrics`)).text();
  const names = [...text.matchAll(/^# TYPE (lyceum_\w+) gauge$/gm)].flatMap(([, name = '']) => (FREE.test(name) ? [] : [name]));
  return Object.fromEntries(names.map((name) => [name, sumOf(text, name)]));
}

/** When everybody has left, every gauge is back where it was. */
export async function backAt(nodes: readonly Gateway[], base: readonly Record<string, number>[]): Promise<void> {
  await eventually(async () => {
    expect(await Promise.all(nodes.map(gaugesOf))).toEqual(base);
  }, SETTLES_MS);
}

function sumOf(text: string, name: string): number {
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))];
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}
