/** The listener of an environment's APIs, as the environment sees it. Implemented by `runtime/runtimeApi.ts`. */

import type { ExtensionSession } from './extensions/extensionSession.ts';
import type { LoopbackConnection } from './limits/connectionOwner.ts';
import type { RuntimeSession } from './runtimeSession.ts';

/** Its address is the identity of the environment. */
export interface RuntimeListener {
  /** `127.0.0.1:PORT`, the value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** What the metadata endpoint wants to see, the value of `AWS_LAMBDA_METADATA_TOKEN`. */
  readonly metadataToken: string;
  /** Ends every connection at once. */
  close(): void;
}

/**
 * One listener serves the routes of the runtime and, where `extensions` are given, theirs and the Telemetry API's.
 * `region` is where the metadata endpoint says that the environment runs. What comes over connections that are foreign,
 * another environment's most likely, is refused.
 */
export type OpenRuntimeListener = (
  session: RuntimeSession,
  extensions?: ExtensionSession,
  region?: string,
  isForeign?: (connection: LoopbackConnection) => Promise<boolean>,
) => Promise<RuntimeListener>;
