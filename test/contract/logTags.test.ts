import {
  CreateLogGroupCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal, TestService, testAccountId } from '../support/localService.ts';

let test: TestService;
const logGroupName = '/aws/lambda/tagged';
const resourceArn = `arn:aws:logs:us-east-1:${testAccountId}:log-group:${logGroupName}`;
beforeAll(async () => {
  test = await TestService.start();
  await test.logs.send(new CreateLogGroupCommand({ logGroupName, tags: { team: 'a' } }));
});
afterAll(() => test.dispose());

const tags = async () => (await test.logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
const oldTags = async () => (await test.logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags;

describe('tags of a log group', () => {
  it('are added, replaced and removed, by ARN and by name', async () => {
    expect(await tags()).toEqual({ team: 'a' });
    await test.logs.send(new TagResourceCommand({ resourceArn, tags: { stage: 'x', team: 'b' } }));
    await test.logs.send(new TagLogGroupCommand({ logGroupName, tags: { old: 'way' } }));
    expect(await oldTags()).toEqual({ team: 'b', stage: 'x', old: 'way' });
    await test.logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['stage', 'never'] }));
    await test.logs.send(new UntagLogGroupCommand({ logGroupName, tags: ['old'] }));
    expect(await tags()).toEqual({ team: 'b' });
    test = await test.restart();
    expect(await tags()).toEqual({ team: 'b' });
  });

  it('are fifty at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '']));
    expect(await refusal(test.logs.send(new TagResourceCommand({ resourceArn, tags: many })))).toMatchObject({
      name: 'TooManyTagsException',
      status: 400,
    });
    expect(await tags()).toEqual({ team: 'b' });
  });

  it('belong to groups that exist', async () => {
    const missing = {
      name: 'ResourceNotFoundException',
      status: 400,
      message: 'The specified resource does not exist.',
    };
    for (const arn of [`${resourceArn}x`, resourceArn.replace('us-east-1', 'eu-west-1'), 'text']) {
      expect(await refusal(test.logs.send(new ListTagsForResourceCommand({ resourceArn: arn })))).toEqual(missing);
    }
    expect(await refusal(test.logs.send(new ListTagsLogGroupCommand({ logGroupName: 'nope' })))).toMatchObject({
      message: 'The specified log group does not exist.',
    });
  });
});
