/** Resource policies: AddPermission, GetPolicy, RemovePermission, with AWS's form of a statement. */

import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  CreateAliasCommand,
  DeleteAliasCommand,
  GetPolicyCommand,
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

async function add(FunctionName: string, input: Partial<AddPermissionCommandInput> = {}) {
  const { Statement } = await test.lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 's3',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      ...input,
    }),
  );
  return JSON.parse(Statement ?? '') as unknown;
}
async function get(FunctionName: string, Qualifier?: string) {
  const { Policy, RevisionId } = await test.lambda.send(new GetPolicyCommand({ FunctionName, Qualifier }));
  return { policy: JSON.parse(Policy ?? '') as { Statement: { Sid: string }[] }, RevisionId };
}
const remove = (FunctionName: string, StatementId: string, RevisionId?: string) =>
  test.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId, RevisionId }));
const notFound = (message: string) => ({ name: 'ResourceNotFoundException', status: 404, type: 'User', message });
const wrongRevision = {
  name: 'PreconditionFailedException',
  status: 412,
  type: 'User',
  message:
    'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
};

describe('AddPermission', () => {
  it('answers with the statement, and the policy has it', async () => {
    const name = await newFunction();
    const statement = await add(name, { SourceArn: 'arn:aws:s3:::bucket' });
    expect(statement).toEqual({
      Sid: 's3',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: arnOf(name),
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::bucket' } },
    });
    expect(await get(name)).toEqual({
      policy: { Version: '2012-10-17', Id: 'default', Statement: [statement] },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.each([
    ['111122223333', { AWS: 'arn:aws:iam::111122223333:root' }],
    ['arn:aws:iam::111122223333:role/r', { AWS: 'arn:aws:iam::111122223333:role/r' }],
    ['events.amazonaws.com', { Service: 'events.amazonaws.com' }],
    ['*', '*'],
  ])('writes the principal %s as IAM does', async (Principal, written) => {
    expect(await add(await newFunction(), { Principal })).toMatchObject({ Principal: written });
  });

  it('writes every condition', async () => {
    const statement = await add(await newFunction(), {
      Principal: '*',
      Action: 'lambda:InvokeFunctionUrl',
      FunctionUrlAuthType: 'AWS_IAM',
      PrincipalOrgID: 'o-1234567890',
      SourceAccount: '111122223333',
      EventSourceToken: 'token',
    });
    expect(statement).toMatchObject({
      Condition: {
        StringEquals: {
          'lambda:FunctionUrlAuthType': 'AWS_IAM',
          'aws:PrincipalOrgID': 'o-1234567890',
          'AWS:SourceAccount': '111122223333',
          'lambda:EventSourceToken': 'token',
        },
      },
    });
  });

  it('keeps the policies of a function, its versions and its aliases apart', async () => {
    const name = await newFunction();
    await test.lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }));
    expect(await add(name)).toMatchObject({ Resource: arnOf(name) });
    expect(await add(name, { Qualifier: '1' })).toMatchObject({ Resource: `${arnOf(name)}:1` });
    expect(await add(`${name}:live`)).toMatchObject({ Resource: `${arnOf(name)}:live` });
    const revisions = await Promise.all([get(name), get(name, '1'), get(name, 'live')]);
    expect(new Set(revisions.map(({ RevisionId }) => RevisionId)).size).toBe(3);
    await test.lambda.send(new DeleteAliasCommand({ FunctionName: name, Name: 'live' }));
    expect(await refusal(get(name, 'live'))).toEqual(notFound('The resource you requested does not exist.'));
  });

  it('refuses a statement id that is taken, an old revision, and what is not there', async () => {
    const name = await newFunction();
    await add(name);
    expect(await refusal(add(name))).toEqual({
      name: 'ResourceConflictException',
      status: 409,
      type: 'User',
      message:
        'The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.',
    });
    const { RevisionId } = await get(name);
    await add(name, { StatementId: 'second', RevisionId });
    expect(await refusal(add(name, { StatementId: 'third', RevisionId }))).toEqual(wrongRevision);
    expect(await refusal(add('nope'))).toEqual(notFound(`Function not found: ${arnOf('nope')}`));
    expect(await refusal(add(name, { Qualifier: '1221' }))).toEqual(
      notFound(`Function not found: ${arnOf(name)}:1221`),
    );
    expect(await refusal(add(name, { Qualifier: 'nothing' }))).toEqual(
      notFound(`Cannot find alias arn: ${arnOf(name)}:nothing`),
    );
    expect((await refusal(add(name, { Qualifier: '$LATEST' }))).message).toBe(
      'We currently do not support adding policies for $LATEST.',
    );
    expect((await refusal(add(name, { StatementId: 'x', Principal: 'nobody' }))).message).toBe(
      'The provided principal was invalid. Please check the principal and try again.',
    );
  });

  it('stops at 20 KB', async () => {
    const name = await newFunction();
    const SourceArn = `arn:aws:s3:::${'b'.repeat(400)}`;
    let error: Awaited<ReturnType<typeof refusal>> | undefined;
    for (let count = 0; error === undefined && count < 60; count += 1) {
      const StatementId = `s${count}`;
      error = await add(name, { StatementId, SourceArn }).then(
        () => undefined,
        (reason: unknown) => refusal(Promise.reject(reason)),
      );
    }
    expect(error).toMatchObject({ name: 'PolicyLengthExceededException', status: 400 });
    expect(error?.message).toMatch(/^The final policy size \(20\d\d\d\) is bigger than the limit \(20480\)\.$/);
  });
});

describe('RemovePermission', () => {
  it('takes one statement away, and the policy with the last', async () => {
    const name = await newFunction();
    await add(name);
    await add(name, { StatementId: 'second' });
    const { RevisionId } = await get(name);
    expect((await remove(name, 's3', RevisionId)).$metadata.httpStatusCode).toBe(204);
    const left = await get(name);
    expect(left.policy.Statement.map(({ Sid }) => Sid)).toEqual(['second']);
    expect(await refusal(remove(name, 'second', RevisionId))).toEqual(wrongRevision);
    expect(await refusal(remove(name, 's3'))).toEqual(notFound('Statement s3 is not found in resource policy.'));
    await remove(name, 'second');
    expect(await refusal(get(name))).toEqual(notFound('The resource you requested does not exist.'));
    expect(await refusal(remove(name, 'second'))).toEqual(notFound('No policy is associated with the given resource.'));
  });
});

describe('GetPolicy', () => {
  it('knows no function that is not there', async () => {
    expect(await refusal(get('nope'))).toEqual(notFound(`Function not found: ${arnOf('nope')}`));
  });
});
