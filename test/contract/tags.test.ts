import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  InvokeCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Tags: { key_a: 'value_a' } });
});
afterAll(() => test.dispose());

const tag = (Resource: string, Tags: Record<string, string>) =>
  test.lambda.send(new TagResourceCommand({ Resource, Tags }));
const untag = (Resource: string, TagKeys: string[]) =>
  test.lambda.send(new UntagResourceCommand({ Resource, TagKeys }));
const list = async (Resource = arnOf('f')) => (await test.lambda.send(new ListTagsCommand({ Resource }))).Tags;
const get = () => test.lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));

describe('TagResource, UntagResource and ListTags', () => {
  it('add, replace and remove, each with a new revision', async () => {
    const revisions = [(await get()).Configuration?.RevisionId];
    expect((await tag(arnOf('f'), { key_b: 'value_b', key_c: '' })).$metadata.httpStatusCode).toBe(204);
    expect(await list()).toEqual({ key_a: 'value_a', key_b: 'value_b', key_c: '' });
    revisions.push((await get()).Configuration?.RevisionId);
    await tag(arnOf('f'), { key_b: 'other' });
    expect((await get()).Tags).toEqual({ key_a: 'value_a', key_b: 'other', key_c: '' });
    revisions.push((await get()).Configuration?.RevisionId);
    expect((await untag(arnOf('f'), ['key_a', 'key_c', 'absent'])).$metadata.httpStatusCode).toBe(204);
    expect(await list()).toEqual({ key_b: 'other' });
    revisions.push((await get()).Configuration?.RevisionId);
    expect(new Set(revisions).size).toBe(4);
  });

  it('leave warm environments alone', async () => {
    const revision = async () => {
      await test.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
      return test.invoker.invoked.at(-1)?.version.configuration.RevisionId;
    };
    const before = await revision();
    await tag(arnOf('f'), { more: 'x' });
    expect(await revision()).toBe(before);
    expect(test.invoker.retired).toEqual([]);
  });

  it('count to fifty', async () => {
    await createTestFunction(test, 'many');
    const tags = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${from + index}_key`, `${index}_value`]));
    const tooMany = {
      name: 'InvalidParameterValueException',
      status: 400,
      type: 'User',
      message: 'Number of tags exceeds resource tag limit.',
    };
    expect(await refusal(tag(arnOf('many'), tags(0, 51)))).toEqual(tooMany);
    await tag(arnOf('many'), tags(0, 50));
    expect(await refusal(tag(arnOf('many'), tags(50, 1)))).toEqual(tooMany);
    await tag(arnOf('many'), { '0_key': 'replaced' });
    expect(Object.keys((await list(arnOf('many'))) ?? {})).toHaveLength(50);
  });

  it('refuse what has no tags', async () => {
    const notFound = {
      name: 'ResourceNotFoundException',
      status: 404,
      type: 'User',
      message: `Function not found: ${arnOf('nope')}`,
    };
    expect(await refusal(list(arnOf('nope')))).toEqual(notFound);
    expect(await refusal(tag(arnOf('nope'), { a: 'b' }))).toEqual(notFound);
    expect(await refusal(untag(arnOf('nope'), ['a']))).toEqual(notFound);
    expect(await refusal(tag(arnOf('f:live'), { a: 'b' }))).toMatchObject({
      message: 'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    });
    expect(await refusal(tag('arn:aws:lambda:us-east-1:111122223333:foobar:x', { a: 'b' }))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value 'arn:aws:lambda:us-east-1:111122223333:foobar:x' at 'resource' failed/,
      ),
    });
    const mapping = 'arn:aws:lambda:us-east-1:111122223333:event-source-mapping:00000000-0000-0000-0000-000000000000';
    expect(await refusal(list(mapping))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  });
});

describe('GetAccountSettings', () => {
  it('tells the limits, and what the Region uses', async () => {
    const region = test.newLambda({ region: 'sa-east-1' });
    const settings = async () => {
      const { $metadata, ...answer } = await region.send(new GetAccountSettingsCommand({}));
      return answer;
    };
    const empty = await settings();
    expect(empty).toEqual({
      AccountLimit: {
        TotalCodeSize: 322_122_547_200,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: 1000,
        UnreservedConcurrentExecutions: 1000,
      },
      AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
    });
    const ZipFile = zipOf({ 'index.mjs': 'x' });
    await createTestFunction({ lambda: region }, 'a', { Code: { ZipFile } });
    await createTestFunction({ lambda: region }, 'b', { Code: { ZipFile } });
    expect((await settings()).AccountUsage).toEqual({ TotalCodeSize: 2 * ZipFile.byteLength, FunctionCount: 2 });
  });
});
