/** Takes one invocation after the other and runs the handler, in every style that Lambda's Node.js runtime knows. */

import { keepCompiledModules } from './compileCache.ts';
import { logError, setLogIds } from './consolePatch.ts';
import { buildContext } from './context.ts';
import { errorPayload, runtimeError } from './errors.ts';
import type { Handler } from './handlerLoader.ts';
import { endOutput, writeMessage } from './logPipe.ts';
import { isStreaming, openStream } from './responseStream.ts';
import type { NextInvocation, RuntimeClient } from './runtimeClient.ts';

/** A response of so many characters is far below the limit: it is not refused for its size. */
const surelyTakenLength = 1_000_000;

export class InvocationLoop {
  readonly #client: RuntimeClient;
  readonly #handler: Handler;
  readonly #isStreaming: boolean;
  /** The request that is being worked on; an error outside of the handler belongs to it. */
  #requestId: string | undefined;
  /** Whether the compiled form of the function's modules was written. */
  #isKept = false;
  /** What happens when nothing is left to do in the process; `undefined` where that is no event. */
  #onIdle: (() => void) | undefined;

  /** Throws `Runtime.CallbackHandlerDeprecated` where the runtime has no callbacks any more. */
  constructor(client: RuntimeClient, handler: Handler) {
    this.#client = client;
    this.#handler = handler;
    this.#isStreaming = isStreaming(handler);
    if (!this.#isStreaming && handler.length >= 3 && !hasCallbacks(process.env['AWS_EXECUTION_ENV'])) {
      throw runtimeError(
        'Runtime.CallbackHandlerDeprecated',
        'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
      );
    }
    process.on('beforeExit', () => {
      const onIdle = this.#onIdle;
      this.#onIdle = undefined;
      onIdle?.();
    });
  }

  get requestId(): string | undefined {
    return this.#requestId;
  }

  /** Asks for the next invocation at the start of the next turn of the event loop. */
  readonly scheduleNext = (): void => {
    setImmediate(() => {
      this.#takeNext().catch((error: unknown) => {
        // Only the runtime itself can fail here: let the process end as with any other uncaught error.
        setImmediate(() => {
          throw error;
        });
      });
    });
  };

  async #takeNext(): Promise<void> {
    const hasOutput = await endOutput();
    const following = this.#client.next(hasOutput);
    // The first invocation has its answer, and the next one may take its time.
    if (this.#requestId !== undefined && !this.#isKept) setImmediate(keepCompiledModules);
    this.#isKept = this.#requestId !== undefined;
    const next = await following;
    this.#requestId = next.requestId;
    setLogIds(next.requestId, next.tenantId);
    if (next.traceId !== undefined) process.env['_X_AMZN_TRACE_ID'] = next.traceId;
    if (this.#isStreaming) await this.#runStreaming(next);
    else this.#run(next);
  }

  #run(next: NextInvocation): void {
    const completion = this.#completion(next.requestId);
    try {
      const context = Object.assign(buildContext(next), completion.context);
      Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', completion.waitsProperty);
      this.#onIdle = () => completion.abandon(this.#handler.constructor.name === 'AsyncFunction');
      const result: unknown = this.#handler(JSON.parse(next.event), context, completion.callback);
      if (isPromise(result)) result.then(completion.context.succeed, completion.context.fail);
    } catch (error) {
      completion.callback(error);
    }
  }

  /** Callback, context methods and promise of one invocation: whichever comes first ends it, the others do nothing. */
  #completion(requestId: string) {
    let isDone = false;
    let waitsForEmptyEventLoop = true;
    const once = (end: () => void): void => {
      if (isDone) return;
      isDone = true;
      this.#onIdle = undefined;
      end();
    };
    const done = (error?: unknown, result?: unknown): void =>
      once(() =>
        error === undefined || error === null ? this.#succeed(requestId, result) : this.#fail(requestId, error),
      );
    return {
      callback: (error?: unknown, result?: unknown): void => {
        once(() => {
          if (error !== undefined && error !== null) this.#fail(requestId, error);
          else if (!waitsForEmptyEventLoop) this.#succeed(requestId, result);
          else this.#onIdle = () => this.#succeed(requestId, result);
        });
      },
      /** Nothing is left to run and nobody answered: an async handler failed, any other gave `null`. */
      abandon: (isAsync: boolean): void =>
        once(() => (isAsync ? this.#fail(requestId, neverSettled()) : this.#succeed(requestId, null))),
      context: {
        done,
        succeed: (result?: unknown) => done(null, result),
        fail: (error?: unknown) => done(error ?? 'handled'),
      },
      waitsProperty: {
        enumerable: true,
        get: () => waitsForEmptyEventLoop,
        set: (value: boolean) => {
          waitsForEmptyEventLoop = value;
        },
      },
    };
  }

  #succeed(requestId: string, result: unknown): void {
    let body: string;
    try {
      body = JSON.stringify(result ?? null) ?? 'null';
    } catch {
      this.#fail(requestId, runtimeError('Runtime.JSONStringifyError', 'Unable to stringify response body'));
      return;
    }
    if (body.length > surelyTakenLength || !this.#client.takesTwoAtOnce) {
      void this.#client.respond(requestId, body).then(this.#sent);
      return;
    }
    // The answer comes with the next invocation: there is nothing to wait for.
    void this.#client.respond(requestId, body, 'next follows').then(logRefusal);
    this.scheduleNext();
  }

  readonly #sent = (status: number): void => {
    logRefusal(status);
    this.scheduleNext();
  };

  #fail(requestId: string, error: unknown): void {
    logError('Invoke Error', error);
    void this.#client.fail(requestId, errorPayload(error)).then(this.scheduleNext);
  }

  /** Over when the handler has settled and its stream was sent, whichever comes first. */
  async #runStreaming(next: NextInvocation): Promise<void> {
    const response = openStream(this.#client, next.requestId);
    await new Promise<void>((settled) => {
      const fail = (error: unknown) => {
        logError('Invoke Error', error);
        void response.fail(errorPayload(error));
        settled();
      };
      this.#onIdle = () => fail(neverSettled());
      this.#callStreaming(next, response.stream).then(settled, fail);
    });
    const status = await response.sent;
    this.#onIdle = undefined;
    this.#sent(status);
  }

  async #callStreaming(next: NextInvocation, stream: NodeJS.WritableStream): Promise<void> {
    const result: unknown = this.#handler(JSON.parse(next.event), stream, buildContext(next));
    if (!isPromise(result)) throw new Error('Streaming does not support non-async handlers.');
    // biome-ignore lint/suspicious/noConsole: console is the function's log
    if ((await result) !== undefined) console.warn('Streaming handlers ignore return values.');
  }
}

function logRefusal(status: number): void {
  if (status === 202) return;
  const nowMs = Date.now();
  const reason = `Failed to post handler success response. Http response code: ${status}.`;
  writeMessage(`[ERROR] [${nowMs}] LAMBDA_RUNTIME ${reason}\n`, nowMs);
}

function neverSettled(): Error {
  return runtimeError(
    'Runtime.NodeJsExit',
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
  );
}

/** Callbacks ended with Node.js 22. */
function hasCallbacks(executionEnvironment: string | undefined): boolean {
  const major = /^AWS_Lambda_nodejs(\d+)\.x$/.exec(executionEnvironment ?? '')?.[1];
  return major === undefined || Number(major) < 24;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
