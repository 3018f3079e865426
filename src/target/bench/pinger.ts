import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const REQUEST = 'GET /ping HTTP/1.1\r\nhost: bench\r\n\r\n';
const LAST_BYTE = '}'.charCodeAt(0);

/**
 * Sends pings over one connection, one at a time. Much cheaper than an HTTP client, which would be most of what is
 * measured: it does not read the answer, all of which are of one length, beyond its status.
 */
export class Pinger {
  readonly #socket: Socket;
  #answerBytes = Number.POSITIVE_INFINITY;
  #received = 0;
  #done: (() => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  static async open(url: string): Promise<Pinger> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new Pinger(socket.setNoDelay());
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail?.(error));
    socket.on('close', () => this.#fail?.(new Error('the service closed the connection')));
  }

  ping(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#fail = reject;
      this.#socket.write(REQUEST);
    });
  }

  close(): void {
    this.#fail = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#received === 0 && !chunk.subarray(0, 12).equals(OK)) {
      this.#fail?.(new Error(`the service answered ${chunk.toString('latin1').split('\r\n')[0]}`));
      return;
    }
    this.#received += chunk.length;
    // The first answer tells how long they are: its body is JSON.
    if (this.#answerBytes === Number.POSITIVE_INFINITY && chunk.at(-1) === LAST_BYTE)
      this.#answerBytes = this.#received;
    if (this.#received < this.#answerBytes) return;
    this.#received = 0;
    this.#done?.();
  }
}

const OK = Buffer.from('HTTP/1.1 200');
