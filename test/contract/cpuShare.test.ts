/** `--cpu-share`: a busy processor is shared in proportion to memory. */

import { getPriority } from 'node:os';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { createTestFunction, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

const ZipFile = zipOf({ 'index.js': "exports.handler = async () => require('node:os').getPriority();" });

async function niceness(service: TestService, MemorySize: number): Promise<number> {
  const FunctionName = `f${MemorySize}`;
  await createTestFunction(service, FunctionName, { Code: { ZipFile }, MemorySize });
  const { Payload } = await service.lambda.send(new InvokeCommand({ FunctionName }));
  return Number(Payload?.transformToString());
}

test.runIf(process.platform !== 'win32').each([
  { sharesCpu: true, steps: [12, 2, 0] },
  { sharesCpu: false, steps: [0, 0, 0] },
])('$sharesCpu: functions of 128, 1,024 and 2,048 MB are nicer by $steps', async ({ sharesCpu, steps }) => {
  const service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder(), sharesCpu });
  const found = [await niceness(service, 128), await niceness(service, 1024), await niceness(service, 2048)];
  expect(found).toEqual(steps.map((step) => getPriority() + step));
  await service.dispose();
});
