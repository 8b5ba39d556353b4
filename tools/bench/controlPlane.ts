/** The control plane of the local service against bare requests on loopback: how fast, how many, and what it holds. */

import { budgets } from '../build/budgets.ts';
import { createBenchFunction, nodeFunction } from './benchFunction.ts';
import { type BenchService, startBenchService } from './benchService.ts';
import { type LoopbackServer, startLoopbackServer } from './loopbackServer.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { processBytes } from './processBytes.ts';
import { type Method, type Requester, requester, signedHeaders } from './requester.ts';
import { quantile, timed } from './statistics.ts';

const rounds = 1500;
const warmup = 200;
const connections = 16;
const functions = 10_000;
const functionsPath = '/2015-03-31/functions';

/** One request of the control plane. */
interface Call {
  readonly name: 'read' | 'write';
  readonly what: string;
  readonly method: Method;
  readonly path: string;
  readonly body: string;
}

const read: Call = {
  name: 'read',
  what: 'GetFunctionConfiguration',
  method: 'GET',
  path: `${functionsPath}/${nodeFunction.name}/configuration`,
  body: '',
};
const write: Call = {
  name: 'write',
  what: 'UpdateFunctionConfiguration',
  method: 'PUT',
  path: `${functionsPath}/${nodeFunction.name}/configuration`,
  body: '{"Description":"one more"}',
};

export const controlPlane: Benchmark = {
  ids: ['control-plane'],
  async run(signal) {
    const service = await startBenchService();
    const loopback = await startLoopbackServer();
    try {
      await createBenchFunction(service.connection.lambda, nodeFunction);
      const idle = await processBytes(service.ready.pid);
      const figures: Measurement[] = [];
      for (const call of [read, write]) {
        figures.push(...(await latency(call, service, loopback, signal)));
        figures.push(await throughput(call, service, loopback));
      }
      await createMany(service, signal);
      figures.push(await listAll(service, loopback));
      const full = await processBytes(service.ready.pid);
      return [
        ...figures,
        ...memory('idle', 'idle', idle, budgets.idleServiceBytes),
        ...memory('10000', '10,000 functions', full),
      ];
    } finally {
      await loopback.close();
      await service.close();
    }
  },
};

async function latency(call: Call, service: BenchService, loopback: LoopbackServer, signal: AbortSignal) {
  const [ours, bare] = [connect(call, service, service.ready.endpoint), connect(call, service, loopback.endpoint)];
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = -warmup; round < rounds; round += 1) {
    signal.throwIfAborted();
    const [value, floor] = [await timed(() => ours.send()), await timed(() => bare.send())];
    if (round < 0) continue;
    values.push(value);
    floors.push(floor);
  }
  ours.close();
  bare.close();
  return [0.5, 0.99].map((share): Measurement => {
    const name = `p${share * 100}`;
    return {
      id: `control-${call.name}-${name}`,
      what: `${call.what} on Local, ${name}, one connection`,
      value: quantile(values, share),
      unit: 'ms',
      floor: quantile(floors, share),
      floorWhat: `bare loopback request, ${name}`,
      goal: undefined,
    };
  });
}

/** As many as many connections at once get through. */
async function throughput(call: Call, service: BenchService, loopback: LoopbackServer): Promise<Measurement> {
  const perSecond = async (endpoint: string) => {
    const senders = Array.from({ length: connections }, () => connect(call, service, endpoint));
    const each = Math.ceil((2 * rounds) / connections);
    const ms = await timed(() => Promise.all(senders.map((sender) => repeat(each, () => sender.send()))));
    for (const sender of senders) sender.close();
    return (each * connections * 1000) / ms;
  };
  return {
    id: `control-${call.name}-rate`,
    what: `${call.what} on Local, ${connections} connections`,
    value: await perSecond(service.ready.endpoint),
    unit: 'per s',
    floor: await perSecond(loopback.endpoint),
    floorWhat: 'bare loopback request',
    goal: undefined,
  };
}

async function createMany({ ready, connection }: BenchService, signal: AbortSignal): Promise<void> {
  const { Code } = await connection.lambda.getFunction({ FunctionName: nodeFunction.name });
  const zip = Buffer.from(await (await fetch(Code?.Location ?? '')).arrayBuffer()).toString('base64');
  let created = 1;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (created < functions) {
        signal.throwIfAborted();
        created += 1;
        const body = JSON.stringify({
          FunctionName: `bench-${created}`,
          Runtime: nodeFunction.runtime,
          Handler: nodeFunction.handler,
          Role: 'arn:aws:iam::000000000000:role/bench',
          Code: { ZipFile: zip },
        });
        const headers = signedHeaders(ready, functionsPath, body, new Date());
        const sender = requester(ready.endpoint, functionsPath, body, headers);
        await sender.send();
        sender.close();
      }
    }),
  );
}

async function listAll(service: BenchService, loopback: LoopbackServer): Promise<Measurement> {
  const pages = async (): Promise<number> => {
    let marker: string | undefined;
    let count = 0;
    let found = 0;
    do {
      const path = `${functionsPath}${marker === undefined ? '' : `?Marker=${encodeURIComponent(marker)}`}`;
      const sender = connect({ ...read, path }, service, service.ready.endpoint);
      const page = JSON.parse(await sender.send()) as { NextMarker?: string | null; Functions: readonly unknown[] };
      sender.close();
      marker = page.NextMarker ?? undefined;
      count += 1;
      found += page.Functions.length;
    } while (marker !== undefined);
    if (found !== functions) throw new Error(`ListFunctions gave ${found} functions instead of ${functions}`);
    return count;
  };
  let count = 0;
  const value = await timed(async () => {
    count = await pages();
  });
  const floor = await timed(() =>
    repeat(count, async () => {
      const sender = connect(read, service, loopback.endpoint);
      await sender.send();
      sender.close();
    }),
  );
  return {
    id: 'control-list-10000',
    what: `ListFunctions on Local, all of 10,000 functions`,
    value,
    unit: 'ms',
    floor,
    floorWhat: `${count} bare loopback requests`,
    goal: undefined,
  };
}

function memory(name: string, state: string, bytes: number | undefined, goalBytes?: number): readonly Measurement[] {
  if (bytes === undefined) return [];
  return [
    {
      id: `control-memory-${name}`,
      what: `Memory of the local service, ${state}`,
      value: bytes,
      unit: 'bytes',
      floor: undefined,
      floorWhat: undefined,
      goal: goalBytes === undefined ? undefined : { of: 'value', atMost: goalBytes },
    },
  ];
}

function connect(call: Call, { ready }: BenchService, endpoint: string): Requester {
  const { method, path, body } = call;
  return requester(endpoint, path, body, signedHeaders(ready, path, body, new Date(), method), method);
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < times; time += 1) await work();
}
