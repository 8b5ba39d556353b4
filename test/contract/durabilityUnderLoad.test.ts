import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, type LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { ServiceReady } from '../../src/protocol/serviceReady.ts';
import { buildService } from '../support/builtService.ts';
import { FunctionLoad } from '../support/durability/functionLoad.ts';
import { Journal } from '../support/durability/journal.ts';
import { LayerLoad } from '../support/durability/layerLoad.ts';
import { SeededRandom } from '../support/durability/random.ts';
import { createTestFunction, testAccountId } from '../support/localService.ts';
import { clientsOf, ServiceProcess } from '../support/serviceProcess.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const rounds = 50;
/** Every so many rounds the service dies while it starts. */
const roundsPerBrokenStart = 8;
const roundsPerAsyncLoad = 4;
/** A round ends after so many answers and a little, or, on a slow machine, when its time is up. */
const mostAnswers = 60;
const longestLifeMs = 800;
const longestStartMs = 250;

const folders = new TemporaryFolders();
/** `DURABILITY_SEED` repeats the choices of an earlier run; the operating system's timing it cannot repeat. */
const firstSeed = Number(process.env['DURABILITY_SEED'] ?? Date.now() % 1_000_000);

let program: string;
let data: string;
let ranFile: string;
let service: ServiceProcess | undefined;
beforeAll(async () => {
  program = await buildService(folders.create());
  data = folders.create();
  ranFile = path.join(folders.create({ ran: '' }), 'ran');
});
afterAll(async () => {
  await service?.end('SIGKILL');
  folders.remove();
});

const journal = new Journal();
const callers = [...['ada', 'bob', 'cyd'].map((name) => new FunctionLoad(name, journal)), new LayerLoad(journal)];
/** Asynchronous invocations that were answered with 202. */
const accepted: string[] = [];
const group = { logGroupName: 'durability' };

function start(): ServiceProcess {
  service = new ServiceProcess(['--data', data, '--account-id', testAccountId], {}, program);
  return service;
}

it(`loses nothing that was acknowledged, killed ${rounds} times at random moments under load`, {
  timeout: 240_000,
}, async () => {
  await prepare();
  for (let round = 1; round <= rounds; round += 1) {
    const seed = firstSeed + round;
    const random = new SeededRandom(seed);
    const before = journal.acknowledged;
    const life = round % roundsPerBrokenStart === 0 ? await dieStarting(random) : await dieWorking(random, round);
    console.log(`round ${round}, seed ${seed}: killed ${life}, ${journal.acknowledged - before} acknowledged`);
  }
  const ready = await start().ready();
  await withClients(ready, (clients) =>
    check(
      clients,
      Array.from({ length: rounds }, (_, index) => index + 1),
    ),
  );
  // What was accepted and had not run when the service died runs now.
  await vi.waitFor(() => expect(missing()).toEqual([]), { timeout: 60_000, interval: 50 });
  expect(journal.acknowledged).toBeGreaterThan(rounds);
  expect(accepted.length).toBeGreaterThan(0);
});

/** The function whose runs are counted, and the log group. */
async function prepare(): Promise<void> {
  await withClients(await start().ready(), async (clients) => {
    const source =
      "import { appendFileSync } from 'node:fs';\n" +
      'export const handler = async ({ id }) => {\n' +
      "  appendFileSync(process.env.RAN, id + '\\n');\n};\n";
    await createTestFunction(clients, 'counted', {
      Code: { ZipFile: zipOf({ 'index.mjs': source }) },
      Environment: { Variables: { RAN: ranFile } },
      Timeout: 60,
    });
    await journal.change('list/counted', 'there', async () => {});
    await clients.logs.send(new CreateLogGroupCommand(group));
  });
  await service?.end('SIGKILL');
}

async function dieStarting(random: SeededRandom): Promise<string> {
  const starting = start();
  const lifeMs = random.between(1, longestStartMs);
  await after(lifeMs);
  await starting.end('SIGKILL');
  return `${lifeMs} ms after its start`;
}

