import type { Endpoint } from '../support/raw-client.js';
import { joinNamespace, PollingLine, SocketLine, type Line } from './lines.js';

/** How the clients of one dialect speak on one transport. */
export interface Tongue {
  readonly dialect: string;
  /** A request that is to be answered under that number, where the dialect has answers. */
  write(event: string, payload: string, id: number): string;
  /** The number of the request that a text answers. */
  answered(text: string): number | undefined;
  connect(gateway: Endpoint, token: string): Promise<Line>;
}

const SOCKET_IO = ['lyceum', 'chatroom', 'direct-messages', 'instant-mentor'] as const;

function socketIo(dialect: string, open: (gateway: Endpoint) => Promise<Line>): Tongue {
  return {
    dialect,
    write: (event, payload, id) => `42${id}[${JSON.stringify(event)},${payload}]`,
    answered: (text) => {
      const [, id] = /^43(\d+)\[/.exec(text) ?? [];
      return id === undefined ? undefined : Number(id);
    },
    connect: async (gateway, token) => joinNamespace(await open(gateway), { token, dialect }),
  };
}

function raw(dialect: string, path: (token: string) => string, write: Tongue['write']): Tongue {
  return {
    dialect,
    write,
    answered: (text) => {
      if (!text.startsWith('{"type":"ack"')) return undefined;
      const { id } = JSON.parse(text) as { id: unknown };
      return typeof id === 'number' ? id : undefined;
    },
    connect: (gateway, token) => SocketLine.open(gateway, path(encodeURIComponent(token.toWellFormed()))),
  };
}

/** By transport. */
export const TONGUES: Readonly<Record<'raw' | 'websocket' | 'polling', readonly Tongue[]>> = {
  raw: [
    raw(
      'lyceum',
      (token) => `/?dialect=lyceum&token=${token}`,
      (event, payload, id) => {
        return `{"type":${JSON.stringify(event)},"id":${id},"data":${payload}}`;
      },
    ),
    raw(
      'skill-lift',
      (token) => `/?token=${token}`,
      (event, payload) => `{"type":${JSON.stringify(event)},"data":${payload}}`,
    ),
    raw(
      'group-study',
      () => '/',
      (event, payload) => {
        // The fields stand in the frame itself; what is no object is no frame of this dialect.
        const fields = payload.startsWith('{') ? payload.slice(1, -1) : `"x":${payload}`;
        return `{"type":${JSON.stringify(event)}${fields.trim() === '' ? '' : `,${fields}`}}`;
      },
    ),
  ],
  websocket: SOCKET_IO.map((dialect) =>
    socketIo(dialect, (gateway) => SocketLine.open(gateway, '/socket.io/?EIO=4&transport=websocket')),
  ),
  polling: SOCKET_IO.map((dialect) => socketIo(dialect, (gateway) => PollingLine.open(gateway))),
};

/** Whether one who asks is answered under their number; elsewhere only what goes wrong is said. */
export function hasAnswers(transport: keyof typeof TONGUES, { dialect }: Tongue): boolean {
  return transport !== 'raw' || dialect === 'lyceum';
}
