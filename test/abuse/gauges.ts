import type { Gateway } from '../support/gateway.js';

async function metrics({ httpUrl }: Gateway): Promise<string> {
  return (await fetch(`${httpUrl}/metrics`)).text();
}

/** Open connections, of all dialects and transports. */
export async function openConnections(gateway: Gateway): Promise<number> {
  const counts = [...(await metrics(gateway)).matchAll(/^lyceum_connections\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** When the process began: another value is another process. */
export async function startOf(gateway: Gateway): Promise<string | undefined> {
  return /^process_start_time_seconds (\S+)/m.exec(await metrics(gateway))?.[1];
}
