import type { Socket } from 'socket.io';

/** One event of a client, or what it takes for one; `id` asks for an acknowledgement. */
interface EventPacket {
  readonly data?: readonly unknown[];
  readonly id?: number;
}

export type EventListener = (event: unknown, payload: unknown, ackId: number | undefined) => void;

/**
 * Hears a socket's events where Socket.IO hands its packets over. Its own listeners would hear the same after an array of arguments, an
 * acknowledging function, a round of middleware and a turn that nobody here needs.
 */
export function listenToEvents(socket: Socket, listener: EventListener): void {
  const onevent = ({ data = [], id }: EventPacket): void => {
    listener(data[0], data[1], id);
  };
  Object.assign(socket, { onevent });
}

/** The public way to acknowledge: through Socket.IO's own encoder and queue. */
export function acknowledge(socket: Socket, ackId: number, answer: object): void {
  (socket as unknown as { ack(id: number): (answer: object) => void }).ack(ackId)(answer);
}
