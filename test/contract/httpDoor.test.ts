import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import {
  CloudWatchLogsClient,
  DescribeDestinationsCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lambdaModel } from '../../src/service/wire/generated/lambdaConstraints.ts';
import { logsModel } from '../../src/service/wire/generated/logsConstraints.ts';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { type RawRequest, type SigningOptions, send, sendSigned, signed } from '../support/rawRequest.ts';

let test: TestService;
let endpoint: string;
beforeAll(async () => {
  test = await TestService.start();
  endpoint = test.service.endpoint;
  await createTestFunction(test, 'f');
});
afterAll(() => test.dispose());

const sign = (raw: RawRequest, options: Partial<SigningOptions> = {}) =>
  sendSigned(endpoint, raw, { credentials: test.service.credentials, ...options });
const list: RawRequest = { path: '/2015-03-31/functions' };
const logs = (operation: string, body: string, service = 'logs') =>
  sign(
    {
      method: 'POST',
      path: '/',
      body,
      headers: { 'x-amz-target': `Logs_20140328.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
    },
    { service },
  );

describe('the socket', () => {
  it('listens on 127.0.0.1 and nowhere else', async () => {
    const { hostname, port } = new URL(endpoint);
    expect(hostname).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((one) => (one?.family === 'IPv4' && one.address !== '127.0.0.1' ? [one.address] : []));
    for (const address of others) {
      await expect(connected(address, Number(port))).resolves.toBe(false);
    }
  });

  it('outlives rubbish', async () => {
    const { port } = new URL(endpoint);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end('no http at all\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk)).on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await sign(list)).status).toBe(200);
  });

  it('outlives a client that leaves in the middle of its request', async () => {
    const { port, host } = new URL(endpoint);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST /2015-03-31/functions HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000\r\n\r\nhalf`);
        socket.destroy();
        resolve();
      });
    });
    expect((await sign(list)).status).toBe(200);
  });

  it('keeps a connection for the next request', async () => {
    for (let index = 0; index < 3; index += 1) await test.lambda.send(new ListFunctionsCommand({}));
    expect((await sign(list)).headers['connection']).not.toBe('keep-alive, close');
  });
});

describe('who may ask', () => {
  const forbidden = (name: string, message: unknown) => ({ name, status: 403, message });

  it('asks for a signature', async () => {
    const answer = await send(endpoint, list);
    expect(answer).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException', 'content-type': 'application/json' },
    });
    expect(JSON.parse(answer.text)).toEqual({ message: 'Missing Authentication Token' });
  });

  it('tells a wrong key from a wrong secret', async () => {
    const { credentials } = test.service;
    const stranger = test.newLambda({ credentials: { ...credentials, accessKeyId: 'AKIDEXAMPLE' } });
    expect(await refusal(stranger.send(new ListFunctionsCommand({})))).toEqual(
      forbidden('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    );
    const liar = test.newLambda({ credentials: { ...credentials, secretAccessKey: 'wrong' } });
    expect(await refusal(liar.send(new ListFunctionsCommand({})))).toEqual(
      forbidden(
        'InvalidSignatureException',
        expect.stringMatching(/^The request signature we calculated does not match/),
      ),
    );
  });

  it('refuses a body that was changed on the way', async () => {
    const raw = { method: 'POST', path: '/2015-03-31/functions/f/invocations', body: '{"a":1}' };
    for (const announceHash of [true, false]) {
      const honest = await signed(endpoint, raw, { credentials: test.service.credentials, announceHash });
      const before = test.invoker.invoked.length;
      expect((await send(endpoint, honest)).status).toBe(200);
      expect(await send(endpoint, { ...honest, body: '{"a":2}' })).toMatchObject({
        status: 403,
        headers: { 'x-amzn-errortype': 'InvalidSignatureException' },
      });
      expect(test.invoker.invoked).toHaveLength(before + 1);
    }
  });

  it('refuses a signature for another service', async () => {
    const answer = await logs('DescribeLogGroups', '{}', 'lambda');
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toEqual({
      __type: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'logs'. ",
    });
  });

  it('refuses a signature of yesterday', async () => {
    const answer = await sign(list, { date: new Date(Date.now() - 86_400_000) });
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('Signature expired')]);
  });

  it.each([{ origin: 'https://example.com' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    'refuses a web page, even one that could sign: %j',
    async (headers) => {
      const answer = await sign({ ...list, headers });
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      expect((await send(endpoint, { ...list, method: 'OPTIONS', headers })).status).toBe(403);
    },
  );

  it.each(['example.com', 'localhost.example.com', '127.0.0.1.example.com:80'])(
    'does not answer to the host %s',
    async (host) => {
      expect(await send(endpoint, { ...list, headers: { host } })).toMatchObject({
        status: 403,
        headers: { 'x-amzn-errortype': 'AccessDeniedException' },
      });
    },
  );

  it.each(['localhost', 'stream-127.0.0.1', 'stream-localhost'])('answers to the host %s', async (name) => {
    const host = `${name}:${new URL(endpoint).port}`;
    expect((await sign({ ...list, headers: { host } })).status).toBe(200);
  });
});

