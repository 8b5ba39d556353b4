/** An operation as the control plane sees it: typed members in, typed members out, and bytes at both ends. */

import type { IncomingHttpHeaders } from 'node:http';

export interface WireRequest {
  readonly headers: IncomingHttpHeaders;
  /** Without the question mark; as it was sent. */
  readonly query: string;
  /** Path labels by name, decoded. */
  readonly labels: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Members of an operation's input, as the SDK's `…CommandInput` types describe them. */
export type Members = Readonly<Record<string, unknown>>;

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, or the frames of an event stream as they come. */
  readonly body: Uint8Array | string | AsyncIterable<Uint8Array>;
}

export interface Operation {
  readonly name: string;
  /** Throws `LambdaServiceError` for what the operation's schema or constraints refuse. */
  readInput(request: WireRequest): Members;
  writeOutput(output: Members): WireResponse;
}
