import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { CreateFunctionCommand, ListTagsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, functionInput, refusal, TestService, testRole } from '../support/localService.ts';
import { type RawRequest, type SigningOptions, send, sendSigned, signed } from '../support/rawRequest.ts';
import { rawZip, symbolicLink, zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f');
});
afterAll(() => test.dispose());

const sign = (raw: RawRequest, options: Partial<SigningOptions> = {}) =>
  sendSigned(test.service.endpoint, raw, { credentials: test.service.credentials, ...options });

/** Sends bytes as they are and returns everything that comes back until the connection closes. */
function raw(text: string): Promise<string> {
  const { port } = new URL(test.service.endpoint);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}

const lines = (...head: readonly string[]) => `${head.join('\r\n')}\r\n\r\n`;
const invoke = 'POST /2015-03-31/functions/f/invocations HTTP/1.1';
const host = 'Host: 127.0.0.1';

describe('a request that two readers could read in two ways', () => {
  const second = lines('GET /2015-03-31/functions HTTP/1.1', host);

  it.each([
    ['two lengths', `${lines(invoke, host, 'Content-Length: 4', 'Content-Length: 6')}aaaabb`],
    ['a length twice', `${lines(invoke, host, 'Content-Length: 4', 'Content-Length: 4')}aaaa`],
    ['a list of lengths', `${lines(invoke, host, 'Content-Length: 4, 6')}aaaabb`],
    ['a length with a sign', `${lines(invoke, host, 'Content-Length: +4')}aaaa`],
    ['a length in hexadecimal', `${lines(invoke, host, 'Content-Length: 0x4')}aaaa`],
    [
      'chunks and a length',
      `${lines(invoke, host, 'Transfer-Encoding: chunked', 'Content-Length: 4')}0\r\n\r\n${second}`,
    ],
    [
      'a length and chunks',
      `${lines(invoke, host, 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${second}`,
    ],
    ['chunks not last', `${lines(invoke, host, 'Transfer-Encoding: chunked, identity')}0\r\n\r\n${second}`],
    ['chunks by another name', `${lines(invoke, host, 'Transfer-Encoding: xchunked')}0\r\n\r\n${second}`],
    ['a space before the colon', `${lines(invoke, host, 'Content-Length : 4')}aaaa`],
    ['a folded header', `${lines(invoke, host, 'X-A: a', ' Content-Length: 4')}aaaa`],
    ['a bare carriage return', `${invoke}\r\n${host}\rX-A: a\r\n\r\n`],
    ['a chunk size with rubbish', `${lines(invoke, host, 'Transfer-Encoding: chunked')}4x\r\naaaa\r\n0\r\n\r\n`],
    ['no Host', lines('GET /2015-03-31/functions HTTP/1.1')],
  ])('is refused: %s', async (_, text) => {
    const answer = await raw(text);
    // One answer, and the connection is closed: what followed was not taken for a request.
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer.split('HTTP/1.1 ')).toHaveLength(2);
  });

  it.each([
    ['Host', lines('GET /2015-03-31/functions HTTP/1.1', host, 'Host: example.com', 'Connection: close')],
    ['Host, the other way round', lines('GET / HTTP/1.1', 'Host: example.com', host, 'Connection: close')],
    [
      'Authorization',
      lines('GET / HTTP/1.1', host, 'Authorization: AWS4-HMAC-SHA256 a', 'Authorization: b', 'Connection: close'),
    ],
  ])('is refused: two headers %s', async (_, text) => {
    expect(await raw(text)).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  });

  it('is not made of the rest of a body that was refused', async () => {
    const answer = await raw(lines(invoke, host, `Content-Length: ${second.length}`, 'Connection: close') + second);
    expect(answer.split('HTTP/1.1 ')).toHaveLength(2);
    expect(answer).toContain('MissingAuthenticationTokenException');
  });

  it.each(['CONNECT 127.0.0.1:22 HTTP/1.1', 'GET http://example.com/ HTTP/1.1', 'TRACE / HTTP/1.1', 'PRI * HTTP/2.0'])(
    'is no way to anywhere else: %s',
    async (first) => {
      expect(await raw(lines(first, host, 'Connection: close'))).toMatch(/^(HTTP\/1\.1 (400|403) |$)/);
    },
  );
});

