import { connect } from 'node:net';

const CLOSE = 8;
const PING = 9;

/** An empty frame with a mask of zeros. */
const emptyFrame = (opcode) => Buffer.from([0x80 | opcode, 0x80, 0, 0, 0, 0]);

/**
 * A WebSocket client that does as little as a load generator can: frames are told apart by their header and handed on where
 * they lie, so that two hundred receivers cost less than the server that is measured. No fragments, no compression.
 */
export class LightWebSocket {
  #tcp;
  #rest = null;
  #open = false;

  /** Called with every text frame: it lies in `buffer` from `start` to `end`. @type {(buffer: Buffer, start: number, end: number) => void} */
  onText = () => {};
  onOpen = () => {};
  /** Called once, when the connection is gone. */
  onClose = () => {};

  /** @param {{ port: number, path: string, localAddress: string }} options */
  constructor({ port, path, localAddress }) {
    this.#tcp = connect({ host: '127.0.0.1', port, localAddress, noDelay: true });
    const headers = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'];
    const key = Buffer.from(String(Math.random()).padEnd(16).slice(0, 16)).toString('base64');
    this.#tcp.write(
      [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, `Sec-WebSocket-Key: ${key}`, '', ''].join('\r\n'),
    );
    this.#tcp.on('data', (chunk) => this.#read(chunk));
    this.#tcp.on('error', (error) => (this.error = error));
    this.#tcp.once('close', () => this.onClose());
  }

  /** @param {string} text */
  send(text) {
    const length = Buffer.byteLength(text);
    const header = length < 126 ? 6 : 8;
    const frame = Buffer.allocUnsafe(header + length);
    frame[0] = 0x81;
    if (header === 6) frame[1] = 0x80 | length;
    else {
      frame[1] = 0x80 | 126;
      frame.writeUInt16BE(length, 2);
    }
    // A mask of zeros leaves the payload as it is.
    frame.fill(0, header - 4, header);
    frame.write(text, header);
    this.#tcp.write(frame);
  }

  /** Everything sent until `release` leaves in one piece. */
  hold() {
    this.#tcp.cork();
  }

  release() {
    this.#tcp.uncork();
  }

  close() {
    this.#tcp.end(emptyFrame(CLOSE));
  }

  #read(chunk) {
    let buffer = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#open) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end >= 0) {
        this.#open = buffer.latin1Slice(9, 12) === '101';
        if (this.#open) this.onOpen();
        else this.#tcp.destroy(new Error(buffer.latin1Slice(0, 200)));
        buffer = buffer.subarray(end + 4);
      }
      if (!this.#open) {
        this.#rest = buffer;
        return;
      }
    }
    const used = this.#frames(buffer);
    this.#rest = used === buffer.length ? null : buffer.subarray(used);
  }

  /** Hands on the whole frames in the buffer; returns where the first incomplete one begins. */
  #frames(buffer) {
    let at = 0;
    while (buffer.length - at >= 2) {
      let length = buffer[at + 1];
      let start = at + 2;
      if (length === 126) {
        if (buffer.length - at < 4) break;
        length = buffer.readUInt16BE(start);
        start += 2;
      } else if (length === 127) {
        if (buffer.length - at < 10) break;
        length = Number(buffer.readBigUInt64BE(start));
        start += 8;
      }
      const end = start + length;
      if (end > buffer.length) break;
      const opcode = buffer[at] & 0x0f;
      if (opcode === 1) this.onText(buffer, start, end);
      else if (opcode === PING)
        this.#tcp.write(Buffer.concat([Buffer.from([0x8a, 0x80 | length, 0, 0, 0, 0]), buffer.subarray(start, end)]));
      else if (opcode === CLOSE) this.#tcp.end(emptyFrame(CLOSE));
      at = end;
    }
    return at;
  }
}
