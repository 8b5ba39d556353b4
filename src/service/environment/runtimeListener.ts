/** The listener of an environment's APIs, as the environment sees it. Implemented by `runtime/runtimeApi.ts`. */

import type { ExtensionSession } from './extensions/extensionSession.ts';
import type { RuntimeSession } from './runtimeSession.ts';

/** Its address is the identity of the environment. */
export interface RuntimeListener {
  /** `127.0.0.1:PORT`, the value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Ends every connection at once. */
  close(): void;
}

/** One listener serves the routes of the runtime and, where `extensions` are given, theirs and the Telemetry API's. */
export type OpenRuntimeListener = (session: RuntimeSession, extensions?: ExtensionSession) => Promise<RuntimeListener>;
