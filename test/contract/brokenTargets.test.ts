/** What the invoke panel says when the other side fails it: a service that dies meanwhile, a function that is gone. */

import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteFunctionCommand, GetFunctionCommand } from '@aws-sdk/client-lambda';
import { afterEach, expect, test } from 'vitest';
import { emptyIntent } from '../../src/app/drafts.ts';
import { InvokeSession } from '../../src/app/invokeSession.ts';
import { localTarget } from '../../src/app/localTarget.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { connectLocal } from '../../src/client/localClients.ts';
import { listPrices } from '../../src/lambda/cost.ts';
import { createTestFunction } from '../support/localService.ts';
import { RunHistories } from '../support/runHistories.ts';
import { clientsOf, ServiceProcess } from '../support/serviceProcess.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const folders = new TemporaryFolders();
const histories = new RunHistories();
const owned: (() => unknown)[] = [];

afterEach(async () => {
  for (const release of owned.splice(0).reverse()) await release();
  await histories.dispose();
  folders.remove();
});

/** A function that says that it runs, and then never ends. */
const hanging = `
export const handler = async () => {
  console.log('running');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};
`;

async function open(code: string) {
  const service = new ServiceProcess(['--data', folders.create()]);
  owned.push(() => service.end('SIGKILL'));
  const ready = await service.ready();
  const clients = clientsOf(ready);
  await createTestFunction(clients, 'hello', { Timeout: 30, Code: { ZipFile: zipOf({ 'index.mjs': code }) } });
  const host = { isStoppedOnRequest: false, ensureRunning: async () => ready, reportUnreachable() {} };
  const target = localTarget(host, connectLocal);
  owned.push(() => target.dispose?.());
  const history = histories.open({ targetId: 'local', functionName: 'hello' });
  const session = new InvokeSession(target, 'hello', {
    clock: systemClock,
    log: silentLog,
    prices: listPrices,
    history,
    configuration: () => ({ FunctionName: 'hello', Timeout: 30 }),
  });
  owned.push(() => session.dispose());
  return { service, clients, session, history };
}

const intent = { ...emptyIntent, eventText: '{"order":"A-7"}' };

test('a service that dies during the call: what happened is said, the event is kept, nothing is sent again', async () => {
  const { service, clients, session, history } = await open(hanging);
  const ending = session.invoke(intent);
  await expect
    .poll(
      async () => {
        const read = new FilterLogEventsCommand({ logGroupName: '/aws/lambda/hello', filterPattern: 'running' });
        return (await clients.logs.send(read).catch(() => undefined))?.events?.length ?? 0;
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await service.end('SIGKILL');
  expect(await ending).toMatchObject({
    kind: 'refused',
    hint: expect.stringContaining('The function may have run all the same: its log tells.'),
  });
  await history.written();
  const [run] = history.entries;
  expect(run).toMatchObject({ outcome: 'refused' });
  expect((await history.read(run?.runId ?? 0))?.intent.eventText).toBe(intent.eventText);
});

test('a function that was deleted meanwhile: AWS’s own words, and the list is offered to be read again', async () => {
  const { clients, session } = await open('export const handler = async () => 1;');
  await clients.lambda.send(new DeleteFunctionCommand({ FunctionName: 'hello' }));
  await expect(clients.lambda.send(new GetFunctionCommand({ FunctionName: 'hello' }))).rejects.toThrow();
  expect(await session.invoke(intent)).toMatchObject({
    kind: 'refused',
    code: 'ResourceNotFoundException',
    message: expect.stringContaining('Function not found'),
    action: { command: 'refresh' },
  });
});
