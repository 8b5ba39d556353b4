/** Published versions: numbers, what counts as a change, what stays the same for good. */

import {
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  type PublishVersionCommandInput,
  paginateListVersionsByFunction,
  UpdateFunctionCodeCommand,
  type UpdateFunctionCodeCommandInput,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
let names = 0;
beforeAll(async () => {
  test = await TestService.start();
});
afterAll(() => test.dispose());

async function newFunction(changes: Partial<CreateFunctionCommandInput> = {}): Promise<string> {
  names += 1;
  await createTestFunction(test, `f${names}`, changes);
  return `f${names}`;
}

const zip = (text: string) => zipOf({ 'index.mjs': `export const handler = () => '${text}';` });
const publish = (FunctionName: string, input: Partial<PublishVersionCommandInput> = {}) =>
  test.lambda.send(new PublishVersionCommand({ FunctionName, ...input }));
const configure = (FunctionName: string, input: Partial<UpdateFunctionConfigurationCommandInput>) =>
  test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...input }));
const updateCode = (FunctionName: string, input: Partial<UpdateFunctionCodeCommandInput>) =>
  test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ...input }));
const get = (FunctionName: string, Qualifier?: string) =>
  test.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));
const versionsOf = async (FunctionName: string) =>
  (await test.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }))).Versions?.map(({ Version }) => Version);
const remove = (FunctionName: string, Qualifier?: string) =>
  test.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier }));

