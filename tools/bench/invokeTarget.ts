/** What invoke benchmarks send to: a function on a service, and the bare server that is their floor, with the same client. */

import { type BenchFunction, createBenchFunction } from './benchFunction.ts';
import { type BenchService, type BenchServiceOptions, startBenchService } from './benchService.ts';
import { type LoopbackServer, startLoopbackServer } from './loopbackServer.ts';
import { type Requester, requester, signedHeaders } from './requester.ts';

export interface InvokeTarget {
  readonly service: BenchService;
  readonly loopback: LoopbackServer;
  /** A connection to the function. `more` are further headers, signed with the others. */
  invoke(body: string, more?: Readonly<Record<`x-amz-${string}`, string>>): Requester;
  /** A connection to the bare server that sends the same bytes. */
  bare(body: string): Requester;
}

/** Starts both, creates the function, and ends them after `work`. */
export async function withInvokeTarget<Result>(
  one: BenchFunction,
  work: (target: InvokeTarget) => Promise<Result>,
  options: BenchServiceOptions = {},
): Promise<Result> {
  const service = await startBenchService(undefined, options);
  const loopback = await startLoopbackServer();
  const path = `/2015-03-31/functions/${one.name}/invocations`;
  const headers = (body: string, more = {}) => signedHeaders(service.ready, path, body, new Date(), 'POST', more);
  try {
    await createBenchFunction(service.connection.lambda, one);
    return await work({
      service,
      loopback,
      invoke: (body, more) => requester(service.ready.endpoint, path, body, headers(body, more)),
      bare: (body) => requester(loopback.endpoint, path, body, headers(body)),
    });
  } finally {
    await loopback.close();
    await service.close();
  }
}
