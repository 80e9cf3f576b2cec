export type WireState = 'connecting' | 'connected' | 'closed';

/** Who is told of everything that a connection says and hears. */
export interface Tap {
  /** The literal text that went over the wire. */
  readonly frame: (direction: 'in' | 'out', wire: string) => void;
  /** `closed` says why, in a sentence; it comes once. */
  readonly state: (state: WireState, why?: string) => void;
}

/** An open connection. It does not come back by itself: who looks at frames wants to see each attempt. */
export interface Wire {
  /** Sends an event; `ask` wants the server's answer to it, where the dialect has answers. */
  send(event: string, payload: unknown, ask?: boolean): void;
  /** Sends this very text, whatever it is; Socket.IO takes it for a packet. */
  sendText(text: string): void;
  close(): void;
}
