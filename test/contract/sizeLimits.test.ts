import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { CreateFunctionCommand, InvokeCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/lambda/limits.ts';
import { createTestFunction, functionInput, refusal, TestService } from '../support/localService.ts';
import { send, sendSigned, signed } from '../support/rawRequest.ts';
import { rawZip } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f');
});
afterAll(() => test.dispose());

const invoke = (Payload: Buffer, InvocationType: 'RequestResponse' | 'Event' = 'RequestResponse') =>
  test.lambda.send(new InvokeCommand({ FunctionName: 'f', Payload, InvocationType }));
/** A JSON text of exactly that many bytes. */
const jsonOf = (bytes: number) => Buffer.from(`"${'x'.repeat(bytes - 2)}"`);

describe('size limits', () => {
  it('let 6 MB through a synchronous invoke, and not a byte more', async () => {
    expect((await invoke(jsonOf(limits.syncPayloadBytes))).Payload?.byteLength).toBe(limits.syncPayloadBytes);
    expect(await refusal(invoke(jsonOf(limits.syncPayloadBytes + 1)))).toEqual({
      name: 'RequestTooLargeException',
      status: 413,
      type: 'User',
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    });
  });

  it('let 1 MB through an asynchronous invoke, and not a byte more', async () => {
    await expect(invoke(jsonOf(limits.asyncPayloadBytes), 'Event')).resolves.toMatchObject({ StatusCode: 202 });
    expect(await refusal(invoke(jsonOf(limits.asyncPayloadBytes + 1), 'Event'))).toMatchObject({
      name: 'RequestTooLargeException',
      status: 413,
      message: 'Request must be smaller than 1048576 bytes for the InvokeFunction operation',
    });
  });

  it('hold for a body whose length is not announced', async () => {
    const raw = { method: 'POST', path: '/2015-03-31/functions/f/invocations', body: jsonOf(7 * 1024 * 1024) };
    const { headers } = await signed(test.service.endpoint, raw, test.service);
    const answer = await sendChunked(test.service.endpoint, raw.path, headers ?? {}, raw.body);
    expect(answer).toMatchObject({ status: 413 });
    expect((await invoke(Buffer.from('{}'))).StatusCode).toBe(200);
  });

  it('hold before anything is read: a stranger cannot make the service take a large body', async () => {
    const headers = { 'content-length': String(60 * 1024 * 1024) };
    const answer = await send(test.service.endpoint, { method: 'POST', path: '/2015-03-31/functions', headers }).catch(
      (error: Error) => error.message,
    );
    expect(answer).toMatchObject({ status: 403 });
  });

  it('refuse a request that is too large for its operation', async () => {
    const path = '/2015-03-31/functions/f/configuration';
    const body = JSON.stringify({ Description: 'x'.repeat(2_000_000) });
    const answer = await sendSigned(test.service.endpoint, { method: 'PUT', path, body }, test.service);
    expect([answer.status, answer.text]).toEqual([
      413,
      '{"message":"Request must be smaller than 1048576 bytes for the UpdateFunctionConfiguration operation"}',
    ]);
  });

  it('refuse a CreateFunction request beyond 70,167,211 bytes in the words of AWS', async () => {
    const ZipFile = Buffer.alloc(53_000_000);
    expect(
      await refusal(test.lambda.send(new CreateFunctionCommand(functionInput('r', { Code: { ZipFile } })))),
    ).toEqual({
      name: 'RequestEntityTooLargeException',
      status: 413,
      message: 'Request must be smaller than 70167211 bytes for the CreateFunction operation',
    });
    expect(
      await refusal(test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile }))),
    ).toMatchObject({
      message: 'Request must be smaller than 70167211 bytes for the UpdateFunctionCode operation',
    });
  });

  it('refuse a package of more than 50 MB', async () => {
    const ZipFile = Buffer.alloc(limits.zippedPackageBytes + 1);
    expect(
      await refusal(test.lambda.send(new CreateFunctionCommand(functionInput('r', { Code: { ZipFile } })))),
    ).toEqual({
      name: 'RequestEntityTooLargeException',
      status: 413,
      message: 'Zipped size must be smaller than 52428800 bytes',
    });
  });

  it('refuse a package that unpacks to more than 250 MB, whatever it says of itself', async () => {
    const content = Buffer.alloc(limits.unzippedPackageBytes / 4 + 1);
    const entries = [1, 2, 3, 4].map((index) => ({ name: `f${index}`, content }));
    const ZipFile = rawZip(entries);
    expect(await refusal(createTestFunction(test, 'r', { Code: { ZipFile } }))).toEqual({
      name: 'InvalidParameterValueException',
      status: 400,
      type: 'User',
      message: 'Unzipped size must be smaller than 262144000 bytes',
    });
  });

  it('let a package of many megabytes through, byte for byte', async () => {
    const ZipFile = rawZip([{ name: 'data', content: randomBytes(20_000_000) }]);
    const created = await createTestFunction(test, 'large', { Code: { ZipFile } });
    expect(created.CodeSize).toBe(ZipFile.byteLength);
  });
});

function sendChunked(endpoint: string, path: string, headers: Readonly<Record<string, string>>, body: Buffer) {
  return new Promise<{ status: number | undefined }>((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const sent = request({ hostname, port, path, method: 'POST', headers, agent: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    });
    sent.on('error', reject);
    for (let at = 0; at < body.byteLength; at += 500_000) sent.write(body.subarray(at, at + 500_000));
    sent.end();
  });
}
