/** One call through the SDK: its signal, its time limit, and errors in the product's own shape. */

import type { CallOptions } from '../lambda/api.ts';
import { rebuiltError } from './serviceErrors.ts';

/** What an SDK client takes beside the command. */
export interface SendOptions {
  readonly abortSignal?: AbortSignal;
  readonly requestTimeout: number;
}

/** How long one attempt may wait for its answer when the caller does not say. */
const defaultRequestTimeoutMs = 30_000;

/** Codes of answers that mean: these keys are not, or no longer, accepted. */
const refusedKeyCodes: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'UnrecognizedClientException',
]);

/** Sends commands of one endpoint. `onKeysRefused` lets the owner read the credentials again for the next call. */
export class Caller {
  readonly #onKeysRefused: (code: string) => void;

  constructor(onKeysRefused: (code: string) => void) {
    this.#onKeysRefused = onKeysRefused;
  }

  async call<Output>(send: (options: SendOptions) => Promise<Output>, options: CallOptions = {}): Promise<Output> {
    const { signal, requestTimeoutMs = defaultRequestTimeoutMs } = options;
    signal?.throwIfAborted();
    try {
      const sent = send({ requestTimeout: requestTimeoutMs, ...(signal ? { abortSignal: signal } : {}) });
      return signal ? await abortable(sent, signal) : await sent;
    } catch (error) {
      // The SDK makes an AbortError of its own; the reason that the caller gave says more.
      signal?.throwIfAborted();
      throw this.failure(error);
    }
  }

  /** The product's own error for one of the SDK's; refused keys are reported on the way. */
  failure(error: unknown): unknown {
    const rebuilt = rebuiltError(error);
    if (rebuilt instanceof Error && 'code' in rebuilt && refusedKeyCodes.has(String(rebuilt.code))) {
      this.#onKeysRefused(String(rebuilt.code));
    }
    return rebuilt;
  }
}

/** The SDK looks at the signal only once it has credentials, and a sign-in process may hang. */
function abortable<Output>(sent: Promise<Output>, signal: AbortSignal): Promise<Output> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    sent.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
