/** Code and layers in S3: fetched from the endpoint that the service was started with. */

import { GetFunctionCommand, PublishLayerVersionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Deferred } from '../../src/base/deferred.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { HttpEndpoint } from '../support/httpEndpoint.ts';
import { createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

const zip = zipOf({ 'index.mjs': 'export const handler = async () => 1;' });
const other = zipOf({ 'index.mjs': 'export const handler = async () => 2;' });
let s3: FauxqsServer;
let test: TestService;
beforeAll(async () => {
  s3 = await startFauxqs({ port: 0, logger: false });
  s3.createBucket('packages');
  for (const [key, body] of [
    ['one.zip', zip],
    ['a%20folder/two%2B.zip', other],
    ['broken.zip', Buffer.from('no zip')],
  ] as const) {
    const stored = await fetch(`http://127.0.0.1:${s3.port}/packages/${key}`, {
      method: 'PUT',
      body: new Uint8Array(body),
    });
    expect(stored.status).toBe(200);
  }
  test = await TestService.start({ s3Endpoint: `http://127.0.0.1:${s3.port}` });
});
afterAll(async () => {
  await test.dispose();
  await s3.stop();
});

const invalid = (message: string) => ({
  name: 'InvalidParameterValueException',
  status: 400,
  type: 'User',
  message,
});
const create = (name: string, S3Bucket: string, S3Key: string) =>
  createTestFunction(test, name, { Code: { S3Bucket, S3Key } });

describe('code in S3', () => {
  it('becomes a function, an update and a layer', async () => {
    expect((await create('f', 'packages', 'one.zip')).CodeSize).toBe(zip.byteLength);
    const { Code } = await test.lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));
    const downloaded = await fetch(Code?.Location ?? '');
    expect(Buffer.from(await downloaded.arrayBuffer())).toEqual(zip);
    const S3Key = 'a folder/two+.zip';
    const source = { FunctionName: 'f', S3Bucket: 'packages', S3Key };
    const dry = await test.lambda.send(new UpdateFunctionCodeCommand({ ...source, DryRun: true }));
    const updated = await test.lambda.send(new UpdateFunctionCodeCommand(source));
    expect([dry.CodeSize, updated.CodeSize]).toEqual([other.byteLength, other.byteLength]);
    const layer = await test.lambda.send(
      new PublishLayerVersionCommand({ LayerName: 'l', Content: { S3Bucket: 'packages', S3Key } }),
    );
    expect(layer.Content?.CodeSize).toBe(other.byteLength);
  });

  it('is refused in the words of S3', async () => {
    expect(await refusal(create('g', 'nowhere', 'one.zip'))).toEqual(
      invalid(
        'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist: nowhere',
      ),
    );
    const noSuchKey = invalid(
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
    expect(await refusal(create('g', 'packages', 'none.zip'))).toEqual(noSuchKey);
    expect(await refusal(create('g', 'nowhere', '../packages/one.zip'))).toEqual(noSuchKey);
    expect(await refusal(create('g', 'packages', 'broken.zip'))).toEqual(
      invalid('Could not unzip uploaded file. Please check your file, then try to upload again.'),
    );
    const update = new UpdateFunctionCodeCommand({ FunctionName: 'f', S3Bucket: 'packages', S3Key: 'none.zip' });
    expect(await refusal(test.lambda.send(update))).toEqual(noSuchKey);
  });

  it('needs a bucket and a key', async () => {
    const message = 'Please provide a source for function code.';
    expect(await refusal(createTestFunction(test, 'g', { Code: { S3Bucket: 'packages' } }))).toEqual(invalid(message));
    expect(await refusal(createTestFunction(test, 'g', { Code: { S3Key: 'one.zip' } }))).toEqual(invalid(message));
  });

  it('without an endpoint, code in a bucket is refused with what to do', async () => {
    const service = await TestService.start();
    try {
      const refused = createTestFunction(service, 'f', { Code: { S3Bucket: 'packages', S3Key: 'one.zip' } });
      expect(await refusal(refused)).toEqual(
        invalid(
          'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist (the local service has no S3: start it with --s3-endpoint, or send the code as ZipFile)',
        ),
      );
    } finally {
      await service.dispose();
    }
  });
});

describe('another S3', () => {
  it('gets the version and a signature with the key pair of the endpoint', async () => {
    const peer = await HttpEndpoint.start((response) => response.end(zip));
    const { port } = new URL(peer.url);
    const service = await TestService.start({ s3Endpoint: `http://minio:se%2Fcret@127.0.0.1:${port}/base/` });
    try {
      const Code = { S3Bucket: 'packages', S3Key: 'one.zip', S3ObjectVersion: 'v 1' };
      await createTestFunction(service, 'f', { Code });
      expect(peer.requests.map(({ url }) => url)).toEqual(['/base/packages/one.zip?versionId=v%201']);
      expect(peer.requests[0]?.headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=minio\/\d{8}\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
      );
    } finally {
      await service.dispose();
      await peer.close();
    }
  });

  it('that sends something else, or nothing, gives an error and no secret', async () => {
    const peer = await HttpEndpoint.start((response) => void response.writeHead(503).end('busy'));
    const { host } = new URL(peer.url);
    const service = await TestService.start({ s3Endpoint: `http://minio:secret@${host}` });
    const attempt = () =>
      refusal(createTestFunction(service, 'f', { Code: { S3Bucket: 'packages', S3Key: 'one.zip' } }));
    try {
      expect(await attempt()).toEqual(
        invalid('Error occurred while GetObject. S3 Error Code: 503. S3 Error Message: HTTP status 503'),
      );
      await peer.close();
      const { name, message } = await attempt();
      expect(name).toBe('InvalidParameterValueException');
      expect(message.startsWith(`Error occurred while GetObject. S3 at http://${host} could not be reached: `)).toBe(
        true,
      );
      expect(message).not.toContain('secret');
    } finally {
      await service.dispose();
    }
  });

  it('that never answers is given up after a minute', async () => {
    const clock = new FakeClock(Date.now());
    const asked = new Deferred<void>();
    const peer = await HttpEndpoint.start(() => asked.resolve());
    const service = await TestService.start({ s3Endpoint: peer.url, clock });
    try {
      const refused = refusal(createTestFunction(service, 'f', { Code: { S3Bucket: 'packages', S3Key: 'one.zip' } }));
      await asked.promise;
      await clock.advance(60_000);
      expect(await refused).toMatchObject({
        message: expect.stringContaining('could not be reached: no whole answer in 60 s'),
      });
    } finally {
      await service.dispose();
      await peer.close();
    }
  });
});
