/** Tags of everything that has any: functions, event source mappings, code signing configurations, capacity providers. */

import {
  CreateCapacityProviderCommand,
  CreateCodeSigningConfigCommand,
  CreateEventSourceMappingCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFunction, refusal, TestService, testRole } from '../support/localService.ts';

const here = 'arn:aws:lambda:us-east-1:111122223333';
const Tags = { first: '1' };

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f');
});
afterAll(() => test.dispose());

const mapping = async (tags: Record<string, string> = Tags) => {
  const EventSourceArn = `arn:aws:sqs:us-east-1:111122223333:q${Object.keys(tags).length}`;
  const command = new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn, Tags: tags });
  return (await test.lambda.send(command)).EventSourceMappingArn ?? '';
};
const signing = async (tags: Record<string, string> = Tags) => {
  const AllowedPublishers = {
    SigningProfileVersionArns: ['arn:aws:signer:us-east-1:111122223333:/signing-profiles/p'],
  };
  const command = new CreateCodeSigningConfigCommand({ AllowedPublishers, Tags: tags });
  return (await test.lambda.send(command)).CodeSigningConfig?.CodeSigningConfigArn ?? '';
};
const provider = async (tags: Record<string, string> = Tags) => {
  const command = new CreateCapacityProviderCommand({
    CapacityProviderName: `p${Object.keys(tags).length}`,
    VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: [] },
    PermissionsConfig: { CapacityProviderOperatorRoleArn: testRole },
    Tags: tags,
  });
  return (await test.lambda.send(command)).CapacityProvider?.CapacityProviderArn ?? '';
};
const tag = (Resource: string, tags: Record<string, string>) =>
  test.lambda.send(new TagResourceCommand({ Resource, Tags: tags }));
const untag = (Resource: string, TagKeys: string[]) =>
  test.lambda.send(new UntagResourceCommand({ Resource, TagKeys }));
const list = async (Resource: string) => (await test.lambda.send(new ListTagsCommand({ Resource }))).Tags;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, '']));
const tooMany = {
  name: 'InvalidParameterValueException',
  status: 400,
  type: 'User',
  message: 'Number of tags exceeds resource tag limit.',
};

const lambdaFunction = async (tags: Record<string, string> = Tags) =>
  (await createTestFunction(test, `f${Object.keys(tags).length}`, { Tags: tags })).FunctionArn ?? '';

describe.each([
  ['a function', lambdaFunction],
  ['an event source mapping', mapping],
  ['a code signing configuration', signing],
  ['a capacity provider', provider],
])('the tags of %s', (_what, create) => {
  it('come with it, are added, replaced and removed', async () => {
    const arn = await create();
    expect(await list(arn)).toEqual({ first: '1' });
    expect((await tag(arn, { first: '2', 'with space/é': '' })).$metadata.httpStatusCode).toBe(204);
    expect((await untag(arn, ['never'])).$metadata.httpStatusCode).toBe(204);
    expect(await list(arn)).toEqual({ first: '2', 'with space/é': '' });
    await untag(arn, ['first']);
    expect(await list(arn)).toEqual({ 'with space/é': '' });
    await tag(arn, many(49));
    expect(await refusal(tag(arn, { oneMore: '' }))).toEqual(tooMany);
  });

  it('are fifty at most, and none of them is AWS’s own', async () => {
    expect(await refusal(create(many(51)))).toEqual(tooMany);
    expect(await refusal(create({ 'aws:mine': '' }))).toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Tag keys that begin with "aws:" are reserved: aws:mine',
    });
  });
});

describe('a resource that is not there', () => {
  it.each([
    ['event-source-mapping:8c2b1f4e-0000-4000-8000-000000000000', 'Event source mapping not found: ARN'],
    ['capacity-provider:nope', 'Capacity provider not found: ARN'],
    ['code-signing-config:csc-00000000000000000', 'The Lambda code signing configuration ARN can not be found.'],
    ['network-connector:nope', 'The resource you requested does not exist.'],
  ])('%s', async (resource, message) => {
    const arn = `${here}:${resource}`;
    for (const call of [() => list(arn), () => tag(arn, Tags), () => untag(arn, ['first'])]) {
      expect(await refusal(call())).toMatchObject({
        name: 'ResourceNotFoundException',
        status: 404,
        message: message.replace('ARN', arn),
      });
    }
  });

  it('of another kind or form is refused by the model', async () => {
    for (const resource of ['foobar:x', 'capacity-provider:x:alias', 'event-source-mapping:x']) {
      expect(await refusal(list(`${here}:${resource}`))).toMatchObject({ name: 'ValidationException', status: 400 });
    }
  });
});
