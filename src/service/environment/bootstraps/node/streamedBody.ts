/** The body of a response that is sent while it is written: HTTP chunks, and trailers for an error that comes late. */

import type { Socket } from 'node:net';

export class StreamedBody {
  readonly #socket: Socket;
  readonly #finish: (lastBytes: string) => Promise<number>;
  #isEnded = false;

  /** `finish` sends the last bytes and resolves with the status of the answer. */
  constructor(socket: Socket, head: string, finish: (lastBytes: string) => Promise<number>) {
    this.#socket = socket;
    this.#finish = finish;
    socket.write(head);
  }

  /** Calls back when the socket takes more. What comes after the end is thrown away. */
  write(piece: Uint8Array, taken: () => void): void {
    // A chunk without bytes would be the end.
    if (this.#isEnded || piece.length === 0) {
      taken();
      return;
    }
    this.#socket.cork();
    this.#socket.write(`${piece.length.toString(16)}\r\n`);
    this.#socket.write(piece);
    const hasRoom = this.#socket.write('\r\n');
    this.#socket.uncork();
    if (hasRoom) taken();
    else this.#socket.once('drain', taken);
  }

  /** Resolves with the HTTP status: 202, or 413 for a response that was too large. */
  end(): Promise<number> {
    return this.#end('0\r\n\r\n');
  }

  /** `error` is JSON: it travels as base64. */
  fail(errorType: string, error: string): Promise<number> {
    const body = Buffer.from(error).toString('base64');
    return this.#end(
      `0\r\nLambda-Runtime-Function-Error-Type: ${errorType}\r\nLambda-Runtime-Function-Error-Body: ${body}\r\n\r\n`,
    );
  }

  #end(lastBytes: string): Promise<number> {
    this.#isEnded = true;
    return this.#finish(lastBytes);
  }
}
