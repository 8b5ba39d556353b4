/** A warm invoke on the local service against a bare request on loopback, sent by the same client. */

import { budgets } from '../build/budgets.ts';
import { createBenchFunction, interpreterOf, nodeFunction } from './benchFunction.ts';
import { startBenchService } from './benchService.ts';
import { startLoopbackServer } from './loopbackServer.ts';
import type { Benchmark } from './measurement.ts';
import { requester, signedHeaders } from './requester.ts';
import { inTurns, timed } from './statistics.ts';

const body = '{"name":"Lambda"}';

export const warmInvoke: Benchmark = {
  ids: ['warm-invoke'],
  async run(signal) {
    const service = await startBenchService();
    const loopback = await startLoopbackServer();
    try {
      await createBenchFunction(service.connection.lambda, nodeFunction);
      await interpreterOf(service.connection.lambda, nodeFunction.name);
      const path = `/2015-03-31/functions/${nodeFunction.name}/invocations`;
      const headers = signedHeaders(service.ready, path, body, new Date());
      const invoke = requester(service.ready.endpoint, path, body, headers);
      const bare = requester(loopback.endpoint, path, body, headers);
      const { value, floor } = await inTurns(
        2000,
        300,
        () => timed(() => invoke.send()),
        () => timed(() => bare.send()),
        signal,
      );
      invoke.close();
      bare.close();
      return [
        {
          id: 'warm-invoke',
          what: 'Warm invoke on Local, p50, one connection',
          value,
          unit: 'ms',
          floor,
          floorWhat: 'bare loopback request',
          goal: { of: 'ratio', atMost: budgets.warmInvokeRatio },
        },
      ];
    } finally {
      await loopback.close();
      await service.close();
    }
  },
};
