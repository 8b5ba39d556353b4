/** The Telemetry API and the older Logs API, as extensions of real functions get them. */

import { spawnSync } from 'node:child_process';
import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrapFolder } from '../../support/bootstraps.ts';
import { ExtensionFunctions } from '../../support/extensionFunctions.ts';
import { functionInput, TestService } from '../../support/localService.ts';
import { zipOf } from '../../support/zip.ts';

interface TelemetryEvent {
  readonly time: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a record of any type
  readonly record: any;
}

let test: TestService;
let functions: ExtensionFunctions;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  functions = new ExtensionFunctions(test);
});
afterAll(async () => {
  await test.dispose();
  functions.remove();
});

function isThere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

const told = (name: string) =>
  functions.recorded(name, 'telemetry').flatMap(({ content }) => content as TelemetryEvent[]);
const typesOf = (told: readonly TelemetryEvent[]) => told.map(({ type }) => type.replace('platform.', ''));

describe.skipIf(process.platform === 'win32')('telemetry', () => {
  it('tells the whole life of an environment in order, everything before its end', async () => {
    await functions.create('whole', { EXTENSION_SUBSCRIBES: 'yes' });
    await functions.invoke('whole');
    await functions.invoke('whole');
    await functions.change('whole');
    await functions.ended('whole');
    expect(functions.recorded('whole', 'subscribed')[0]?.content).toBe('OK');
    const events = told('whole');
    expect(typesOf(events).filter((type) => type !== 'extension')).toEqual([
      'initStart',
      'telemetrySubscription',
      'initRuntimeDone',
      'initReport',
      'start',
      'function',
      'runtimeDone',
      'report',
      'start',
      'function',
      'runtimeDone',
      'report',
    ]);
    for (const { time } of events) expect(new Date(time).toISOString()).toBe(time);
    const of = (type: string) => events.find((event) => event.type === type)?.record;
    expect(of('platform.initStart')).toMatchObject({
      initializationType: 'on-demand',
      phase: 'init',
      functionName: 'whole',
      functionVersion: '$LATEST',
      instanceMaxMemory: 128 * 1024 * 1024,
    });
    expect(of('platform.telemetrySubscription')).toEqual({
      name: 'recorder',
      state: 'Subscribed',
      types: ['platform', 'function', 'extension'],
    });
    expect(of('platform.extension')).toEqual({ name: 'recorder', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] });
    expect(of('extension')).toBe('recorder is listening');
    expect(of('function')).toMatch(/\tINFO\thandling$/);
    const spans = [{ name: 'responseLatency' }, { name: 'responseDuration' }, { name: 'runtimeOverhead' }];
    expect(of('platform.runtimeDone')).toMatchObject({ status: 'success', spans, metrics: { producedBytes: 2 } });
    expect(of('platform.report')).toMatchObject({
      status: 'success',
      metrics: { memorySizeMB: 128, initDurationMs: expect.any(Number) },
      spans: [{ name: 'extensionOverhead' }],
    });
  });

  it('gets all records, whatever the log’s format and level, and lines as objects where the log is JSON', async () => {
    const LoggingConfig = { LogFormat: 'JSON', SystemLogLevel: 'WARN' } as const;
    await functions.create('as-json', { EXTENSION_SUBSCRIBES: 'yes' }, { LoggingConfig });
    await functions.invoke('as-json');
    await functions.change('as-json');
    await functions.ended('as-json');
    const events = told('as-json');
    expect(typesOf(events)).toEqual(expect.arrayContaining(['initStart', 'start', 'runtimeDone', 'report']));
    expect(events.find(({ type }) => type === 'function')?.record).toMatchObject({ message: 'handling' });
    expect((await functions.logLines('as-json')).filter((line) => line.includes('platform.'))).toEqual([]);
  });

  it('tells of a timeout before the extension is asked to end', async () => {
    const hangs = 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000));';
    await functions.create('hanging', { EXTENSION_SUBSCRIBES: 'yes' }, { Timeout: 1 }, hangs);
    await functions.invoke('hanging');
    await functions.ended('hanging');
    const ends = told('hanging').filter(({ record }) => record?.status === 'timeout');
    expect(typesOf(ends)).toEqual(['runtimeDone', 'report']);
    expect(ends[1]?.record.metrics.durationMs).toBe(1000);
  });
});