describe('a connection', () => {
  it('of a stranger is closed after its answer', async () => {
    expect(await raw(lines('GET /2015-03-31/functions HTTP/1.1', host))).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  });

  it.each([
    ['path', `/2015-03-31/functions/${'x'.repeat(20_000)}`, {}],
    ['header', '/2015-03-31/functions', { 'x-a': 'x'.repeat(20_000) }],
  ])('with a %s beyond 16 KB is closed', async (_, url, headers) => {
    const answer = await sign({ path: url, headers });
    expect(answer.status).toBe(431);
  });
});

describe('names that objects have by themselves', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  const clean = () => expect(Object.keys(Object.prototype)).toEqual([]);

  it.each(names)('%s as a key of JSON changes nothing but what it is a key of', async (name) => {
    const body = `{"FunctionName":"f-${name}","Runtime":"nodejs24.x","Handler":"i.h","Role":"${testRole}","${name}":{"polluted":true},
      "Code":{"ZipFile":"${zipOf({ 'i.js': '' }).toString('base64')}","${name}":{"polluted":true}},
      "Tags":{"${name}":"kept"},"Environment":{"Variables":{"polluted":"no"}}}`;
    const created = await sign({ method: 'POST', path: '/2015-03-31/functions', body });
    expect([created.status, created.text]).toEqual([201, expect.stringContaining(`f-${name}`)]);
    expect(created.text).not.toContain('"polluted":true');
    const { Tags = {} } = await test.lambda.send(new ListTagsCommand({ Resource: arnOf(`f-${name}`) }));
    expect(Object.entries(Tags)).toEqual([[name, 'kept']]);
    clean();
  });

  it.each(names)('%s is no operation, function, query or header', async (name) => {
    const target = { 'x-amz-target': `Logs_20140328.${name}`, 'content-type': 'application/x-amz-json-1.1' };
    const answers = [
      await sign({ method: 'POST', path: '/', body: '{}', headers: target }, { service: 'logs' }),
      await sign({ path: `/${name}` }),
      await sign({ path: `/2015-03-31/functions/${name}/configuration` }),
      await sign({ path: `/2015-03-31/functions?${name}=x&${name}[polluted]=1` }),
      await sign({ path: '/2015-03-31/functions', headers: { [name.toLowerCase()]: 'x' } }),
    ];
    // AWS's signer itself leaves `__proto__` out of what it signs.
    const ignored = name === '__proto__' ? 403 : 200;
    expect(answers.map(({ status }) => status)).toEqual([400, 403, 404, ignored, ignored]);
    clean();
  });

  it('deep JSON is refused or read, and ends nothing', async () => {
    const depth = 100_000;
    for (const body of [
      `${'['.repeat(depth)}${']'.repeat(depth)}`,
      '{"a":'.repeat(depth),
      `{"Tags":${'['.repeat(depth)}`,
    ]) {
      const { status } = await sign({ method: 'POST', path: '/2015-03-31/functions', body });
      expect(status).toBe(400);
    }
    expect((await sign({ path: '/2015-03-31/functions' })).status).toBe(200);
  });
});

describe('a hostile package', () => {
  const create = (zip: Buffer) =>
    refusal(test.lambda.send(new CreateFunctionCommand(functionInput('hostile', { Code: { ZipFile: zip } }))));
  const beside = () => readdirSync(path.dirname(test.dataFolder)).filter((name) => name.startsWith('evil'));

  it.each([
    ['climbs', '../../evil'],
    ['is absolute', '/evil'],
    ['has a drive', 'C:\\evil'],
    ['has a drive and slashes', 'C:/evil'],
    ['is on a server', '\\\\server\\evil'],
    ['climbs with backslashes', '..\\..\\evil'],
    ['hides a zero', 'a\0/../../evil'],
  ])('whose entry %s is refused, and writes nowhere', async (_, name) => {
    expect(
      await create(
        rawZip([
          { name: 'index.js', content: '' },
          { name, content: 'x' },
        ]),
      ),
    ).toMatchObject({
      name: 'InvalidParameterValueException',
      status: 400,
    });
    expect(beside()).toEqual([]);
    expect(existsSync('/evil')).toBe(false);
    expect(readdirSync(path.join(test.dataFolder, 'temporary'))).toEqual([]);
  });

  it.each([
    ['climbs', '../../../credentials.json'],
    ['is absolute', '/etc/passwd'],
  ])('whose link %s is refused', async (_, content) => {
    const zip = rawZip([{ name: 'link', content, mode: symbolicLink }]);
    expect(await create(zip)).toMatchObject({ name: 'InvalidParameterValueException', status: 400 });
  });

  it('that grows beyond 250 MB is refused while it grows', async () => {
    const part = Buffer.alloc(65 * 1024 * 1024);
    const bomb = rawZip([1, 2, 3, 4].map((index) => ({ name: `part${index}`, content: part })));
    expect(bomb.byteLength).toBeLessThan(400_000);
    expect(await create(bomb)).toMatchObject({
      name: 'InvalidParameterValueException',
      status: 400,
      message: expect.stringContaining('262144000'),
    });
    expect(readdirSync(path.join(test.dataFolder, 'temporary'))).toEqual([]);
  });
});

