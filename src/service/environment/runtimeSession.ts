/**
 * What a runtime and its environment say to each other, whatever carries it. The runtime's side is called by the
 * Runtime API and refuses what comes in the wrong order; the environment's side gets one list of facts.
 */

import { randomUUID } from 'node:crypto';
import { Deferred } from '../../base/deferred.ts';
import type { ResponseSink } from '../invoke/invocation.ts';
import { ApiRefusal, refusedTransition } from './apiRefusal.ts';

/** Who called through a mobile SDK with an identity of Amazon Cognito. */
export interface CognitoIdentity {
  readonly cognitoIdentityId: string;
  readonly cognitoIdentityPoolId: string;
}

/** What *next* answers. */
export interface NextInvocation {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** Milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  readonly clientContext: string | undefined;
  readonly cognitoIdentity?: CognitoIdentity | undefined;
  readonly tenantId?: string | undefined;
  /** Takes a streamed response; without it, a streamed response is gathered. */
  readonly responseSink?: ResponseSink | undefined;
}

/** What the runtime gets: the invocation, and a name for this attempt at it. */
export interface DeliveredInvocation extends NextInvocation {
  /** Unlike the request id, another one at each retry. */
  readonly invocationId: string;
}

export interface RuntimeError {
  /** From the header `Lambda-Runtime-Function-Error-Type`. */
  readonly errorType: string;
  readonly payload: Uint8Array;
}

export type RuntimeFact =
  /** The runtime waits for an invocation: init or the last one is over. `isSilent`: it wrote nothing, not even a mark. */
  | { readonly type: 'next'; readonly isSilent?: boolean }
  /** The first byte of an answer is here. */
  | { readonly type: 'answering' }
  | { readonly type: 'response'; readonly payload: Uint8Array }
  | { readonly type: 'responseTooLarge' }
  /** A streamed response broke off. */
  | { readonly type: 'responseTruncated' }
  | { readonly type: 'error'; readonly error: RuntimeError }
  | { readonly type: 'initError'; readonly error: RuntimeError };

/** Names of the Runtime API's own state machine: they appear in its refusals. */
type RuntimeState =
  | 'Started'
  | 'InitError'
  | 'Restoring'
  | 'RestoreError'
  | 'Ready'
  | 'Running'
  | 'InvocationResponse'
  | 'RuntimeResponseSentState';

const startStates: readonly RuntimeState[] = ['Started', 'Restoring', 'Ready', 'RuntimeResponseSentState'];

/** What ends an invocation for the runtime. */
export type RuntimeAnswer = Extract<
  RuntimeFact,
  { type: 'response' | 'responseTooLarge' | 'responseTruncated' | 'error' }
>;

/** What a runtime names when it answers. */
export interface AnsweredInvocation {
  readonly requestId: string;
  /** `undefined` when the runtime does not send it back. */
  readonly invocationId: string | undefined;
}

export class RuntimeSession {
  readonly #tell: (fact: RuntimeFact) => void;
  readonly #hasSnapStart: boolean;
  #state: RuntimeState = 'Started';
  #requestId: string | undefined;
  #invocationId: string | undefined;
  #responseSink: ResponseSink | undefined;
  #parked: Deferred<DeliveredInvocation> | undefined;

  constructor(tell: (fact: RuntimeFact) => void, hasSnapStart = false) {
    this.#tell = tell;
    this.#hasSnapStart = hasSnapStart;
  }

  /** `GET invocation/next`. Stays open until there is an invocation; a repeated call replaces the one before. */
  async next(isSilent = false): Promise<DeliveredInvocation> {
    if (!startStates.includes(this.#state)) throw this.#refuse('Ready');
    const isFirst = this.#state !== 'Ready';
    this.#state = 'Ready';
    this.#parked = new Deferred();
    if (isFirst) this.#tell(isSilent ? { type: 'next', isSilent } : { type: 'next' });
    return this.#parked.promise;
  }

  /**
   * `GET restore/next`: the runtime of a function with SnapStart has run Init and its hooks before the snapshot. Other
   * functions have no such route.
   */
  restore(): void {
    if (!this.#hasSnapStart) throw new ApiRefusal(404, 'NotFound', 'The function has no SnapStart');
    if (this.#state !== 'Started') throw this.#refuse('Ready');
    this.#state = 'Restoring';
  }

  /** `POST restore/error`: a hook after the restore failed. */
  failRestore(error: RuntimeError): void {
    if (this.#state !== 'Restoring') throw this.#refuse('RestoreError');
    this.#state = 'RestoreError';
    this.#tell({ type: 'initError', error });
  }

  /** Called before the body of an answer is read. Throws `ApiRefusal`. */
  checkAnswer(
    { requestId, invocationId }: AnsweredInvocation,
    to: 'InvocationResponse' | 'InvocationErrorResponse',
  ): void {
    // What was answered long ago is no question of states.
    if (this.#state === 'Ready' || (this.#requestId !== undefined && requestId !== this.#requestId)) {
      throw new ApiRefusal(400, 'InvalidRequestID', 'Invalid request ID');
    }
    if (this.#state !== 'Running') throw this.#refuse(to);
    if (invocationId !== undefined && invocationId !== this.#invocationId) {
      throw new ApiRefusal(400, 'InvalidInvocationId', 'Invalid invocation ID');
    }
    this.#tell({ type: 'answering' });
  }

  /** A streamed response begins. Returns where it goes; `undefined` when it is to be gathered. */
  openResponse(): ResponseSink | undefined {
    if (this.#responseSink !== undefined) this.#state = 'InvocationResponse';
    return this.#responseSink;
  }

  /** After `checkAnswer`; the invocation may have ended meanwhile. */
  answer(requestId: string, fact: RuntimeAnswer): void {
    const isOpen = this.#state === 'InvocationResponse' || this.#state === 'Running';
    if (!isOpen) throw this.#refuse(fact.type === 'error' ? 'InvocationErrorResponse' : 'InvocationResponse');
    if (requestId !== this.#requestId) throw new ApiRefusal(400, 'InvalidRequestID', 'Invalid request ID');
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
    this.#invocationId = randomUUID();
    this.#responseSink = invocation.responseSink;
    this.#state = 'Running';
    parked.resolve({ ...invocation, invocationId: this.#invocationId });
  }

  #refuse(to: string): ApiRefusal {
    return refusedTransition('runtime', 'InvalidStateTransition', this.#state, to);
  }
}
