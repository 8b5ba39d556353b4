/** `kill -9` at random moments: every accepted event runs at least once, and every record arrives at its queue. */

import { InvokeCommand, type LambdaClient, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { buildService } from '../support/builtService.ts';
import { SeededRandom } from '../support/durability/random.ts';
import { HttpEndpoint, json } from '../support/httpEndpoint.ts';
import { createTestFunction, testAccountId } from '../support/localService.ts';
import { clientsOf, ServiceProcess } from '../support/serviceProcess.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const rounds = 12;
const longestLifeMs = 1500;
const callers = 3;
/** Of one caller in one round: all of them have to run in the end, also on a slow machine. */
const mostEvents = 40;
/** `DURABILITY_SEED` repeats the choices of an earlier run; the operating system's timing it cannot repeat. */
const firstSeed = Number(process.env['DURABILITY_SEED'] ?? Date.now() % 1_000_000);
const deadline = { timeout: 120_000, interval: 50 };

const folders = new TemporaryFolders();
let program: string;
let peer: FauxqsServer;
let service: ServiceProcess | undefined;
beforeAll(async () => {
  program = await buildService(folders.create());
  peer = await startFauxqs({ port: 0, logger: false });
  for (const name of ['done', 'failed']) peer.createQueue(name);
});
afterAll(async () => {
  await service?.end('SIGKILL');
  await peer.stop();
  folders.remove();
});

function start(data: string, sqsEndpoint: string): ServiceProcess {
  const options = ['--data', data, '--account-id', testAccountId, '--sqs-endpoint', sqsEndpoint];
  service = new ServiceProcess(options, {}, program);
  return service;
}

async function connect(process: ServiceProcess): Promise<LambdaClient> {
  const { lambda, logs } = clientsOf(await process.ready());
  logs.destroy();
  return lambda;
}

/** A function that fails when it is told to, with a queue for each of its ends. */
async function prepare(lambda: LambdaClient): Promise<void> {
  const source = 'export const handler = async ({ id, fail }) => { if (fail) throw new Error(id); return id; };';
  await createTestFunction({ lambda }, 'f', { Code: { ZipFile: zipOf({ 'index.mjs': source }) }, Timeout: 30 });
  const queue = (name: string) => ({ Destination: `arn:aws:sqs:us-east-1:${testAccountId}:${name}` });
  const config = {
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: queue('done'), OnFailure: queue('failed') },
  };
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', ...config }));
}

async function send(lambda: LambdaClient, event: object): Promise<void> {
  const Payload = Buffer.from(JSON.stringify(event));
  await lambda.send(new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event', Payload }));
}

function told(queue: string): ReadonlySet<string> {
  const { ready = [] } = peer.inspectQueue(queue)?.messages ?? {};
  return new Set(ready.map(({ body }) => (JSON.parse(body) as { requestPayload: { id: string } }).requestPayload.id));
}

it(`loses no event and no record, killed ${rounds} times`, { timeout: 300_000 }, async () => {
  const data = folders.create();
  const endpoint = `http://127.0.0.1:${peer.port}`;
  const accepted = { done: [] as string[], failed: [] as string[] };
  for (let round = 1; round <= rounds; round += 1) {
    const random = new SeededRandom(firstSeed + round);
    const running = start(data, endpoint);
    const lambda = await connect(running);
    if (round === 1) await prepare(lambda);
    const work = Array.from({ length: callers }, async (_, caller) => {
      for (let n = 1; n <= mostEvents; n += 1) {
        const fail = random.between(0, 2) === 0;
        const id = `${round}.${caller}.${n}`;
        // Its end is the end of the service.
        if (
          !(await send(lambda, { id, fail }).then(
            () => true,
            () => false,
          ))
        )
          return;
        accepted[fail ? 'failed' : 'done'].push(id);
      }
    });
    await after(random.between(50, longestLifeMs));
    await running.end('SIGKILL');
    await Promise.all(work);
    lambda.destroy();
  }
  start(data, endpoint);
  for (const queue of ['done', 'failed'] as const) {
    await vi.waitFor(() => {
      const arrived = told(queue);
      expect(accepted[queue].filter((id) => !arrived.has(id))).toEqual([]);
    }, deadline);
    expect(accepted[queue].length).toBeGreaterThan(0);
  }
  await service?.end('SIGKILL');
});

it('sends again what was not acknowledged when it was killed', { timeout: 120_000 }, async () => {
  const data = folders.create();
  // Takes the message and says nothing.
  const queue = await HttpEndpoint.start(() => {});
  try {
    const lambda = await connect(start(data, queue.url));
    await prepare(lambda);
    await send(lambda, { id: 'once' });
    await vi.waitFor(() => expect(queue.requests).toHaveLength(1), deadline);
    await service?.end('SIGKILL');
    lambda.destroy();
    queue.answer = json(200, { MessageId: 'm' });
    const again = await connect(start(data, queue.url));
    await vi.waitFor(() => expect(queue.requests).toHaveLength(2), deadline);
    const bodies = queue.requests.map(({ body }) => (JSON.parse(body) as { MessageBody: string }).MessageBody);
    expect(bodies[1]).toBe(bodies[0]);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ requestPayload: { id: 'once' }, responsePayload: 'once' });
    // The first was acknowledged long before the function had run for the second: the next start sends it no more.
    await send(again, { id: 'twice' });
    await vi.waitFor(() => expect(queue.requests).toHaveLength(3), deadline);
    again.destroy();
    await service?.end('SIGTERM');
    const last = await connect(start(data, queue.url));
    await send(last, { id: 'three times' });
    await vi.waitFor(() => expect(queue.requests.at(-1)?.body).toContain('three times'), deadline);
    expect(queue.requests.filter(({ body }) => body.includes('once'))).toHaveLength(2);
    last.destroy();
    await service?.end('SIGTERM');
  } finally {
    await queue.close();
  }
});

/** The random moment itself: nothing else is waited for. */
function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(delayMs, () => resolve()));
}
