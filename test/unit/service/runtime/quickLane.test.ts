import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AnswerReader } from '../../../../src/service/environment/bootstraps/node/answerReader.ts';
import type { RuntimeListener } from '../../../../src/service/environment/runtimeListener.ts';
import {
  type NextInvocation,
  type RuntimeFact,
  RuntimeSession,
} from '../../../../src/service/environment/runtimeSession.ts';
import { openRuntimeListener } from '../../../../src/service/runtime/runtimeApi.ts';

const base = '/2018-06-01/runtime/invocation';
const requestId = '8476a536-e9f4-11e8-9739-2dfe598c3fcd';
const invocation: NextInvocation = {
  requestId,
  payload: Buffer.from('{"key":"ü"}'),
  deadlineMs: 1_542_409_706_888,
  invokedFunctionArn: 'arn:aws:lambda:us-east-2:123456789012:function:custom-runtime:live',
  traceId: 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1',
  clientContext: undefined,
};

let facts: RuntimeFact[];
let session: RuntimeSession;
let listener: RuntimeListener;
let socket: Socket;
let chunks: string[];
let answers: string[];
let wake: () => void;

beforeEach(async () => {
  facts = [];
  chunks = [];
  answers = [];
  wake = () => {};
  session = new RuntimeSession((fact) => {
    facts.push(fact);
    wake();
  });
  listener = await openRuntimeListener(session);
  const [host, port] = listener.address.split(':');
  socket = connect({ host, port: Number(port), noDelay: true });
  const reader = new AnswerReader();
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk.toString());
    for (const { status, body } of reader.read(chunk)) answers.push(`${status} ${body.toString()}`);
    wake();
  });
  await once(socket, 'connect');
});

afterEach(() => {
  socket.destroy();
  listener.close();
});

/** Waits for what the socket or the session brings. */
async function until(isThere: () => boolean): Promise<void> {
  while (!isThere()) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

const types = () => facts.map(({ type }) => type);
const next = (headers = '') => `GET ${base}/next HTTP/1.1\r\nHost: ${listener.address}\r\n${headers}\r\n`;
const response = (body: string, headers = '', length = Buffer.byteLength(body)) =>
  `POST ${base}/${requestId}/response HTTP/1.1\r\nHost: ${listener.address}\r\nContent-Length: ${length}\r\n` +
  `Content-Type: application/json\r\n${headers}\r\n${body}`;
const nextFollows = 'Lambda-Workbench-Then: next\r\n';
const accepted = '202 {"status":"OK"}\n';
const event = '200 {"key":"ü"}';

/** The runtime asks for an invocation and has it. */
async function begin(): Promise<void> {
  const before = answers.length;
  socket.write(next());
  await until(() => types().includes('next'));
  session.deliver(invocation);
  await until(() => answers.length > before);
}

describe("our own runtime's requests", () => {
  test('are answered with the event and its headers', async () => {
    await begin();
    expect(chunks[0]).toContain(`\r\nLambda-Runtime-Aws-Request-Id: ${requestId}\r\n`);
    expect(chunks[0]).toContain('\r\nLambda-Runtime-Deadline-Ms: 1542409706888\r\n');
    expect(answers).toEqual([event]);
  });

  test('are understood however they are cut', async () => {
    await begin();
    for (const byte of Buffer.from(response('"ü"') + next())) {
      socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => types().filter((type) => type === 'next').length === 2);
    expect(facts).toContainEqual({ type: 'response', payload: Buffer.from('"ü"') });
    expect(answers).toEqual([event, accepted]);
  });

  test('get two answers in one piece where the first is not waited for', async () => {
    await begin();
    chunks.length = 0;
    socket.write(response('1', nextFollows));
    await until(() => types().includes('response'));
    socket.write(next('Lambda-Workbench-Output: none\r\n'));
    await until(() => types().filter((type) => type === 'next').length === 2);
    expect(facts.at(-1)).toEqual({ type: 'next', isSilent: true });
    expect(answers).toEqual([event]);
    session.deliver(invocation);
    await until(() => answers.length === 3);
    expect(answers).toEqual([event, accepted, event]);
    expect(chunks).toHaveLength(1);
  });

  test('carry large bodies both ways', async () => {
    const large = JSON.stringify('ü'.repeat(1_000_000));
    socket.write(next());
    await until(() => facts.length === 1);
    session.deliver({ ...invocation, payload: Buffer.from(large) });
    await until(() => answers.length === 1);
    expect(answers).toEqual([`200 ${large}`]);
    socket.write(response(large));
    await until(() => answers.length === 2);
    expect(facts.at(-1)).toEqual({ type: 'response', payload: Buffer.from(large) });
  });

  test('are refused out of turn, and the connection goes on', async () => {
    socket.write(response('"ü"', nextFollows));
    await until(() => answers.length === 1);
    expect(answers[0]).toBe(
      '403 {"errorMessage":"State transition from Started to InvocationResponse failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}',
    );
    await begin();
    socket.write(next());
    await until(() => answers.length === 3);
    expect(answers[2]).toMatch(/^403 .*InvalidStateTransition/);
  });
});

describe('any other request on the same connection', () => {
  test('is answered as HTTP, behind what was owed', async () => {
    await begin();
    const error = '{"errorMessage":"no","errorType":"E"}';
    socket.write(response('1', nextFollows));
    await until(() => types().includes('response'));
    socket.write(
      `POST ${base}/${requestId}/error HTTP/1.1\r\nHost: ${listener.address}\r\nContent-Length: ${error.length}\r\n\r\n${error}`,
    );
    await until(() => answers.length === 3);
    expect(answers[1]).toBe(accepted);
    expect(answers[2]).toMatch(/^403 /);
    // From now on everything is.
    socket.write(next());
    await until(() => types().filter((type) => type === 'next').length === 2);
    session.deliver(invocation);
    await until(() => answers.length === 4);
    expect(answers[3]).toBe(event);
    expect(chunks.at(-1)).toContain('Connection: keep-alive');
  });

  test.each([
    ['another host', (text: string) => text.replace(/Host: \S+/, 'Host: example.com:80'), 403],
    ['a web page', (text: string) => text.replace('\r\n', '\r\nOrigin: http://example.com\r\n'), 403],
    ['another path', (text: string) => text.replace('/next', '/nexte'), 404],
    ['a long head', (text: string) => text.replace('\r\n', `\r\nOrigin: ${'a'.repeat(1000)}\r\n`), 403],
    ['a body that is too large', () => response('', '', 6_291_557), 413],
  ])('is checked as HTTP: %s', async (_what, change, status) => {
    if (status === 413) await begin();
    answers.length = 0;
    socket.write(change(next()));
    if (status === 413) socket.write(Buffer.alloc(6_291_557, '1'));
    await until(() => answers.length === 1);
    expect(answers[0]).toMatch(new RegExp(`^${status} `));
  });
});
