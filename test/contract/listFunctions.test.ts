import { ListFunctionsCommand, ListVersionsByFunctionCommand, paginateListFunctions } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
const names = Array.from({ length: 53 }, (_, index) => `f${String(index).padStart(2, '0')}`);

beforeAll(async () => {
  test = await TestService.start();
  const Code = { ZipFile: zipOf({ 'index.mjs': 'shared by all' }) };
  for (const name of names.toReversed()) await createTestFunction(test, name, { Code });
});
afterAll(() => test.dispose());

const list = (input: ConstructorParameters<typeof ListFunctionsCommand>[0] = {}) =>
  test.lambda.send(new ListFunctionsCommand(input));

describe('ListFunctions', () => {
  it('gives at most fifty at a time, in the order of their names', async () => {
    const first = await list();
    expect(first.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(names.slice(0, 50));
    const second = await list({ Marker: first.NextMarker });
    expect(second.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(names.slice(50));
    expect(second.NextMarker).toBeUndefined();
    expect((await list({ MaxItems: 10_000 })).Functions).toHaveLength(50);
  });

  it('can be walked page by page by the SDK, missing and repeating nothing', async () => {
    const seen: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateListFunctions({ client: test.lambda, pageSize: 7 }, {})) {
      pages += 1;
      seen.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName));
    }
    expect(seen).toEqual(names);
    expect(pages).toBe(8);
  });

  it('ends a page that is exactly full without a marker', async () => {
    const rest = await list({ Marker: (await list()).NextMarker, MaxItems: 3 });
    expect(rest.Functions).toHaveLength(3);
    expect(rest.NextMarker).toBeUndefined();
  });

  it('leaves out the state, as AWS does', async () => {
    const [listed] = (await list({ MaxItems: 1 })).Functions ?? [];
    expect(listed).toMatchObject({ FunctionArn: arnOf('f00'), Version: '$LATEST', Runtime: 'nodejs24.x' });
    expect(listed).not.toHaveProperty('State');
    expect(listed).not.toHaveProperty('LastUpdateStatus');
    expect(listed).not.toHaveProperty('RuntimeVersionConfig');
  });

  it('names the version when all are asked for', async () => {
    const [listed] = (await list({ FunctionVersion: 'ALL', MaxItems: 1 })).Functions ?? [];
    expect(listed?.FunctionArn).toBe(`${arnOf('f00')}:$LATEST`);
  });

  it('sees the functions of its own Region only', async () => {
    const elsewhere = test.newLambda({ region: 'ap-southeast-2' });
    expect((await elsewhere.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  });

  it.each([
    [
      { FunctionVersion: 'invalid' as 'ALL' },
      "Value 'invalid' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]",
    ],
    [
      { MaxItems: 0 },
      "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { MaxItems: 10_001 },
      "Value '10001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
  ])('refuses %j', async (input, problem) => {
    expect(await refusal(list(input))).toEqual({
      name: 'ValidationException',
      status: 400,
      message: `1 validation error detected: ${problem}`,
    });
  });

  it('refuses a marker that it did not make', async () => {
    expect(await refusal(list({ Marker: 'x' }))).toMatchObject({ name: 'InvalidParameterValueException', status: 400 });
  });
});

describe('ListVersionsByFunction', () => {
  it('has $LATEST and nothing else', async () => {
    const { Versions } = await test.lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'f00' }));
    expect(Versions).toMatchObject([{ Version: '$LATEST', FunctionArn: `${arnOf('f00')}:$LATEST` }]);
    expect(await refusal(test.lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'nope' })))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arnOf('nope')}`,
    });
  });
});
