/** Every runtime and every runtime client of AWS's own, driven through the AWS SDK: what the same function does on each. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  CreateFunctionCommand,
  InvokeCommand,
  type InvokeCommandOutput,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCompleteEvent,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/lambda/limits.ts';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { HastyClock } from '../support/hastyClock.ts';
import { arnOf, functionInput, TestService } from '../support/localService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { type Behaviour, type BehavioursRow, documentAbsence, documentedRow, rowOf } from './behavioursTable.ts';
import { preparePackage, Unavailable, zipFolder } from './preparedPackage.ts';
import { runtimeFunctions } from './runtimeFunctions.ts';

const prepareMs = 300_000;

const folders = new TemporaryFolders();
/** Inits that stall leave it: nobody waits the ten seconds after that. */
let marker = '';
const isInit = (delayMs: number) => delayMs > limits.initTimeoutMs - 3000 && delayMs <= limits.initTimeoutMs;

let service: TestService;
beforeAll(async () => {
  const isOver = (delayMs: number) => (isInit(delayMs) ? marker !== '' && existsSync(marker) : undefined);
  const clock = new HastyClock(isOver, { moves: false });
  service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder(), clock });
});
afterAll(async () => {
  await service.dispose();
  folders.remove();
});

describe.each(runtimeFunctions)('$name', ({ name, runtime, handler, streamHandler, recipe }) => {
  const functionName = name.replaceAll(/[^\w]+/g, '-');
  const observed: Partial<Record<Behaviour, string>> = {};
  let unavailable: string | undefined;

  beforeAll(async () => {
    try {
      const code = { ZipFile: zipFolder(await preparePackage(recipe)) };
      const create = (suffix: string, changes: object) =>
        service.lambda.send(
          new CreateFunctionCommand(
            functionInput(functionName + suffix, {
              Runtime: runtime,
              Handler: handler,
              Code: code,
              MemorySize: 512,
              Timeout: 20,
              ...changes,
            }),
          ),
        );
      await create('', {});
      await create('-broken', { Environment: { Variables: { FAIL_INIT: '1' } } });
      if (streamHandler !== undefined) await create('-streams', { Handler: streamHandler });
      await create('-hangs', { Timeout: 1 });
      marker = path.join(folders.create(), 'stalled');
      await create('-stalls', { Environment: { Variables: { STALL_INIT: marker } } });
      await create('-json', { LoggingConfig: { LogFormat: 'JSON' } });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      unavailable = error.message;
      documentAbsence(name, error.message);
    }
  }, prepareMs);
  beforeEach(({ skip }) => {
    if (unavailable !== undefined) skip(unavailable);
  });

  async function invoke(event: object, suffix = '') {
    const clientContext = Buffer.from('{"custom":{"key":"größe"}}').toString('base64');
    const answer = await service.lambda.send(
      new InvokeCommand({
        FunctionName: functionName + suffix,
        Payload: Buffer.from(JSON.stringify(event)),
        LogType: 'Tail',
        ClientContext: clientContext,
      }),
    );
    return { ...answer, payload: payloadOf(answer), log: logOf(answer) };
  }

  test('answers with what it returns, and keeps its environment', async () => {
    const cold = await invoke({ list: [1, 'größe'], nested: { deep: [true, 1.5] } });
    expect(cold.payload).toEqual({ list: [1, 'größe'], nested: { deep: [true, 1.5] } });
    expect(cold.FunctionError).toBeUndefined();
    expect(cold.log).toContain('Init Duration:');
    const warm = await invoke({ n: 2 });
    expect(warm.payload).toEqual({ n: 2 });
    expect(warm.log).not.toContain('Init Duration:');
    observed.answers = '✓';
    // The bootstrap for Java is compiled before its first start.
  }, 90_000);

  test('writes its lines into the log of the invocation', async () => {
    const { log } = await invoke({ do: 'log' });
    const lines = log.split('\n');
    const line = lines.findIndex((text) => text.endsWith('a line of the function'));
    expect(line).toBeGreaterThan(lines.findIndex((text) => text.startsWith('START')));
    expect(line).toBeLessThan(lines.findIndex((text) => text.startsWith('END')));
    observed.logs = '✓';
  });

  test('is told all that its context holds', async () => {
    const before = Date.now();
    const { payload, log } = await invoke({ do: 'context' });
    const fields = payload as { requestId: string; deadlineMs: number; traceId: string };
    expect(fields).toMatchObject({
      requestId: /START RequestId: (\S+)/.exec(log)?.[1],
      arn: arnOf(functionName),
      custom: { key: 'größe' },
      functionName,
    });
    expect(fields.traceId).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/);
    expect(fields.deadlineMs).toBeGreaterThan(before + 19_000);
    expect(fields.deadlineMs).toBeLessThan(Date.now() + 21_000);
    observed.context = '✓';
  });

  test('hands its error to the caller, and goes on', async () => {
    const { payload, FunctionError } = await invoke({ do: 'fail' });
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorMessage: 'the function failed' });
    expect((await invoke({ n: 3 })).payload).toEqual({ n: 3 });
    observed.throws = describeError(payload);
  });

  test('ends in the middle of an invocation, and another one is started', async () => {
    const { payload, FunctionError } = await invoke({ do: 'crash' });
    expect(FunctionError).toBe('Unhandled');
    expect((await invoke({ n: 4 })).payload).toEqual({ n: 4 });
    observed['ends in the middle'] = describeError(payload);
  });

  test('says why it did not start', async () => {
    const { payload, FunctionError, log } = await invoke({}, '-broken');
    expect(FunctionError).toBe('Unhandled');
    expect(`${log}${JSON.stringify(payload)}`).toContain('the function cannot start');
    expect(log).toMatch(/INIT_REPORT .*\tStatus: error\tError Type: \S+/);
    observed['fails to start'] = describeError(payload);
  });

  test('streams its response', async () => {
    if (streamHandler === undefined) {
      observed.streams = '–';
      return;
    }
    const { text, end } = await stream('stream');
    expect(end?.ErrorCode).toBeUndefined();
    // A client may put the metadata of an HTTP response before it, as on AWS.
    expect(text.split('\0').at(-1)).toBe('first second');
    observed.streams = '✓';
  });

  test('tells of an error in the middle of a stream', async () => {
    if (streamHandler === undefined) {
      observed['fails in a stream'] = '–';
      return;
    }
    const { text, end } = await stream('stream and fail');
    const said = text.split('\0').at(-1) ?? '';
    const errorCode = end?.ErrorCode;
    // The client for Go gathers its responses; the one for Rust writes the trailers of the error as if they were data.
    if (errorCode === undefined) expect(said).toMatch(/^first Lambda-Runtime-Function-Error-Type: /);
    else expect(said === 'first ' || said === '').toBe(true);
    const before = said === '' ? ', nothing streamed before' : '';
    observed['fails in a stream'] = errorCode === undefined ? 'error written as data' : `\`${errorCode}\`${before}`;
  });

  async function stream(action: string) {
    const answer = await service.lambda.send(
      new InvokeWithResponseStreamCommand({
        FunctionName: `${functionName}-streams`,
        Payload: Buffer.from(JSON.stringify({ do: action })),
      }),
    );
    let text = '';
    let end: InvokeWithResponseStreamCompleteEvent | undefined;
    for await (const event of answer.EventStream ?? []) {
      text += Buffer.from(event.PayloadChunk?.Payload ?? []).toString('utf8');
      end = event.InvokeComplete ?? end;
    }
    return { text, end };
  }

  test('ends when its time is over', async () => {
    const { payload, FunctionError, log } = await invoke({ do: 'hang' }, '-hangs');
    expect(FunctionError).toBe('Unhandled');
    expect(log).toMatch(/Status: timeout/);
    observed['times out'] = describeError(payload);
  });

  test('ends when its memory is used up', async () => {
    const { payload, FunctionError } = await invoke({ do: 'allocate' });
    expect(FunctionError).toBe('Unhandled');
    observed['out of memory'] = describeError(payload);
  });

  test('is told when its response is too large', async () => {
    const { payload, FunctionError } = await invoke({ do: 'large' });
    expect(FunctionError).toBe('Unhandled');
    observed['response too large'] = describeError(payload);
    expect((await invoke({ n: 5 })).payload).toEqual({ n: 5 });
    observed['goes on afterwards'] = '✓';
  });

  test('is begun again when its init takes too long', async () => {
    const { payload, log } = await invoke({ n: 6 }, '-stalls');
    expect(payload).toEqual({ n: 6 });
    expect(log).toMatch(/^INIT_REPORT .*\tPhase: init\tStatus: timeout$/m);
    observed['init times out'] = '✓';
  });

  test('logs in JSON where that is asked for', async () => {
    const { log } = await invoke({ do: 'log' }, '-json');
    const lines = log.trimEnd().split('\n');
    const types = lines.map((line) => (isJson(line) ? (JSON.parse(line) as { type?: string }).type : undefined));
    expect(types).toEqual(expect.arrayContaining(['platform.start', 'platform.report']));
    const own = lines.find((line) => line.includes('a line of the function')) ?? '';
    observed['JSON log'] = isJson(own) ? '✓' : 'its own lines as they are';
  });

  test('does what the table says', () => {
    const row = observed as BehavioursRow;
    expect(documentedRow(name, row)).toBe(rowOf(name, row));
  });
});

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function payloadOf({ Payload }: InvokeCommandOutput): unknown {
  return JSON.parse(Payload?.transformToString() || 'null');
}

function logOf({ LogResult }: InvokeCommandOutput): string {
  return Buffer.from(LogResult ?? '', 'base64').toString('utf8');
}

/** The type of an error object, and under which name it carries its stack. */
function describeError(payload: unknown): string {
  const error = payload as Record<string, unknown>;
  const stack = ['stackTrace', 'trace'].find((key) => Array.isArray(error[key]) && error[key].length > 0);
  return `\`${error['errorType']}\`${stack === undefined ? '' : ` with \`${stack}\``}`;
}
