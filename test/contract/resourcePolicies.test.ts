/** Whole resource policies: PutResourcePolicy, GetResourcePolicy, DeleteResourcePolicy, and the policy that AddPermission knows. */

import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteResourcePolicyCommand,
  GetPolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';

let test: TestService;
let names = 0;
beforeAll(async () => {
  test = await TestService.start();
});
afterAll(() => test.dispose());

async function newFunction(): Promise<string> {
  names += 1;
  await createTestFunction(test, `f${names}`, { Publish: true });
  return `f${names}`;
}
const statement = (Resource: string, Sid = 'one') => ({
  Sid,
  Effect: 'Deny',
  Principal: { AWS: ['111122223333', '444455556666'] },
  Action: ['lambda:InvokeFunction', 'lambda:GetFunction'],
  Resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
const document = (arn: string, ...ids: string[]) => ({
  Version: '2012-10-17',
  Statement: (ids.length === 0 ? ['one'] : ids).map((id) => statement(arn, id)),
});
const put = (ResourceArn: string, policy: unknown, RevisionId?: string) =>
  test.lambda.send(
    new PutResourcePolicyCommand({
      ResourceArn,
      Policy: typeof policy === 'string' ? policy : JSON.stringify(policy),
      RevisionId,
    }),
  );
const get = (ResourceArn: string) => test.lambda.send(new GetResourcePolicyCommand({ ResourceArn }));
const remove = (ResourceArn: string, RevisionId?: string) =>
  test.lambda.send(new DeleteResourcePolicyCommand({ ResourceArn, RevisionId }));
const add = (FunctionName: string, StatementId: string) =>
  test.lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId,
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
    }),
  );
const statementsOf = (policy: string | undefined) =>
  (JSON.parse(policy ?? '') as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
const notFound = (message: string) => ({ name: 'ResourceNotFoundException', status: 404, type: 'User', message });
const wrongRevision = { name: 'PreconditionFailedException', status: 412 };

describe('a whole resource policy', () => {
  it('replaces what AddPermission added, and GetPolicy shows it', async () => {
    const name = await newFunction();
    const arn = arnOf(name);
    await add(name, 'old');
    const policy = document(arn, 'one', 'two');
    const answer = await put(arn, policy);
    expect(answer).toMatchObject({
      $metadata: { httpStatusCode: 200 },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(JSON.parse(answer.Policy ?? '')).toEqual(policy);
    const old = await test.lambda.send(new GetPolicyCommand({ FunctionName: name }));
    expect(await get(arn)).toMatchObject({ Policy: old.Policy, RevisionId: old.RevisionId });
    expect(old).toMatchObject({ Policy: answer.Policy, RevisionId: answer.RevisionId });
  });

  it('grows and shrinks by statements as well', async () => {
    const name = await newFunction();
    const arn = arnOf(name);
    const { RevisionId } = await put(arn, document(arn));
    await add(name, 'added');
    const { Policy, RevisionId: next } = await get(arn);
    expect(statementsOf(Policy)).toEqual(['one', 'added']);
    expect(next).not.toBe(RevisionId);
    await test.lambda.send(new RemovePermissionCommand({ FunctionName: name, StatementId: 'one' }));
    expect(statementsOf((await get(arn)).Policy)).toEqual(['added']);
  });

  it('belongs to one version or alias', async () => {
    const name = await newFunction();
    await test.lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }));
    for (const arn of [`${arnOf(name)}:1`, `${arnOf(name)}:live`]) {
      await put(arn, document(arn));
      expect(statementsOf((await get(arn)).Policy)).toEqual(['one']);
    }
    expect((await refusal(get(arnOf(name)))).status).toBe(404);
    expect((await refusal(put(`${arnOf(name)}:$LATEST`, document(arnOf(name))))).message).toBe(
      'We currently do not support adding policies for $LATEST.',
    );
  });

  it('is changed and deleted at its latest revision only', async () => {
    const name = await newFunction();
    const arn = arnOf(name);
    const none = 'aaaaaaaa-0000-4000-8000-000000000000';
    expect(await refusal(put(arn, document(arn), none))).toMatchObject(wrongRevision);
    const { RevisionId } = await put(arn, document(arn));
    const { RevisionId: next } = await put(arn, document(arn, 'b'), RevisionId);
    expect(await refusal(put(arn, document(arn), RevisionId))).toMatchObject(wrongRevision);
    expect(await refusal(remove(arn, RevisionId))).toMatchObject(wrongRevision);
    expect((await remove(arn, next)).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(remove(arn))).toEqual(notFound('No policy is associated with the given resource.'));
    expect(await refusal(get(arn))).toEqual(notFound('The resource you requested does not exist.'));
    expect(await refusal(get(arnOf('nope')))).toEqual(notFound(`Function not found: ${arnOf('nope')}`));
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /not JSON/],
    ['a list', [], /must be a JSON object/],
    ['null', null, /must be a JSON object/],
    ['no statement', { Version: '2012-10-17', Statement: [] }, /no statement/],
    ['an unknown member', { Statement: [], Other: 1 }, /no member Other/],
    ['an unknown version', { Version: '2020', Statement: [{}] }, /Version/],
    ['a statement without an effect', { Statement: { Principal: '*' } }, /Effect/],
    ['a statement without a principal', { Statement: { Effect: 'Allow', Action: 'a' } }, /Principal/],
    ['a statement without an action', { Statement: { Effect: 'Allow', Principal: '*' } }, /Action/],
    [
      'another resource',
      { Statement: [statement('arn:aws:lambda:us-east-1:111122223333:function:other')] },
      /Resource/,
    ],
  ])('is refused when it has %s', async (_what, policy, reason) => {
    const arn = arnOf(await newFunction());
    const error = await refusal(put(arn, policy));
    expect(error).toMatchObject({ name: 'InvalidParameterValueException', status: 400, type: 'User' });
    expect(error.message).toMatch(reason);
  });

  it('has statements that can be told apart', async () => {
    const arn = arnOf(await newFunction());
    expect((await refusal(put(arn, document(arn, 'x', 'x')))).message).toMatch(/unique/);
  });
});
