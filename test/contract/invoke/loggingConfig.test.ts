/** The log format by its way through the API: UpdateFunctionConfiguration changes it for real functions. */

import { InvokeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestFunction, TestService } from '../../support/localService.ts';

let service: TestService;
beforeAll(async () => {
  service = await TestService.start({ realFunctions: true });
  await createTestFunction(service, 'f');
});
afterAll(() => service.dispose());

async function tail(): Promise<string> {
  const { LogResult = '' } = await service.lambda.send(new InvokeCommand({ FunctionName: 'f', LogType: 'Tail' }));
  return Buffer.from(LogResult, 'base64').toString('utf8');
}

test('text, then JSON, then text again', async () => {
  expect(await tail()).toMatch(/^START RequestId: /);
  const update = (LoggingConfig: object) =>
    service.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', LoggingConfig }));
  const { LoggingConfig } = await update({ LogFormat: 'JSON' });
  expect(LoggingConfig).toMatchObject({ ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' });
  const lines = (await tail()).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
    'platform.initStart',
    'platform.start',
    'platform.report',
  ]);
  await update({ LogFormat: 'Text' });
  expect(await tail()).toMatch(/^START RequestId: /);
});
