/** Where things are kept over a reload: `localStorage`, `sessionStorage`, or anything like them. */
export type ClientStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Hears what the client does; `console` will do. */
export interface ClientLogger {
  debug(message: string, ...details: unknown[]): void;
  warn(message: string, ...details: unknown[]): void;
}
