/** What passes between the process and the worker that runs the embedded database. A session is one connection of the driver. */
export type ToWorker =
  { kind: 'bytes'; session: number; bytes: Uint8Array } | { kind: 'end'; session: number } | { kind: 'stop' };

export type FromWorker = { kind: 'ready' } | { kind: 'bytes'; session: number; bytes: Uint8Array };

export interface WorkerSettings {
  directory: string;
}
