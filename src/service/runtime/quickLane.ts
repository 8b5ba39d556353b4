/**
 * The two requests that our own runtime sends for every invocation, answered straight on its socket: parsing HTTP, and
 * a system call for each piece, would be most of what a warm invocation costs. Only these very bytes are understood.
 * Everything else goes to `node:http`, and its connection stays there.
 */

import type { Socket } from 'node:net';
import { limits } from '../../lambda/limits.ts';
import type { RuntimeSession } from '../environment/runtimeSession.ts';
import { acceptedBody, refusalOf } from './reply.ts';
import { nextHeaders } from './routes/next.ts';

export interface QuickLaneOptions {
  readonly session: RuntimeSession;
  /** `127.0.0.1:PORT`: the host that the requests name. */
  readonly address: string;
  /** Takes the connection, with what came on it and was not understood put back. */
  readonly handOver: (socket: Socket) => void;
}

/** A head that is longer is none of the two. */
const headLimitBytes = 512;
/** What may come while a *next* is open; our own runtime sends nothing then. */
const waitingLimitBytes = 64 * 1024;
/** Head and body up to this size go out in one piece. */
const shortBytes = 16 * 1024;
const nothing = Buffer.alloc(0);

/** A response whose body is on its way. */
interface Incoming {
  readonly requestId: string;
  readonly body: Buffer;
  filledBytes: number;
  /** The runtime does not wait for the answer: it may go out with that of the *next* that follows. */
  readonly isHasty: boolean;
  readonly refusal: unknown;
}

export class QuickLane {
  readonly #socket: Socket;
  readonly #options: QuickLaneOptions;
  readonly #next: string;
  readonly #silentNext: string;
  readonly #response: RegExp;
  /** Came, and is not understood yet. */
  #received: Buffer = nothing;
  #incoming: Incoming | undefined;
  #isParked = false;
  /** An answer that goes out together with the following one. */
  #owed = '';

  /** The headers are described in bootstraps/node/runtimeClient.ts. */
  constructor(socket: Socket, options: QuickLaneOptions) {
    this.#socket = socket;
    this.#options = options;
    const base = '/2018-06-01/runtime/invocation';
    const host = `HTTP/1.1\r\nHost: ${options.address}\r\n`;
    this.#next = `GET ${base}/next ${host}\r\n`;
    this.#silentNext = `GET ${base}/next ${host}Lambda-Workbench-Output: none\r\n\r\n`;
    this.#response = new RegExp(
      `^POST ${base}/([0-9a-f-]{36})/response ${host}Content-Length: (\\d{1,7})\r\nContent-Type: application/json\r\n(Lambda-Workbench-Then: next\r\n)?\r\n`,
    );
    socket.on('data', this.#receive);
    socket.on('end', this.#end);
  }

  readonly #receive = (chunk: Buffer): void => {
    const rest = this.#incoming === undefined ? chunk : this.#fill(this.#incoming, chunk);
    if (rest.length > 0) this.#received = this.#received.length === 0 ? rest : Buffer.concat([this.#received, rest]);
    if (this.#received.length > waitingLimitBytes && this.#isParked) this.#socket.destroy();
    this.#serve();
  };

  readonly #end = (): void => {
    this.#socket.end();
  };

  /** Takes request after request, until one is not whole, a *next* is open, or the rest is not for here. */
  #serve(): void {
    while (this.#received.length > 0 && !this.#isParked && this.#incoming === undefined) {
      const head = this.#received.toString('latin1', 0, headLimitBytes);
      const response = this.#response.exec(head);
      if (response !== null && Number(response[2]) <= limits.runtimeResponseBytes) this.#takeResponse(response);
      else if (head.startsWith(this.#next)) this.#takeNext(this.#next.length, false);
      else if (head.startsWith(this.#silentNext)) this.#takeNext(this.#silentNext.length, true);
      else {
        if (head.includes('\r\n\r\n') || head.length === headLimitBytes) this.#handOver();
        return;
      }
    }
  }

  #takeNext(bytes: number, isSilent: boolean): void {
    this.#received = this.#received.subarray(bytes);
    this.#isParked = true;
    this.#answerNext(isSilent)
      .catch((error: unknown) => this.#refuse(error))
      .finally(() => {
        this.#isParked = false;
        this.#serve();
      });
  }

  async #answerNext(isSilent: boolean): Promise<void> {
    const invocation = await this.#options.session.next(isSilent);
    this.#send('200 OK', nextHeaders(invocation), invocation.payload);
  }

  #takeResponse([head, requestId = '', length, then]: RegExpExecArray): void {
    const { session } = this.#options;
    const refusal = refusalBy(() => session.checkAnswer({ requestId, invocationId: undefined }, 'InvocationResponse'));
    const body = Buffer.allocUnsafe(Number(length));
    this.#incoming = { requestId, body, filledBytes: 0, isHasty: then !== undefined, refusal };
    this.#received = this.#fill(this.#incoming, this.#received.subarray(head.length));
  }

  /** Returns what came behind the body. */
  #fill(incoming: Incoming, chunk: Buffer): Buffer {
    const { requestId, body, isHasty } = incoming;
    const copiedBytes = chunk.copy(body, incoming.filledBytes);
    incoming.filledBytes += copiedBytes;
    if (incoming.filledBytes < body.length) return nothing;
    this.#incoming = undefined;
    const { session } = this.#options;
    const refusal = incoming.refusal ?? refusalBy(() => session.answer(requestId, { type: 'response', payload: body }));
    if (refusal !== undefined) this.#refuse(refusal);
    else if (isHasty) this.#owed += accepted;
    else this.#write(accepted);
    return chunk.subarray(copiedBytes);
  }

  #refuse(error: unknown): void {
    const { httpStatus, body } = refusalOf(error);
    this.#send(`${httpStatus} Refused`, { 'Content-Type': 'application/json' }, Buffer.from(body));
  }

  #send(status: string, headers: Readonly<Record<string, string>>, body: Uint8Array): void {
    const head = headOf(status, headers, body.byteLength);
    if (body.byteLength <= shortBytes) {
      this.#write(head + Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
      return;
    }
    this.#socket.cork();
    this.#write(head);
    this.#socket.write(body);
    this.#socket.uncork();
  }

  /** One character for each byte. */
  #write(text: string): void {
    const owed = this.#owed;
    this.#owed = '';
    this.#socket.write(owed + text, 'latin1');
  }

  #handOver(): void {
    if (this.#owed !== '') this.#write('');
    const rest = this.#received;
    this.#received = nothing;
    this.#socket.off('data', this.#receive);
    this.#socket.off('end', this.#end);
    this.#socket.pause();
    this.#socket.unshift(rest);
    this.#options.handOver(this.#socket);
    this.#socket.resume();
  }
}

const forbidden = /[^\t\x20-\x7e\x80-\xff]/;
const accepted = `${headOf('202 Accepted', { 'Content-Type': 'application/json' }, acceptedBody.length)}${acceptedBody}`;

function headOf(status: string, headers: Readonly<Record<string, string>>, bodyBytes: number): string {
  let head = `HTTP/1.1 ${status}\r\nContent-Length: ${bodyBytes}\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    // As `node:http` does: a value must not begin a line of its own.
    if (forbidden.test(value)) throw new Error(`A header value that HTTP does not allow: ${name}`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}\r\n`;
}

/** What the call threw. */
function refusalBy(call: () => void): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}