describe.skipIf(process.platform === 'win32')('the Logs API', () => {
  it('sends what it knows of, line by line, to an extension in another language', async ({ skip }) => {
    skip(!isThere('python3'), 'there is no python3 on this computer');
    const script = { name: 'extensions/forwarder.py', content: ExtensionFunctions.fixture('forwarder.py') };
    await functions.create('older', {}, {}, undefined, script);
    await functions.invoke('older');
    await functions.change('older');
    await functions.ended('older');
    expect(functions.recorded('older', 'subscribed')[0]?.content).toBe('OK');
    const events = told('older');
    expect(typesOf(events)).toEqual(['logsSubscription', 'extension', 'start', 'function', 'end', 'report']);
    const { requestId } = events[2]?.record ?? {};
    expect(events[2]?.record).toEqual({ requestId, version: '$LATEST' });
    expect(events[4]?.record).toEqual({ requestId });
    expect(Object.keys(events[5]?.record)).toEqual(['requestId', 'metrics']);
    expect(await functions.logLines('older')).toContain(
      'LOGS\tName: forwarder.py\tState: Subscribed\tTypes: [Platform, Function]\n',
    );
  });
});

describe('a subscription', () => {
  /** Registers inside of the runtime, subscribes with `body`, and answers what it was answered. */
  const subscriber = `
    const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API;
    const registered = await fetch(api + '/2020-01-01/extension/register', {
      method: 'POST', headers: { 'Lambda-Extension-Name': 'inside' }, body: '{"events":[]}',
    });
    const headers = { 'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier') };
    const put = async (path, body, who = headers) => {
      const answer = await fetch(api + path, { method: 'PUT', headers: who, body: JSON.stringify(body) });
      return [answer.status, await answer.json()];
    };
    const destination = { protocol: 'HTTP', URI: 'http://sandbox.localdomain:9' };
    const schemaVersion = '2022-12-13';
    const answers = [];
    const telemetry = async (body, who) => answers.push(await put('/2022-07-01/telemetry', body, who));
    await telemetry({ schemaVersion, types: ['platform'], destination }, {});
    await telemetry({ schemaVersion, types: [], destination: { ...destination, URI: 'http://sandbox.localdomain' } });
    await telemetry({ schemaVersion, types: ['platform'], destination, buffering: { maxItems: 10 } });
    await telemetry({ schemaVersion, types: ['metrics'], destination });
    await telemetry({ schemaVersion, types: ['platform'], destination: { ...destination, URI: 'http://example.com:80' } });
    await telemetry({ schemaVersion, types: ['platform'], destination });
    await telemetry({ schemaVersion, types: ['platform'], destination });
    answers.push(await put('/2020-08-15/logs', { types: ['platform'], destination }));
    fetch(api + '/2020-01-01/extension/event/next', { headers }).catch(() => {});
    export const handler = async () => {
      await telemetry({ schemaVersion, types: ['platform'], destination });
      return answers;
    };
  `;

  it('is refused in the words of AWS, repeated without harm, and closed with Init', async () => {
    const Code = { ZipFile: zipOf({ 'index.mjs': subscriber }) };
    await test.lambda.send(new CreateFunctionCommand(functionInput('refused', { Code, Timeout: 20 })));
    const { Payload } = await test.lambda.send(new InvokeCommand({ FunctionName: 'refused' }));
    const refusal = (status: number, errorType: string, errorMessage: string) => [status, { errorMessage, errorType }];
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual([
      refusal(403, 'Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header'),
      refusal(400, 'Telemetry.ValidationError', 'URI port is not provided; types should not be empty'),
      refusal(400, 'Telemetry.ValidationError', 'maxItems should be between 1000 and 10000'),
      refusal(
        400,
        'Telemetry.DeserializationError',
        'unknown variant `metrics`, expected one of `platform`, `function`, `extension`',
      ),
      refusal(403, 'Telemetry.AccessDenied', "Only 'sandbox.localdomain' hostname is supported."),
      [200, 'OK'],
      [200, 'AlreadySubscribed'],
      refusal(
        400,
        'Logs.AccessDenied',
        'The extension inside is already subscribed to the TelemetryAPI. You must either subscribe to the LogsAPI or the TelemetryAPI',
      ),
      refusal(403, 'Telemetry.SubscriptionClosed', 'Telemetry API subscription is closed already'),
    ]);
    expect(await functions.logLines('refused')).toContain(
      'TELEMETRY\tName: inside\tState: Subscribed\tTypes: [Platform]\n',
    );
  });
});