describe('PublishVersion', () => {
  it('numbers a copy of $LATEST that is active at once', async () => {
    const name = await newFunction({ Description: 'of the function' });
    const latest = await get(name);
    const published = await publish(name);
    expect(published.$metadata.httpStatusCode).toBe(201);
    const { $metadata, ...version } = published;
    const { $metadata: _, ...original } = latest;
    expect(version).toEqual({
      ...original,
      FunctionArn: `${arnOf(name)}:1`,
      Version: '1',
      RevisionId: expect.not.stringMatching(String(latest.RevisionId)),
    });
  });

  it('may have a description of its own', async () => {
    const name = await newFunction({ Description: 'of the function' });
    expect(await publish(name, { Description: 'first' })).toMatchObject({ Description: 'first', Version: '1' });
    expect(await get(name)).toMatchObject({ Description: 'of the function' });
  });

  it('gives the same version again, with the same revision, when nothing has changed', async () => {
    const name = await newFunction();
    const first = await publish(name, { Description: 'first' });
    const latest = await get(name);
    const again = await publish(name, { Description: 'second' });
    expect(again).toMatchObject({ Version: '1', RevisionId: first.RevisionId, Description: 'first' });
    expect((await get(name)).RevisionId).toBe(latest.RevisionId);
    expect(await versionsOf(name)).toEqual(['$LATEST', '1']);
  });

  it('gives the same version after a change that was taken back', async () => {
    const name = await newFunction({ Timeout: 5 });
    await publish(name);
    await configure(name, { Timeout: 6 });
    await configure(name, { Timeout: 5 });
    expect((await publish(name)).Version).toBe('1');
  });

  it('gives the next number for new code and for new settings', async () => {
    const name = await newFunction();
    await publish(name);
    await updateCode(name, { ZipFile: zip('new') });
    expect((await publish(name)).Version).toBe('2');
    await configure(name, { Environment: { Variables: { stage: 'b' } } });
    expect((await publish(name)).Version).toBe('3');
    await configure(name, { Description: 'told differently' });
    expect(await publish(name)).toMatchObject({ Version: '4', Description: 'told differently' });
    expect(await versionsOf(name)).toEqual(['$LATEST', '1', '2', '3', '4']);
  });

  it('gives $LATEST a new revision', async () => {
    const name = await newFunction();
    const { RevisionId } = await get(name);
    const published = await publish(name, { RevisionId });
    const after = (await get(name)).RevisionId;
    expect(new Set([RevisionId, published.RevisionId, after]).size).toBe(3);
    expect(await refusal(publish(name, { RevisionId }))).toEqual({
      name: 'PreconditionFailedException',
      status: 412,
      type: 'User',
      message:
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    });
  });

  it('publishes only the code that the caller knows', async () => {
    const name = await newFunction();
    const { CodeSha256 } = await get(name);
    expect(await refusal(publish(name, { CodeSha256: 'somenonexistentsha256' }))).toEqual({
      name: 'InvalidParameterValueException',
      status: 400,
      type: 'User',
      message: `CodeSHA256 (somenonexistentsha256) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    });
    expect((await publish(name, { CodeSha256 })).Version).toBe('1');
  });

  it('knows no function that is not there', async () => {
    expect(await refusal(publish('nope'))).toMatchObject({
      status: 404,
      message: `Function not found: ${arnOf('nope')}`,
    });
  });
});

describe('Publish', () => {
  it('in CreateFunction makes version 1; the answer has the ARN of the function, as on AWS', async () => {
    const created = await createTestFunction(test, 'created', { Publish: true });
    expect(created).toMatchObject({ Version: '1', FunctionArn: arnOf('created'), State: 'Pending' });
    expect(await get('created')).toMatchObject({ Version: '$LATEST', State: 'Active' });
    expect(await get('created', '1')).toMatchObject({
      Version: '1',
      State: 'Active',
      FunctionArn: `${arnOf('created')}:1`,
    });
    expect((await publish('created')).Version).toBe('1');
  });

  it('in UpdateFunctionCode answers with the version', async () => {
    const name = await newFunction();
    const updated = await updateCode(name, { ZipFile: zip('published'), Publish: true });
    expect(updated).toMatchObject({ Version: '1', FunctionArn: `${arnOf(name)}:1`, State: 'Pending' });
    expect(updated).not.toHaveProperty('LastUpdateStatus');
    expect(await get(name, '1')).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    const again = await updateCode(name, { ZipFile: zip('published'), Publish: true });
    expect(again).toMatchObject({ Version: '1', State: 'Active' });
    expect(await versionsOf(name)).toEqual(['$LATEST', '1']);
  });

  it('waits for nothing: while $LATEST is being updated, publishing again is refused', async () => {
    const slow = await TestService.start({ transitionMs: 3_600_000 });
    try {
      await createTestFunction(slow, 'f', { Publish: true });
      expect(await refusal(slow.lambda.send(new PublishVersionCommand({ FunctionName: 'f' })))).toMatchObject({
        name: 'ResourceConflictException',
        status: 409,
      });
      const version = await slow.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: 'f', Qualifier: '1' }),
      );
      expect(version).toMatchObject({ State: 'Pending', StateReasonCode: 'Creating' });
      expect(await refusal(slow.lambda.send(new InvokeCommand({ FunctionName: 'f', Qualifier: '1' })))).toMatchObject({
        message:
          'The operation cannot be performed at this time. The function is currently in the following state: Pending',
      });
    } finally {
      await slow.dispose();
    }
  });
});

describe('a published version', () => {
  it('keeps code and settings while $LATEST goes on', async () => {
    const name = await newFunction({ Timeout: 5 });
    const first = await publish(name);
    await updateCode(name, { ZipFile: zip('newer') });
    await configure(name, { Timeout: 9 });
    expect(await get(name, '1')).toMatchObject({
      Timeout: 5,
      CodeSha256: first.CodeSha256,
      RevisionId: first.RevisionId,
    });
    const { Code } = await test.lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier: '1' }));
    const link = await fetch(Code?.Location ?? '');
    expect((await link.arrayBuffer()).byteLength).toBe(first.CodeSize);
  });

  it('is named by a qualifier, a name with a suffix, or an ARN', async () => {
    const name = await newFunction();
    await publish(name);
    for (const FunctionName of [`${name}:1`, `${arnOf(name)}:1`, `111122223333:function:${name}:1`]) {
      expect(await get(FunctionName)).toMatchObject({ Version: '1', FunctionArn: `${arnOf(name)}:1` });
    }
    expect(await refusal(get(`${name}:1`, '2'))).toMatchObject({
      message: 'The derived qualifier from the function name does not match the specified qualifier.',
    });
    expect(await refusal(get(name, '1221'))).toMatchObject({
      status: 404,
      message: `Function not found: ${arnOf(name)}:1221`,
    });
  });

  it('cannot be changed', async () => {
    const name = await newFunction();
    await publish(name);
    for (const change of [
      configure(`${arnOf(name)}:1`, { Timeout: 9 }),
      updateCode(`${name}:1`, { ZipFile: zip('no') }),
      publish(`${name}:1`),
    ]) {
      expect(await refusal(change)).toMatchObject({
        name: 'InvalidParameterValueException',
        status: 400,
        message: `A published version cannot be changed, only $LATEST can. Leave the qualifier out: ${arnOf(name)}:1`,
      });
    }
  });

  it('answers invocations itself, and says so', async () => {
    const name = await newFunction();
    await publish(name);
    const answer = await test.lambda.send(new InvokeCommand({ FunctionName: name, Qualifier: '1' }));
    expect(answer.ExecutedVersion).toBe('1');
    const invocation = test.invoker.invoked.at(-1);
    expect(invocation?.version).toMatchObject({ version: '1' });
    expect(invocation?.invokedFunctionArn).toBe(`${arnOf(name)}:1`);
    expect(await refusal(test.lambda.send(new InvokeCommand({ FunctionName: name, Qualifier: '2' })))).toMatchObject({
      message: `Function not found: ${arnOf(name)}:2`,
    });
  });

  it('can be deleted alone; its number does not come back', async () => {
    const name = await newFunction();
    await publish(name);
    expect((await remove(name, '1')).StatusCode).toBe(204);
    expect(await versionsOf(name)).toEqual(['$LATEST']);
    expect((await publish(name)).Version).toBe('2');
  });

  it('goes with its function', async () => {
    const name = await newFunction({ Publish: true });
    await remove(name);
    await createTestFunction(test, name);
    expect(await versionsOf(name)).toEqual(['$LATEST']);
    expect((await publish(name)).Version).toBe('1');
  });
});

describe('ListVersionsByFunction', () => {
  it('begins with $LATEST, goes on by number, and gives at most fifty at a time', async () => {
    const name = await newFunction();
    for (let count = 1; count <= 53; count += 1) {
      await configure(name, { Description: `number ${count}` });
      await publish(name);
    }
    const list = (input: object = {}) =>
      test.lambda.send(new ListVersionsByFunctionCommand({ FunctionName: name, ...input }));
    const first = await list({ MaxItems: 10_000 });
    expect(first.Versions).toHaveLength(50);
    const rest = await list({ Marker: first.NextMarker });
    expect(rest.NextMarker).toBeUndefined();
    const all = [...(first.Versions ?? []), ...(rest.Versions ?? [])].map(({ Version }) => Version);
    expect(all).toEqual(['$LATEST', ...Array.from({ length: 53 }, (_, index) => String(index + 1))]);
    expect(rest.Versions?.at(-1)).toMatchObject({ FunctionArn: `${arnOf(name)}:53`, Description: 'number 53' });
    expect(rest.Versions?.at(-1)).not.toHaveProperty('State');
    const paged: (string | undefined)[] = [];
    for await (const page of paginateListVersionsByFunction(
      { client: test.lambda, pageSize: 7 },
      { FunctionName: name },
    )) {
      paged.push(...(page.Versions ?? []).map(({ Version }) => Version));
    }
    expect(paged).toEqual(all);
    expect(await refusal(list({ Marker: 'x' }))).toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('ListFunctions with all versions', () => {
  it('walks through every version of every function of a Region', async () => {
    const lambda = test.newLambda({ region: 'eu-west-2' });
    for (const name of ['b', 'a']) await createTestFunction({ lambda }, name, { Publish: true });
    const seen: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await lambda.send(new ListFunctionsCommand({ FunctionVersion: 'ALL', MaxItems: 1, Marker }));
      seen.push(...(page.Functions ?? []).map(({ FunctionName, Version }) => `${FunctionName}:${Version}`));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(seen).toEqual(['a:$LATEST', 'a:1', 'b:$LATEST', 'b:1']);
    const plain = await lambda.send(new ListFunctionsCommand({}));
    expect(plain.Functions?.map(({ Version }) => Version)).toEqual(['$LATEST', '$LATEST']);
  });
});

describe('versions and aliases', () => {
  it('are there after a restart, with their code', async () => {
    let service = await TestService.start();
    try {
      const FunctionName = 'kept';
      await createTestFunction(service, FunctionName, { Publish: true });
      const first = await service.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: '1' }));
      await service.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip('other') }));
      service = await service.restart();
      const { Configuration, Code } = await service.lambda.send(
        new GetFunctionCommand({ FunctionName, Qualifier: '1' }),
      );
      expect(Configuration).toMatchObject({ CodeSha256: first.CodeSha256, RevisionId: first.RevisionId });
      // The start of the service removes packages that nothing uses any more.
      expect((await fetch(Code?.Location ?? '')).status).toBe(200);
      expect((await service.lambda.send(new PublishVersionCommand({ FunctionName }))).Version).toBe('2');
    } finally {
      await service.dispose();
    }
  });
});

describe('versions that run', () => {
  it('have environments, variables and log streams of their own', async () => {
    const service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
    try {
      const FunctionName = 'f';
      const code = (text: string) =>
        zipOf({
          'index.mjs': `let calls = 0; export const handler = async () => ({ text: '${text}', calls: ++calls,
            version: process.env.AWS_LAMBDA_FUNCTION_VERSION, stream: process.env.AWS_LAMBDA_LOG_STREAM_NAME });`,
        });
      const invoke = async (Qualifier: string) => {
        const { Payload } = await service.lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
        return JSON.parse(Buffer.from(Payload ?? []).toString()) as Record<string, unknown>;
      };
      await createTestFunction(service, FunctionName, { Publish: true, Code: { ZipFile: code('old') } });
      expect(await invoke('1')).toMatchObject({
        text: 'old',
        version: '1',
        stream: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/),
      });
      expect(await invoke('$LATEST')).toMatchObject({ text: 'old', calls: 1, version: '$LATEST' });
      await service.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code('new') }));
      expect(await invoke('$LATEST')).toMatchObject({ text: 'new', calls: 1 });
      // Warm still: the new code is none of its business.
      expect(await invoke('1')).toMatchObject({ text: 'old', calls: 2 });
    } finally {
      await service.dispose();
    }
  });
});