describe('what a refusal tells', () => {
  const inside = () => [test.dataFolder, process.cwd(), homedir(), 'node:internal', 'node_modules', '.ts:', '    at '];

  it('is nothing of this computer', async () => {
    const secret = test.service.credentials.secretAccessKey;
    const functions = '/2015-03-31/functions';
    const broken = zipOf({ a: 'x' }).subarray(0, -5).toString('base64');
    const body = (ZipFile: string) =>
      JSON.stringify({ FunctionName: 'g', Runtime: 'nodejs24.x', Handler: 'i.h', Role: testRole, Code: { ZipFile } });
    const requests: RawRequest[] = [
      { path: '/' },
      { path: '/%00' },
      { path: `${functions}/..%2f..%2fcredentials.json` },
      { path: `${functions}/%2e%2e/%2e%2e/etc/passwd` },
      { path: `${functions}/nope/configuration` },
      { path: '/code/../credentials.json?expires=1&signature=x' },
      { path: `/code/${'0'.repeat(64)}?expires=9999999999999&signature=AAAA` },
      { method: 'POST', path: functions, body: '{' },
      { method: 'POST', path: functions, body: '{"FunctionName":{}}' },
      { method: 'POST', path: functions, body: body(broken) },
      { method: 'POST', path: functions, body: body(rawZip([{ name: '../evil', content: '' }]).toString('base64')) },
      { method: 'POST', path: functions, body: body(Buffer.from('no zip').toString('base64')) },
      { method: 'PUT', path: `${functions}/f/code`, body: '{"S3Bucket":"b","S3Key":"../../etc/passwd"}' },
      { method: 'POST', path: `${functions}/f/invocations`, body: '{"a":' },
    ];
    const answers = await Promise.all(
      requests.flatMap((one) => [sign(one), send(test.service.endpoint, { ...one, headers: { host: 'localhost' } })]),
    );
    for (const { status, text, headers } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(headers).not.toHaveProperty('x-powered-by');
      for (const one of [...inside(), secret]) expect(text + JSON.stringify(headers)).not.toContain(one);
    }
  });

  it('is nothing when the service itself fails', async () => {
    test.invoker.answer = () => {
      throw new Error(`ENOENT: no such file or directory, open '${test.dataFolder}/x'`);
    };
    const answer = await sign({ method: 'POST', path: '/2015-03-31/functions/f/invocations', body: '{}' });
    expect(answer.status).toBe(500);
    for (const one of inside()) expect(answer.text).not.toContain(one);
  });
});

describe('a signature', () => {
  const list = { path: '/2015-03-31/functions' };

  it.each([
    ['another service', { service: 'execute-api' }],
    ['no Region of AWS', { region: 'mars' }],
    ['yesterday', { date: new Date(Date.now() - 86_400_000) }],
    ['tomorrow', { date: new Date(Date.now() + 86_400_000) }],
  ])('for %s is refused', async (_, options) => {
    const answer = await sign(list, options);
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([403, 'InvalidSignatureException']);
  });

  it('does for no other request than the one that was signed', async () => {
    const honest = await signed(test.service.endpoint, list, { credentials: test.service.credentials });
    const others: RawRequest[] = [
      { ...honest, method: 'DELETE', path: '/2015-03-31/functions/f' },
      { ...honest, path: '/2015-03-31/functions/f' },
      { ...honest, path: '/2015-03-31/functions?MaxItems=1' },
      { ...honest, headers: { ...honest.headers, 'x-amz-target': 'Logs_20140328.DeleteLogGroup' } },
    ];
    for (const other of others) expect((await send(test.service.endpoint, other)).status).toBe(403);
    expect((await send(test.service.endpoint, honest)).status).toBe(200);
  });
});
