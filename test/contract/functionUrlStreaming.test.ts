/** Function URLs that stream, with real functions: what is written arrives at once, and what breaks is broken off. */

import { request, type ServerResponse } from 'node:http';
import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Deferred } from '../../src/base/deferred.ts';
import { HttpEndpoint } from '../support/httpEndpoint.ts';
import { createTestFunction, TestService } from '../support/localService.ts';
import { send } from '../support/rawRequest.ts';
import { zipOf } from '../support/zip.ts';

const streaming = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const { mode } = event.queryStringParameters ?? {};
  if (mode === 'fail') throw new Error('before anything');
  if (mode !== 'plain') {
    stream = awslambda.HttpResponseStream.from(stream, {
      statusCode: 201, headers: { 'content-type': 'text/event-stream', 'x-custom': 'yes' }, cookies: ['a=1', 'b=2'],
    });
  }
  stream.write('first ');
  if (mode === 'breaks') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    throw new Error('in the middle');
  }
  if (event.body !== undefined) await fetch(Buffer.from(event.body, 'base64').toString());
  stream.write('second');
  stream.end();
});`;
const returning = `export const handler = async ({ rawPath }) => ({ statusCode: 418, body: rawPath });`;

let test: TestService;
let hosts: Record<'stream' | 'buffered' | 'plain', string>;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true });
  hosts = {
    stream: await create('stream', streaming, 'RESPONSE_STREAM'),
    buffered: await create('buffered', streaming, 'BUFFERED'),
    plain: await create('plain', returning, 'RESPONSE_STREAM'),
  };
});
afterAll(() => test.dispose());

async function create(
  FunctionName: string,
  source: string,
  InvokeMode: NonNullable<CreateFunctionUrlConfigCommandInput['InvokeMode']>,
): Promise<string> {
  await createTestFunction(test, FunctionName, { Code: { ZipFile: zipOf({ 'index.mjs': source }) }, Timeout: 30 });
  const everybody = { FunctionName, Principal: '*' };
  const permissions = [
    { ...everybody, StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' as const },
    { ...everybody, StatementId: 'invoke', Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
  ];
  for (const permission of permissions) await test.lambda.send(new AddPermissionCommand(permission));
  const url = new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', InvokeMode });
  return new URL((await test.lambda.send(url)).FunctionUrl ?? '').host;
}

const get = (path: string, host: string) => send(test.service.endpoint, { path, headers: { host } });

describe('a function URL that streams', () => {
  it('has the status, headers and cookies of the prelude', async () => {
    const { status, headers, text } = await get('/', hosts.stream);
    expect([status, text]).toEqual([201, 'first second']);
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream',
      'x-custom': 'yes',
      'set-cookie': ['a=1', 'b=2'],
      'transfer-encoding': 'chunked',
    });
  });

  it('passes on what comes without one', async () => {
    const { status, headers, text } = await get('/?mode=plain', hosts.stream);
    expect([status, headers['content-type'], text]).toEqual([200, 'application/octet-stream', 'first second']);
  });

  it('sends what was written while the function still runs', async () => {
    // The function goes on only when somebody who has read the beginning answers it.
    const asked = new Deferred<ServerResponse>();
    const gate = await HttpEndpoint.start((response) => asked.resolve(response));
    const { hostname, port } = new URL(test.service.endpoint);
    const parts: string[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        const headers = { host: hosts.stream, 'content-type': 'application/octet-stream' };
        const sent = request({ hostname, port, method: 'POST', path: '/', headers, agent: false }, (response) => {
          response.on('data', (chunk: Buffer) => {
            parts.push(chunk.toString());
            if (parts.length === 1) asked.promise.then((question) => question.end(), reject);
          });
          response.on('end', resolve);
          response.on('error', reject);
        });
        sent.on('error', reject);
        sent.end(gate.url);
      });
    } finally {
      await gate.close();
    }
    expect(parts).toEqual(['first ', 'second']);
  });

  it('breaks off when the function fails in the middle, and is 502 when it fails before', async () => {
    await expect(get('/?mode=breaks', hosts.stream)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    expect(await get('/?mode=fail', hosts.stream)).toMatchObject({ status: 502, text: 'Internal Server Error' });
  });

  it('takes the answer of a function that does not stream as it is', async () => {
    const { status, text } = await get('/teapot', hosts.plain);
    expect([status, text]).toEqual([200, '{"statusCode":418,"body":"/teapot"}']);
  });
});

it('a function that streams behind a buffered URL answers as a whole', async () => {
  const { status, headers, text } = await get('/', hosts.buffered);
  expect([status, text]).toEqual([201, 'first second']);
  expect(headers).toMatchObject({ 'content-length': '12', 'set-cookie': ['a=1', 'b=2'] });
});