async function dieWorking(random: SeededRandom, round: number): Promise<string> {
  const running = start();
  const ready = await running.ready();
  return withClients(ready, async (clients) => {
    await check(clients, [round - 1]);
    const answers = random.between(0, mostAnswers);
    const working = load(clients, random, round);
    await journal.further(answers, AbortSignal.timeout(longestLifeMs));
    await after(random.between(0, 10));
    expect(await running.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await working;
    return 'under load';
  });
}

/** Everyone works until the service no longer answers. */
async function load({ lambda, logs }: Clients, random: SeededRandom, round: number): Promise<void> {
  const work = callers.map((caller) => untilUnanswered(() => caller.step(lambda, random)));
  const stream = { ...group, logStreamName: `round ${round}` };
  let batch = 0;
  work.push(
    untilUnanswered(async () => {
      if (batch === 0) await logs.send(new CreateLogStreamCommand(stream));
      batch += 1;
      const message = `${round}.${batch}`;
      const logEvents = Array.from({ length: random.between(1, 5) }, () => ({ timestamp: Date.now(), message }));
      await journal.change(`logs/${round}/${message}`, String(logEvents.length), () =>
        logs.send(new PutLogEventsCommand({ ...stream, logEvents })),
      );
    }),
  );
  if (round % roundsPerAsyncLoad === 1) {
    let count = 0;
    work.push(
      untilUnanswered(async () => {
        count += 1;
        const id = `${round}.${count}`;
        const Payload = Buffer.from(JSON.stringify({ id }));
        await lambda.send(new InvokeCommand({ FunctionName: 'counted', InvocationType: 'Event', Payload }));
        accepted.push(id);
        journal.acknowledge();
      }),
    );
  }
  await Promise.all(work);
}

async function check({ lambda, logs }: Clients, logRounds: readonly number[]): Promise<void> {
  const problems: string[] = [];
  for (const caller of callers) problems.push(...journal.settle(caller.prefix, await caller.read(lambda)));
  problems.push(...journal.settle('list/', await listed(lambda)));
  for (const round of logRounds) problems.push(...journal.settle(`logs/${round}/`, await stored(logs, round)));
  expect(problems).toEqual([]);
}

async function listed(lambda: LambdaClient): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    for (const { FunctionName } of Functions) {
      if (!callers.some(({ prefix }) => prefix === `${FunctionName}/`)) found.set(`list/${FunctionName}`, 'there');
    }
  }
  return found;
}

/** How often each message of a round is in its stream. */
async function stored(logs: CloudWatchLogsClient, round: number): Promise<ReadonlyMap<string, string>> {
  const read = new GetLogEventsCommand({ ...group, logStreamName: `round ${round}`, startFromHead: true });
  const { events = [] } = await logs.send(read).catch((error: Error) => {
    if (error.name === 'ResourceNotFoundException') return { events: [] };
    throw error;
  });
  const counts = new Map<string, number>();
  for (const { message } of events) {
    counts.set(`logs/${round}/${message}`, (counts.get(`logs/${round}/${message}`) ?? 0) + 1);
  }
  return new Map([...counts].map(([key, count]) => [key, String(count)]));
}

/** Accepted invocations that have not run. */
function missing(): readonly string[] {
  const ran = new Set(readFileSync(ranFile, 'utf8').split('\n'));
  return accepted.filter((id) => !ran.has(id));
}

/** Repeats until the service is gone. An answer that is an error is the test's failure. */
async function untilUnanswered(step: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await step();
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (status !== undefined) throw error;
      return;
    }
  }
}

type Clients = ReturnType<typeof clientsOf>;

async function withClients<T>(ready: ServiceReady, work: (clients: Clients) => Promise<T>): Promise<T> {
  const clients = clientsOf(ready);
  try {
    return await work(clients);
  } finally {
    clients.lambda.destroy();
    clients.logs.destroy();
  }
}

/** The random moment itself: nothing else is waited for. */
function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(delayMs, () => resolve()));
}
