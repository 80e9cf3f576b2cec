import { Counter } from 'prom-client';

export const refusedConnections = new Counter({
  name: 'lyceum_connections_refused_total',
  help: 'Connections refused before their handshake: too many are made at once (rate), or their address has too many (address)',
  labelNames: ['reason'] as const,
});
