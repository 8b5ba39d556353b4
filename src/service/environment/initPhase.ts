/** Init: from the start of the first process until the runtime and every extension wait for work. */

import { ExtensionStartError } from './extensions/extensionProcesses.ts';
import { type Failure, initFailure, launchFailure, timeoutFailure } from './failure.ts';
import { LaunchError, type RuntimeChoice } from './launch.ts';
import { endFailure, type PhaseEnd } from './phaseEnd.ts';
import type { RuntimeDomain } from './runtimeDomain.ts';

export interface InitOptions {
  readonly deadlineMs: number;
  /** Of the function: a failed Init names it. */
  readonly timeoutMs: number;
  /** Monotonic time. */
  now(): number;
  onChosen(runtime: RuntimeChoice): void;
  /** The runtime is ready, or will not be. */
  onRuntimeDone(failure: Failure | undefined): void;
  /** Looks at the memory of what runs now. */
  sample(): void;
}

/** A runtime that reported a failed init ends by itself; for how long it may take. */
const exitAfterInitErrorMs = 500;

export async function runInit(domain: RuntimeDomain, options: InitOptions): Promise<PhaseEnd> {
  const failure = await start(domain, options);
  if (failure === undefined) return untilReady(domain, options);
  options.onRuntimeDone(failure);
  return { startedAtMs: domain.startedAtMs, endedAtMs: options.now(), failure };
}

async function start(domain: RuntimeDomain, options: InitOptions): Promise<Failure | undefined> {
  try {
    await domain.start(options.deadlineMs, options.onChosen);
    return undefined;
  } catch (error) {
    if (error instanceof LaunchError) return launchFailure(error);
    if (error instanceof ExtensionStartError) return error.failure ?? timeoutFailure(options.timeoutMs);
    throw error;
  }
}

async function untilReady(domain: RuntimeDomain, options: InitOptions): Promise<PhaseEnd> {
  const { runtime, extensions, startedAtMs } = domain;
  const remainingMs = () => options.deadlineMs - (options.now() - startedAtMs);
  let isRuntimeReady = false;
  const failed = (failure: Failure, endedAtMs: number): PhaseEnd => {
    if (!isRuntimeReady) options.onRuntimeDone(failure);
    return { startedAtMs, endedAtMs, failure };
  };
  for (;;) {
    const { fact, atMs } = await runtime.nextFact(remainingMs());
    switch (fact.type) {
      case 'next':
        isRuntimeReady = true;
        extensions.closeRegistration();
        options.onRuntimeDone(undefined);
        break;
      case 'initError':
        options.sample();
        await runtime.waitForEnd(exitAfterInitErrorMs);
        return failed(initFailure(fact.error), atMs);
      case 'exit':
      case 'extensionExit':
        return failed(endFailure(fact, extensions.reportedError), atMs);
      case 'deadline':
        options.sample();
        return failed(timeoutFailure(options.timeoutMs), atMs);
      default:
        // Extensions that are ready are asked below; the session refuses answers before the first next.
        break;
    }
    if (!isRuntimeReady || !extensions.areReady) continue;
    await runtime.settleOutput();
    return { startedAtMs, endedAtMs: atMs, failure: undefined };
  }
}