describe('requests that no SDK of today sends', () => {
  it('percent-encoded ARNs', async () => {
    for (const name of [encodeURIComponent(arnOf('f')), 'f%3A%24LATEST', '%66']) {
      const answer = await sign({ path: `/2015-03-31/functions/${name}/configuration` });
      expect([name, answer.status]).toEqual([name, 200]);
    }
  });

  it('a broken escape', async () => {
    const answer = await sign({ path: '/2015-03-31/functions/%E0%A4%A/configuration' });
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' } });
  });

  it('a trailing slash', async () => {
    expect((await sign({ path: '/2015-03-31/functions/' })).status).toBe(200);
  });

  it('a body that is no JSON, or of the wrong types', async () => {
    const create = (body: string) => sign({ method: 'POST', path: '/2015-03-31/functions', body });
    const broken = await create('{"FunctionName":');
    expect(broken).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'InvalidRequestContentException' } });
    expect(broken.text).toContain('Could not parse request body into json: Unexpected end-of-input');
    const typed = await create('{"FunctionName": 1}');
    expect(JSON.parse(typed.text)).toEqual({ message: 'NUMBER_VALUE can not be converted to a String' });
    expect(await create('')).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'ValidationException' } });
    expect((await create('[]')).headers['x-amzn-errortype']).toBe('SerializationException');
    const number = await sign({ path: '/2015-03-31/functions?MaxItems=many' });
    expect([number.status, number.text]).toEqual([400, '{"message":"many can not be converted to an Integer"}']);
  });

  it('a body that is no JSON for CloudWatch Logs', async () => {
    const answer = await logs('DescribeLogGroups', '{');
    expect(JSON.parse(answer.text)).toMatchObject({ __type: 'SerializationException' });
    expect(JSON.parse((await logs('DescribeLogGroups', '')).text)).toEqual({ logGroups: [] });
  });

  it('no known operation', async () => {
    for (const raw of [{ path: '/' }, { path: '/favicon.ico' }, { method: 'PATCH', path: '/2015-03-31/functions' }]) {
      const answer = await sign(raw);
      expect([answer.status, JSON.parse(answer.text)]).toEqual([
        403,
        { message: 'Unable to determine service/operation name to be authorized' },
      ]);
    }
    const answer = await logs('NoSuchThing', '{}');
    expect(JSON.parse(answer.text)).toEqual({
      __type: 'UnknownOperationException',
      message: 'Unknown operation: Logs_20140328.NoSuchThing',
    });
    expect((await send(endpoint, { path: '/favicon.ico' })).text).toContain('Missing Authentication Token');
  });

  it('names of inherited properties as operations', async () => {
    for (const name of ['constructor', 'toString', '__proto__']) {
      expect(JSON.parse((await logs(name, '{}')).text).__type).toBe('UnknownOperationException');
    }
  });
});

describe('operations that are not there yet', () => {
  it('say so, by name, in the shape of AWS', async () => {
    expect(await refusal(test.logs.send(new DescribeDestinationsCommand({})))).toEqual({
      name: 'UnsupportedOperationException',
      status: 501,
      message: 'The local service does not answer DescribeDestinations yet. Use an AWS target for it.',
    });
  });

  it('are exactly those without an input in the generated tables', async () => {
    for (const [name, route] of Object.entries(lambdaModel.operations)) {
      const [method = '', target = ''] = route.split(' ');
      const answer = await sign({
        method,
        path: target.replace(/\{\w+\}/g, 'x'),
        ...(method.startsWith('P') ? { body: '{}' } : {}),
      });
      expect([name, answer.status === 501]).toEqual([name, !(name in lambdaModel.inputs)]);
      expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    }
    for (const name of Object.keys(logsModel.operations)) {
      expect([name, (await logs(name, '{}')).status === 501]).toEqual([name, !(name in logsModel.inputs)]);
    }
  });
});

describe('namespaces', () => {
  it('are the Regions of the signatures', async () => {
    await createTestFunction({ lambda: test.newLambda({ region: 'eu-central-1' }) }, 'only-there');
    const here = await test.lambda.send(new ListFunctionsCommand({}));
    expect(here.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['f']);
  });

  it('serve the CloudWatch Logs client as it comes, host prefix and all', async () => {
    const client = new CloudWatchLogsClient(test.clientConfig());
    expect((await client.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
    client.destroy();
    await expect(test.lambda.send(new InvokeCommand({ FunctionName: 'f' }))).resolves.toMatchObject({
      StatusCode: 200,
    });
  });
});

function connected(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
