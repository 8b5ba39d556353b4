/** Invoke through the real SDK: the HTTP door, real processes and the stored log together. */

import { FilterLogEventsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  InvokeCommand,
  type InvokeCommandInput,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bootstrapFolder } from '../../support/bootstraps.ts';
import { arnOf, createTestFunction, TestService } from '../../support/localService.ts';
import { zipOf } from '../../support/zip.ts';

let service: TestService;
beforeAll(async () => {
  service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
});
afterAll(() => service.dispose());

const code = (body: string) => ({ ZipFile: zipOf({ 'index.mjs': `export const handler = ${body};` }) });

async function invoke(name: string, input: Partial<InvokeCommandInput> = {}) {
  const answer = await service.lambda.send(new InvokeCommand({ FunctionName: name, LogType: 'Tail', ...input }));
  return {
    status: answer.StatusCode,
    version: answer.ExecutedVersion,
    functionError: answer.FunctionError,
    payload: Buffer.from(answer.Payload ?? []).toString('utf8'),
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
    requestId: answer.$metadata.requestId,
  };
}

describe('RequestResponse', () => {
  test('answers with result, version, log tail and the request id of the log', async () => {
    await createTestFunction(service, 'echo', { Code: code('async (event) => { console.log("hi"); return event; }') });
    const { log, requestId, ...answer } = await invoke('echo', { Payload: '{"a":"ü"}' });
    expect(answer).toEqual({ status: 200, version: '$LATEST', functionError: undefined, payload: '{"a":"ü"}' });
    const lines = log.split('\n');
    expect(lines[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(lines[1]).toMatch(new RegExp(`^\\S+Z\\t${requestId}\\tINFO\\thi$`));
    expect(lines[2]).toBe(`END RequestId: ${requestId}`);
    expect(lines[3]).toMatch(
      new RegExp(
        `^REPORT RequestId: ${requestId}\\tDuration: \\d+\\.\\d\\d ms\\tBilled Duration: \\d+ ms\\tMemory Size: 128 MB\\tMax Memory Used: \\d+ MB\\tInit Duration: \\d+\\.\\d\\d ms\\t$`,
      ),
    );
  });

  test('a failing function is a successful call', async () => {
    await createTestFunction(service, 'fails', { Code: code('async () => { throw new TypeError("boom"); }') });
    const { status, functionError, payload } = await invoke('fails');
    expect([status, functionError]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(payload)).toMatchObject({ errorType: 'TypeError', errorMessage: 'boom' });
  });

  test('the context has the ARN as it was called', async () => {
    const body = 'async (event, context) => context.invokedFunctionArn';
    await createTestFunction(service, 'arn', { Code: code(body) });
    expect((await invoke('arn')).payload).toBe(`"${arnOf('arn')}"`);
    expect((await invoke('arn', { Qualifier: '$LATEST' })).payload).toBe(`"${arnOf('arn')}:$LATEST"`);
  });

  test('new code and new configuration answer the next call', async () => {
    await createTestFunction(service, 'changes', { Code: code('async () => process.env.MODE ?? "old"') });
    expect((await invoke('changes')).payload).toBe('"old"');
    const { ZipFile } = code('async () => process.env.MODE ?? "new"');
    await service.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'changes', ZipFile }));
    expect((await invoke('changes')).payload).toBe('"new"');
    await service.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'changes', Environment: { Variables: { MODE: 'set' } } }),
    );
    expect((await invoke('changes')).payload).toBe('"set"');
  });
});

test('the log is stored, from INIT_START to REPORT', async () => {
  await createTestFunction(service, 'logs', { Code: code('async () => console.log("two\\nlines")') });
  await invoke('logs');
  const logGroupName = '/aws/lambda/logs';
  const { events = [] } = await service.logs.send(new FilterLogEventsCommand({ logGroupName }));
  expect(events.map(({ message = '' }) => message.split(/[ \t]/)[0])).toEqual([
    'INIT_START',
    'START',
    expect.stringMatching(/Z$/),
    'END',
    'REPORT',
  ]);
  const logStreamName = events[0]?.logStreamName ?? '';
  expect(logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  const same = await service.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }));
  expect(same.events?.map(({ message }) => message)).toEqual(events.map(({ message }) => message));
});

test('Event is accepted at once and runs', async () => {
  await createTestFunction(service, 'later', { Code: code('async (event) => console.log("ran", event.n)') });
  const { status, payload, version, requestId } = await invoke('later', {
    InvocationType: 'Event',
    LogType: 'None',
    Payload: '{"n":1}',
  });
  expect([status, payload, version]).toEqual([202, '', undefined]);
  await vi.waitFor(async () => {
    const { events = [] } = await service.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/aws/lambda/later', filterPattern: 'REPORT' }),
    );
    expect(events[0]?.message).toContain(`REPORT RequestId: ${requestId}`);
  }, 5000);
});
