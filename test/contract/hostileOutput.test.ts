/** Functions that write without end, write nonsense into the log pipe, and close their descriptors. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HostileService } from '../support/hostileService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';

let hostile: HostileService;
const folders = new TemporaryFolders();
beforeAll(async () => {
  hostile = await HostileService.start();
});
afterAll(async () => {
  await hostile.dispose();
  folders.remove();
});

test('a hundred invocations of others end while a flood runs, which is cut and marked', {
  timeout: 120_000,
}, async () => {
  await hostile.create('output.floods', { Timeout: 110 });
  const until = path.join(folders.create(), 'enough');
  let isOver = false;
  const flood = hostile.invoke('output.floods', { until }).finally(() => {
    isOver = true;
  });
  await hostile.neighbourAnswers(100);
  await hostile.test.lambda.send(new GetFunctionCommand({ FunctionName: 'neighbour' }));
  expect(isOver).toBe(false);
  writeFileSync(until, '');
  const { value, log } = await flood;
  expect(Number(value)).toBeGreaterThan(32 * 1024);
  expect(log).toMatch(/left out/);
});

test('a line without an end is cut into events, and does not pile up', async () => {
  const { value } = await hostile.attack('output.floodsWithoutLines', { mb: 64 }, { Timeout: 60 });
  expect(value).toBe('done');
  await hostile.neighbourAnswers();
});

test('frames that claim to be larger than they are become text, and marks of its own end nothing', async () => {
  const { value } = await hostile.attack('output.writesBrokenFrames');
  expect(value).toBe('written');
  expect((await hostile.invoke('output.writesBrokenFrames')).value).toBe('written');
  await hostile.neighbourAnswers();
});

test('whoever closes its descriptors 0 to 2 ends, or goes on without a log', async () => {
  await hostile.create('output.closesDescriptors', { Timeout: 5 });
  for (let call = 0; call < 2; call += 1) {
    const { StatusCode } = await hostile.test.lambda.send(
      new InvokeCommand({ FunctionName: 'output-closesDescriptors' }),
    );
    expect(StatusCode).toBe(200);
  }
  await hostile.neighbourAnswers();
});
