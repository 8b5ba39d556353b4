/** What the invoke panel does with runs, against the local service: cold starts on request, streams, many runs at once. */

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { emptyIntent } from '../../src/app/drafts.ts';
import { InvokeSession } from '../../src/app/invokeSession.ts';
import { localTarget } from '../../src/app/localTarget.ts';
import { Repeat } from '../../src/app/runs/repeat.ts';
import { sendInvocation } from '../../src/app/runs/sendInvocation.ts';
import type { Target } from '../../src/app/target.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { connectLocal } from '../../src/client/localClients.ts';
import { listPrices } from '../../src/lambda/cost.ts';
import type { RunAnswer } from '../../src/protocol/invokePanel.ts';
import { LocalService } from '../../src/service/localService.ts';
import { readAnswer } from '../../src/webview/invoke/content.ts';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { testRole } from '../support/localService.ts';
import { RunHistories } from '../support/runHistories.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const folders = new TemporaryFolders();
const histories = new RunHistories();
const opened: { dispose?(): void }[] = [];
let service: LocalService;
let target: Target;

const code = `
export const handler = async (event) => event;
export const stream = awslambda.streamifyResponse(async (event, response) => {
  response.write('first ');
  await new Promise((resolve) => setTimeout(resolve, 150));
  response.end('second');
});
export const http = awslambda.streamifyResponse(async (event, response) => {
  const body = awslambda.HttpResponseStream.from(response, { statusCode: 201, headers: { 'content-type': 'text/plain' } });
  body.write('made');
  body.end();
});
`;

beforeAll(async () => {
  service = await LocalService.start({
    dataFolder: folders.create(),
    bootstrapFolder: await bootstrapFolder(),
    environment: process.env,
    log: silentLog,
  });
  const ready = {
    event: 'ready',
    endpoint: service.endpoint,
    region: 'us-east-1',
    accountId: service.accountId,
    ...service.credentials,
    pid: process.pid,
  } as const;
  const host = { isStoppedOnRequest: false, ensureRunning: async () => ready, reportUnreachable() {} };
  target = localTarget(host, connectLocal);
  const { lambda } = await target.connect();
  for (const name of ['handler', 'stream', 'http']) {
    await lambda.createFunction({
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Handler: `index.${name}`,
      Role: testRole,
      Code: { ZipFile: zipOf({ 'index.mjs': code }) },
    });
  }
});

afterEach(() => {
  for (const one of opened.splice(0)) one.dispose?.();
});

afterAll(async () => {
  target.dispose?.();
  await service.close();
  await histories.dispose();
  folders.remove();
});

function sessionOf(functionName: string): InvokeSession {
  const session = new InvokeSession(target, functionName, {
    clock: systemClock,
    log: silentLog,
    prices: listPrices,
    history: histories.open({ targetId: 'local', functionName }),
    configuration: () => ({ FunctionName: functionName, Timeout: 3 }),
  });
  opened.push(session);
  return session;
}

test('"Invoke Cold" starts a new environment, and a plain one after it is warm', async () => {
  const session = sessionOf('handler');
  const isCold = async (isFresh: boolean) =>
    ((await session.invoke(emptyIntent, { isFresh })) as RunAnswer).report?.initDurationMs !== undefined;
  expect([await isCold(false), await isCold(false), await isCold(true), await isCold(false)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('a streamed response is told before it is complete', async () => {
  const session = sessionOf('stream');
  const tails: string[] = [];
  session.onDidChange((run) => {
    if (run.state === 'running' && run.streamed) tails.push(run.streamed.tail);
  });
  const result = (await session.invoke({ ...emptyIntent, invocationType: 'ResponseStream' })) as RunAnswer;
  expect(result).toMatchObject({ payloadText: 'first second', stream: { bytes: 12 } });
  expect(result.stream?.firstByteMs).toBeLessThan(result.clientMs);
  expect(tails[0]).toBe('first ');
});

test('a streamed HTTP response is read behind its prelude', async () => {
  const session = sessionOf('http');
  const result = (await session.invoke({ ...emptyIntent, invocationType: 'ResponseStream' })) as RunAnswer;
  expect(readAnswer(result).http).toMatchObject({
    response: { statusCode: 201, mediaType: 'text/plain' },
    body: { kind: 'text', text: 'made' },
  });
});

test('a hundred runs, twenty at once, are counted as they were', async () => {
  const options = {
    target,
    functionName: 'handler',
    configuration: { Timeout: 3 },
    clock: systemClock,
    log: silentLog,
    prices: listPrices,
  };
  const request = {
    FunctionName: 'handler',
    InvocationType: 'RequestResponse',
    LogType: 'Tail',
    Payload: new TextEncoder().encode('{}'),
  } as const;
  const repeat = new Repeat({
    count: 100,
    concurrency: 20,
    clock: systemClock,
    send: (signal) => sendInvocation(request, '{}', options, signal),
  });
  opened.push(repeat);
  const state = await repeat.run();
  expect(state).toMatchObject({ state: 'finished', ended: 100, succeeded: 100, clientTime: { count: 100 } });
  expect(state.cold + (state.warmDuration?.count ?? 0)).toBe(100);
});
