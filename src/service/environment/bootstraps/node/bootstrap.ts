/**
 * What runs inside an execution environment of a Node.js function: loads the handler and feeds it invocations.
 * Bundled into one file. Everything that a function does not need at once is loaded later: this file is on the
 * path of every cold start.
 */

import { useCompiledModules } from './compileCache.ts';
import { logError, patchConsole } from './consolePatch.ts';
import { errorPayload, unhandledRejection } from './errors.ts';
import { exposeGarbageCollector } from './garbageCollector.ts';
import { loadHandler } from './handlerLoader.ts';
import { InvocationLoop } from './invocationLoop.ts';
import { watchStandardOutput } from './logPipe.ts';
import { installStreaming } from './responseStream.ts';
import { RuntimeClient } from './runtimeClient.ts';
import { awaitFunction } from './takeOver.ts';

awaitFunction();
useCompiledModules();

const client = new RuntimeClient(process.env['AWS_LAMBDA_RUNTIME_API'] ?? '');
let loop: InvocationLoop | undefined;

exposeGarbageCollector();
patchConsole();
watchStandardOutput();
process.on('uncaughtException', (error) => end('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason, promise) =>
  end('Unhandled Promise Rejection', unhandledRejection(reason, promise), 128),
);
installStreaming();

loadHandler(process.env['LAMBDA_TASK_ROOT'] ?? process.cwd(), process.env['_HANDLER'] ?? '')
  .then((handler) => {
    loop = new InvocationLoop(client, handler);
    loop.scheduleNext();
  })
  .catch((error: unknown) => end('Uncaught Exception', error, 129));

/** Tells the service, in the name of the request that was running if there was one, and ends the process. */
function end(title: string, error: unknown, exitCode: number): void {
  logError(title, error);
  const payload = errorPayload(error);
  const requestId = loop?.requestId;
  const told = requestId === undefined ? client.failInit(payload) : client.fail(requestId, payload);
  void told.then(() => process.exit(exitCode));
}
