import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Inbox, type JsonObject } from './inbox.js';
import { installed } from './installed-servers.js';
import type { Endpoint } from './raw-client.js';
import type { Occurrence } from './socket-client.js';

const SCRIPT = join(process.cwd(), 'test', 'support', 'python-client.py');
/** Python takes its time to start on a busy machine. */
const START_MS = 20_000;

/** Debian's `python3-socketio` in a process of its own; records what it got. */
export class PythonClient {
  private static readonly running = new Set<PythonClient>();

  private readonly inbox = new Inbox<Occurrence>();
  private asked = 0;
  /** The end of what it printed as complaints; part of the error when something is missing. */
  private complaints = '';

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, Readable>) {
    PythonClient.running.add(this);
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.inbox.add(JSON.parse(line) as Occurrence);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaints = (this.complaints + text).slice(-2_000);
    });
    child.once('close', (code) => {
      PythonClient.running.delete(this);
      this.inbox.end(`Python ended with code ${code ?? -1}: ${this.complaints}`);
    });
  }

  /** Starts it with a token, or whatever else it shows; resolves when it is connected or refused, with which of the two. */
  static async start(
    gateway: Endpoint,
    transport: 'websocket' | 'polling',
    auth: string | JsonObject,
    headers: Record<string, string> = {},
    { reconnects = false } = {},
  ): Promise<PythonClient> {
    const shown = typeof auth === 'string' ? { token: auth } : auth;
    const handshake = { AUTH: JSON.stringify(shown), HEADERS: JSON.stringify(headers) };
    const env = { ...handshake, ...(reconnects ? { RECONNECTS: '1' } : {}), PYTHONDONTWRITEBYTECODE: '1' };
    const args = [SCRIPT, gateway.httpUrl, transport];
    const client = new PythonClient(spawn(installed.python ?? '', args, { env, stdio: ['pipe', 'pipe', 'pipe'] }));
    await client.next(({ event }) => event === 'connect' || event === 'refused', START_MS);
    return client;
  }

  static async closeAll(): Promise<void> {
    await Promise.all([...PythonClient.running].map((client) => client.close()));
  }

  get occurrences(): readonly Occurrence[] {
    return this.inbox.received;
  }

  emit(event: string, data: unknown): void {
    this.write({ event, data });
  }

  /** Sends and waits for the acknowledgement's one argument. */
  async request(event: string, data: unknown): Promise<JsonObject> {
    const ack = (this.asked += 1);
    this.write({ event, data, ack });
    const { args } = await this.next((item) => item.event === 'ack' && item.args[0] === ack);
    if (args.length !== 2) throw new Error(`The answer to ${event} has ${args.length - 1} arguments: ${JSON.stringify(args)}`);
    return args[1] as JsonObject;
  }

  next(fits: (item: Occurrence) => boolean, withinMs = 5_000): Promise<Occurrence> {
    return this.inbox.take('an event', fits, withinMs);
  }

  /** Stops the whole process, as a phone does with an app in the background, until `resume`. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends it by the end of its input; it says farewell. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const closed = once(this.child, 'close');
    this.child.stdin.end();
    const late = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await closed;
    clearTimeout(late);
  }

  private write(command: object): void {
    this.child.stdin.write(`${JSON.stringify(command)}\n`);
  }
}
