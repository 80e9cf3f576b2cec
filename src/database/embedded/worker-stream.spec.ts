import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Session, WorkerStream } from './worker-stream.js';

class RecordingSession implements Session {
  readonly sent: Buffer[] = [];
  ended = 0;

  send(bytes: Buffer): void {
    this.sent.push(bytes);
  }

  end(): void {
    this.ended += 1;
  }
}

describe('WorkerStream', () => {
  it('says it is connected when the session is open, and carries bytes both ways', async () => {
    const session = new RecordingSession();
    const stream = new WorkerStream(() => Promise.resolve(session));
    await once(stream.connect(), 'connect');

    stream.write(Buffer.from('question'));
    stream.push(Buffer.from('answer'));

    expect(Buffer.concat(session.sent).toString()).toBe('question');
    expect(String((await once(stream, 'data'))[0])).toBe('answer');
  });

  it('sends what was corked as one', async () => {
    const session = new RecordingSession();
    const stream = new WorkerStream(() => Promise.resolve(session));
    await once(stream.connect(), 'connect');

    stream.cork();
    for (const text of ['parse ', 'bind ', 'sync']) stream.write(Buffer.from(text));
    stream.uncork();

    expect(session.sent.map(String)).toEqual(['parse bind sync']);
  });

  it('ends its session once when it is destroyed', async () => {
    const session = new RecordingSession();
    const stream = new WorkerStream(() => Promise.resolve(session));
    await once(stream.connect(), 'connect');

    stream.destroy();
    await once(stream, 'close');

    expect(session.ended).toBe(1);
  });

  it('ends a session that opens after it was given up', async () => {
    const session = new RecordingSession();
    const stream = new WorkerStream(() => Promise.resolve(session));
    stream.connect().destroy();
    await once(stream, 'close');

    expect(session.ended).toBe(1);
  });

  it('fails the driver at once when the database does not start', async () => {
    const client = new pg.Client({
      host: 'embedded',
      ssl: false,
      stream: () => new WorkerStream(() => Promise.reject(new Error('the directory is broken'))),
    });

    await expect(client.connect()).rejects.toThrow('the directory is broken');
  });
});
