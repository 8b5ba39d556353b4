/**
 * What a runtime and its environment say to each other, whatever carries it. The runtime's side is called by the
 * Runtime API and refuses what comes in the wrong order; the environment's side gets one list of facts.
 */

import { Deferred } from '../../base/deferred.ts';
import type { ResponseSink } from '../invoke/invocation.ts';

/** What *next* answers. */
export interface NextInvocation {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** Milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  readonly clientContext: string | undefined;
  readonly tenantId?: string | undefined;
  /** Takes a streamed response; without it, a streamed response is gathered. */
  readonly responseSink?: ResponseSink | undefined;
}

export interface RuntimeError {
  /** From the header `Lambda-Runtime-Function-Error-Type`. */
  readonly errorType: string;
  readonly payload: Uint8Array;
}

export type RuntimeFact =
  /** The runtime waits for an invocation: init or the last one is over. */
  | { readonly type: 'next' }
  | { readonly type: 'response'; readonly payload: Uint8Array }
  | { readonly type: 'responseTooLarge' }
  /** A streamed response broke off. */
  | { readonly type: 'responseTruncated' }
  | { readonly type: 'error'; readonly error: RuntimeError }
  | { readonly type: 'initError'; readonly error: RuntimeError };

/** Names of the Runtime API's own state machine: they appear in its refusals. */
type RuntimeState = 'Started' | 'InitError' | 'Ready' | 'Running' | 'InvocationResponse' | 'RuntimeResponseSentState';

/** What ends an invocation for the runtime. */
export type RuntimeAnswer = Extract<
  RuntimeFact,
  { type: 'response' | 'responseTooLarge' | 'responseTruncated' | 'error' }
>;

/** An answer that says no. `errorType` is part of the API. */
export class RuntimeRefusal extends Error {
  override readonly name = 'RuntimeRefusal';
  readonly httpStatus: number;
  readonly errorType: string;

  constructor(httpStatus: number, errorType: string, message: string) {
    super(message);
    this.httpStatus = httpStatus;
    this.errorType = errorType;
  }
}

export class RuntimeSession {
  readonly #tell: (fact: RuntimeFact) => void;
  #state: RuntimeState = 'Started';
  #requestId: string | undefined;
  #responseSink: ResponseSink | undefined;
  #parked: Deferred<NextInvocation> | undefined;

  constructor(tell: (fact: RuntimeFact) => void) {
    this.#tell = tell;
  }

  /** `GET invocation/next`. Stays open until there is an invocation; a repeated call replaces the one before. */
  next(): Promise<NextInvocation> {
    if (this.#state === 'Running' || this.#state === 'InvocationResponse' || this.#state === 'InitError')
      throw this.#refuse('Ready');
    const isFirst = this.#state !== 'Ready';
    this.#state = 'Ready';
    this.#parked = new Deferred();
    if (isFirst) this.#tell({ type: 'next' });
    return this.#parked.promise;
  }

  /** Called before the body of an answer is read. Throws `RuntimeRefusal`. */
  checkAnswer(requestId: string, to: 'InvocationResponse' | 'InvocationErrorResponse'): void {
    if (this.#state !== 'Running') throw this.#refuse(to);
    if (requestId !== this.#requestId) throw new RuntimeRefusal(400, 'InvalidRequestID', 'Invalid request ID');
  }

  /** A streamed response begins. Returns where it goes; `undefined` when it is to be gathered. */
  openResponse(requestId: string): ResponseSink | undefined {
    this.checkAnswer(requestId, 'InvocationResponse');
    if (this.#responseSink !== undefined) this.#state = 'InvocationResponse';
    return this.#responseSink;
  }

  answer(requestId: string, fact: RuntimeAnswer): void {
    if (this.#state !== 'InvocationResponse') {
      this.checkAnswer(requestId, fact.type === 'error' ? 'InvocationErrorResponse' : 'InvocationResponse');
    }
    this.#responseSink = undefined;
    this.#state = 'RuntimeResponseSentState';
    this.#tell(fact);
  }

  /** `POST init/error`: allowed until the runtime has asked for its first invocation. */
  failInit(error: RuntimeError): void {
    if (this.#state !== 'Started') throw this.#refuse('InitError');
    this.#state = 'InitError';
    this.#tell({ type: 'initError', error });
  }

  /** The environment's side: hands an invocation to the waiting *next*. */
  deliver(invocation: NextInvocation): void {
    const parked = this.#parked;
    if (this.#state !== 'Ready' || parked === undefined) throw new Error(`No runtime waits in next: ${this.#state}`);
    this.#parked = undefined;
    this.#requestId = invocation.requestId;
    this.#responseSink = invocation.responseSink;
    this.#state = 'Running';
    parked.resolve(invocation);
  }

  #refuse(to: string): RuntimeRefusal {
    return new RuntimeRefusal(
      403,
      'InvalidStateTransition',
      `State transition from ${this.#state} to ${to} failed for runtime. Error: State transition is not allowed`,
    );
  }
}

/** A listener of the Runtime API for one session. Its address is the identity of the environment. */
export interface RuntimeListener {
  /** `127.0.0.1:PORT`, the value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Ends every connection at once. */
  close(): void;
}

/** Implemented by `runtime/runtimeApi.ts`. */
export type OpenRuntimeListener = (session: RuntimeSession) => Promise<RuntimeListener>;
