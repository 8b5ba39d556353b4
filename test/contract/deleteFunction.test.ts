import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
});
afterAll(() => test.dispose());

const remove = (FunctionName: string, Qualifier?: string) =>
  test.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier }));
const notFound = (arn: string) => ({
  name: 'ResourceNotFoundException',
  status: 404,
  type: 'User',
  message: `Function not found: ${arn}`,
});

describe('DeleteFunction', () => {
  it('makes the function go, and its environments', async () => {
    await createTestFunction(test, 'f');
    const answered = await remove('f');
    expect([answered.StatusCode, answered.$metadata.httpStatusCode]).toEqual([204, 204]);
    expect(test.invoker.retired).toContain('us-east-1/f');
    expect(await refusal(test.lambda.send(new GetFunctionCommand({ FunctionName: 'f' })))).toEqual(
      notFound(arnOf('f')),
    );
    expect((await test.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  });

  it('leaves the logs, and lets the name be used again', async () => {
    await createTestFunction(test, 'g');
    await test.logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/g' }));
    await remove('g');
    expect((await test.logs.send(new DescribeLogGroupsCommand({}))).logGroups).toHaveLength(1);
    await expect(createTestFunction(test, 'g')).resolves.toMatchObject({ State: 'Pending' });
  });

  it('leaves the function of that name in another Region', async () => {
    const elsewhere = test.newLambda({ region: 'eu-west-1' });
    await createTestFunction({ lambda: elsewhere }, 'both');
    await createTestFunction(test, 'both');
    await remove('both');
    await expect(elsewhere.send(new GetFunctionCommand({ FunctionName: 'both' }))).resolves.toBeDefined();
  });

  it('knows what it does not have, with and without a qualifier', async () => {
    expect(await refusal(remove('nope'))).toEqual(notFound(arnOf('nope')));
    expect(await refusal(remove('nope', '7'))).toEqual(notFound(arnOf('nope')));
  });

  it('does not delete $LATEST alone', async () => {
    await createTestFunction(test, 'kept');
    expect(await refusal(remove('kept', '$LATEST'))).toEqual({
      name: 'InvalidParameterValueException',
      status: 400,
      type: 'User',
      message: '$LATEST version cannot be deleted without deleting the function.',
    });
    expect((await remove('kept', '7')).StatusCode).toBe(204);
    await expect(test.lambda.send(new GetFunctionCommand({ FunctionName: 'kept' }))).resolves.toBeDefined();
  });
});

describe('ListAliases', () => {
  it('has none, of a function that exists', async () => {
    await createTestFunction(test, 'aliased');
    expect((await test.lambda.send(new ListAliasesCommand({ FunctionName: 'aliased' }))).Aliases).toEqual([]);
    expect(await refusal(test.lambda.send(new ListAliasesCommand({ FunctionName: 'nope' })))).toEqual(
      notFound(arnOf('nope')),
    );
  });
});
