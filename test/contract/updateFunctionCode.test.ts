import { createHash } from 'node:crypto';
import {
  GetFunctionCommand,
  InvokeCommand,
  UpdateFunctionCodeCommand,
  type UpdateFunctionCodeCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Description: 'stays' });
});
afterAll(() => test.dispose());

const update = (input: Partial<UpdateFunctionCodeCommandInput> = {}) =>
  test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ...input }));
const configuration = async () => (await test.lambda.send(new GetFunctionCommand({ FunctionName: 'f' }))).Configuration;
const sha256 = (zip: Buffer) => createHash('sha256').update(zip).digest('base64');

describe('UpdateFunctionCode', () => {
  it('swaps the code and nothing else', async () => {
    const before = await configuration();
    const zip = zipOf({ 'index.mjs': 'second' });
    const answered = await update({ ZipFile: zip });
    expect(answered).toMatchObject({
      CodeSha256: sha256(zip),
      CodeSize: zip.byteLength,
      LastUpdateStatus: 'InProgress',
    });
    const { CodeSha256, CodeSize, LastModified, RevisionId, ...rest } = (await configuration()) ?? {};
    expect(CodeSha256).toBe(sha256(zip));
    expect(before).toMatchObject(rest);
    expect(RevisionId).not.toBe(before?.RevisionId);
  });

  it('retires what runs the old code', async () => {
    const retired = test.invoker.retired.length;
    await update({ ZipFile: zipOf({ 'index.mjs': 'third' }) });
    expect(test.invoker.retired.slice(retired)).toEqual(['us-east-1/f']);
    await test.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    expect(test.invoker.invoked.at(-1)?.version.configuration.CodeSha256).toBe(sha256(zipOf({ 'index.mjs': 'third' })));
  });

  it('is an update also when the code is the same', async () => {
    const before = await configuration();
    const again = await update({ ZipFile: zipOf({ 'index.mjs': 'third' }) });
    expect(again.CodeSha256).toBe(before?.CodeSha256);
    expect(again.RevisionId).not.toBe(before?.RevisionId);
  });

  it('rehearses: checks the code, says what it would be, changes nothing', async () => {
    const before = await configuration();
    const retired = test.invoker.retired.length;
    const zip = zipOf({ 'index.mjs': 'rehearsal' });
    expect((await update({ ZipFile: zip, DryRun: true })).CodeSha256).toBe(sha256(zip));
    expect((await refusal(update({ ZipFile: Buffer.from('x'), DryRun: true }))).message).toMatch(/^Could not unzip/);
    expect(await configuration()).toEqual(before);
    expect(test.invoker.retired).toHaveLength(retired);
  });

  it('guards by revision', async () => {
    const { RevisionId } = (await configuration()) ?? {};
    const zip = zipOf({ 'index.mjs': 'guarded' });
    await update({ ZipFile: zip, RevisionId });
    expect(await refusal(update({ ZipFile: zip, RevisionId }))).toEqual({
      name: 'PreconditionFailedException',
      status: 412,
      type: 'User',
      message:
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    });
  });

  it('changes the architecture together with the code', async () => {
    await update({ ZipFile: zipOf({ 'index.mjs': 'arm' }), Architectures: ['arm64'] });
    expect((await configuration())?.Architectures).toEqual(['arm64']);
  });

  it('lets one of two simultaneous updates of one revision win', async () => {
    const { RevisionId } = (await configuration()) ?? {};
    const attempts = await Promise.allSettled(
      ['a', 'b', 'c'].map((text) => update({ ZipFile: zipOf({ 'index.mjs': text }), RevisionId })),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses what it cannot do', async () => {
    expect(await refusal(update({ FunctionName: 'nope', ZipFile: zipOf({ a: '' }) }))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arnOf('nope')}`,
    });
    expect((await refusal(update({ ImageUri: 'x' }))).message).toBe(
      "Please don't provide ImageUri when updating a function with packageType Zip.",
    );
    expect((await refusal(update({}))).message).toBe('Please provide a source for function code.');
    expect((await refusal(update({ S3Bucket: 'bucket', S3Key: 'k' }))).message).toMatch(/NoSuchBucket/);
    expect(await refusal(update({ ZipFile: zipOf({ a: '' }), PublishTo: 'LATEST_PUBLISHED' }))).toMatchObject({
      name: 'UnsupportedOperationException',
      status: 501,
    });
    expect((await refusal(update({ ZipFile: Buffer.from('x') }))).message).toMatch(/^Could not unzip uploaded file/);
  });

  it('leaves the function as it was after a refusal', async () => {
    const before = await configuration();
    await refusal(update({ ZipFile: Buffer.from('x') }));
    expect(await configuration()).toEqual(before);
  });
});
