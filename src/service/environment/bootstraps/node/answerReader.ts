/** Cuts what comes on the socket of the Runtime API into answers. */

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Of an answer whose body is not whole. */
interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly bodyStart: number;
  readonly end: number;
}

export class AnswerReader {
  /** What has come of the answers that are not read yet: joined when one of them may be whole. */
  #chunks: Buffer[] = [];
  #length = 0;
  #head: Head | undefined;

  /** The answers that are whole with this chunk. */
  *read(chunk: Buffer): Generator<Answer> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length > 0 && this.#length >= (this.#head?.end ?? 0)) {
      const received = this.#join();
      this.#head ??= readHead(received);
      if (this.#head === undefined) return;
      const { status, headers, bodyStart, end } = this.#head;
      if (received.length < end) return;
      this.#head = undefined;
      this.#length -= end;
      this.#chunks = this.#length === 0 ? [] : [received.subarray(end)];
      yield { status, headers, body: received.subarray(bodyStart, end) };
    }
  }

  #join(): Buffer {
    const [only] = this.#chunks;
    const joined = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks, this.#length);
    this.#chunks = [joined];
    return joined;
  }
}

/** `undefined` while the head is not whole. */
function readHead(received: Buffer): Head | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = received.toString('latin1', 0, headEnd).split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), textOf(line.slice(colon + 1).trim()));
  }
  const bodyStart = headEnd + 4;
  const status = Number(statusLine.split(' ')[1]);
  return { status, headers, bodyStart, end: bodyStart + Number(headers.get('content-length') ?? 0) };
}

/** Header values travel as bytes; the client context is JSON in UTF-8. */
function textOf(bytes: string): string {
  return /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}
