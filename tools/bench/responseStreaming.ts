/** How fast a streamed response passes through the service, against a bare server that sends the same bytes in chunks. */

import { Agent, request } from 'node:http';
import type { BenchFunction } from './benchFunction.ts';
import { withInvokeTarget } from './invokeTarget.ts';
import type { Benchmark } from './measurement.ts';
import { signedHeaders } from './requester.ts';
import { inTurns } from './statistics.ts';

const bytes = 32 * 1024 * 1024;
const bytesPerMB = 1024 * 1024;

const streaming: BenchFunction = {
  name: 'bench-stream',
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  file: 'index.js',
  source: `
    const { once } = require('node:events');
    const chunk = Buffer.alloc(64 * 1024, 120);
    exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      for (let left = event.bytes; left > 0; left -= chunk.length) {
        if (!stream.write(chunk)) await once(stream, 'drain');
      }
      stream.end();
    });
  `,
};

export const responseStreaming: Benchmark = {
  ids: ['response-streaming'],
  run: (signal) =>
    withInvokeTarget(streaming, async ({ service, loopback }) => {
      const path = `/2021-11-15/functions/${streaming.name}/response-streaming-invocations`;
      const body = JSON.stringify({ bytes });
      const headers = signedHeaders(service.ready, path, body, new Date());
      const agent = new Agent({ keepAlive: true, noDelay: true });
      const send = (endpoint: string, query = '') =>
        rateOf(() => drain(new URL(`${path}${query}`, endpoint), agent, headers, body));
      const pair = await inTurns(
        12,
        3,
        () => send(service.ready.endpoint),
        () => send(loopback.endpoint, `?bytes=${bytes}`),
        signal,
      );
      agent.destroy();
      return [
        {
          id: 'response-streaming',
          what: `Response stream of ${bytes / bytesPerMB} MB through Local`,
          ...pair,
          unit: 'MB/s',
          floorWhat: 'bare chunked response',
          goal: undefined,
        },
      ];
    }),
};

async function rateOf(work: () => Promise<number>): Promise<number> {
  const startedAt = performance.now();
  const received = await work();
  // Frames add a little; a stream that broke off would look fast.
  if (received < bytes) throw new Error(`The stream ended after ${received} bytes`);
  return (bytes / bytesPerMB / (performance.now() - startedAt)) * 1000;
}

/** Resolves with how many bytes came; nothing is kept. */
function drain(url: URL, agent: Agent, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers, timeout: 30_000 }, (response) => {
      let received = 0;
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      response.on('error', reject);
      response.on('end', () => resolve(received));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('No answer within 30 s')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
