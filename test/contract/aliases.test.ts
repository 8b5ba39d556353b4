/** Aliases: names for versions, with weights. */

import {
  CreateAliasCommand,
  type CreateAliasCommandInput,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  InvokeCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  paginateListAliases,
  UpdateAliasCommand,
  type UpdateAliasCommandInput,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';

let test: TestService;
const FunctionName = 'f';

/** With the versions 1, 2 and 3. */
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, FunctionName);
  for (const Description of ['one', 'two', 'three']) {
    await test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description }));
    await test.lambda.send(new PublishVersionCommand({ FunctionName }));
  }
});
afterAll(() => test.dispose());

const create = (Name: string, input: Partial<CreateAliasCommandInput> = {}) =>
  test.lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: '1', ...input }));
const get = (Name: string) => test.lambda.send(new GetAliasCommand({ FunctionName, Name }));
const update = (Name: string, input: Partial<UpdateAliasCommandInput> = {}) =>
  test.lambda.send(new UpdateAliasCommand({ FunctionName, Name, ...input }));
const remove = (Name: string) => test.lambda.send(new DeleteAliasCommand({ FunctionName, Name }));
const weights = (AdditionalVersionWeights: Record<string, number>) => ({ RoutingConfig: { AdditionalVersionWeights } });
const invalid = (message: string) => ({ name: 'InvalidParameterValueException', status: 400, type: 'User', message });

describe('CreateAlias', () => {
  it('answers with the alias, which reads back the same', async () => {
    const { $metadata, ...alias } = await create('live', { Description: 'what is live' });
    expect($metadata.httpStatusCode).toBe(201);
    expect(alias).toEqual({
      AliasArn: `${arnOf('f')}:live`,
      Name: 'live',
      FunctionVersion: '1',
      Description: 'what is live',
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const { $metadata: _, ...read } = await get('live');
    expect(read).toEqual(alias);
  });

  it('has an empty description by default, and may stand for $LATEST', async () => {
    expect(await create('newest', { FunctionVersion: '$LATEST' })).toMatchObject({
      Description: '',
      FunctionVersion: '$LATEST',
    });
  });

  it('takes a date for a name, but no number', async () => {
    expect(await create('2024-01-02')).toMatchObject({ Name: '2024-01-02' });
    expect(await refusal(create('2024'))).toEqual({
      name: 'ValidationException',
      status: 400,
      message:
        "1 validation error detected: Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    });
  });

  it('refuses a name that is taken, and versions that are not there', async () => {
    await create('taken');
    expect(await refusal(create('taken'))).toEqual({
      name: 'ResourceConflictException',
      status: 409,
      type: 'User',
      message: `Alias already exists: ${arnOf('f')}:taken`,
    });
    expect(await refusal(create('future', { FunctionVersion: '99' }))).toMatchObject({
      status: 404,
      message: `Function not found: ${arnOf('f')}:99`,
    });
    expect(await refusal(create('x', { FunctionName: 'nope' }))).toMatchObject({
      status: 404,
      message: `Function not found: ${arnOf('nope')}:1`,
    });
  });

  it.each([
    [
      'two extra versions',
      weights({ 2: 0.1, 3: 0.1 }),
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    ],
    [
      'the same version twice',
      weights({ 1: 0.1 }),
      'Invalid function version 1. Function version 1 is already included in routing configuration.',
    ],
    [
      '$LATEST beside another version',
      { FunctionVersion: '$LATEST', ...weights({ 2: 0.1 }) },
      '$LATEST is not supported for an alias pointing to more than 1 version',
    ],
  ])('refuses %s', async (_, input, message) => {
    expect(await refusal(create('weighted', input))).toEqual(invalid(message));
  });

  it('refuses weights beyond 1, and keys that are no versions', async () => {
    expect((await refusal(create('weighted', weights({ 2: 1.5 })))).message).toBe(
      "1 validation error detected: Value '{2=1.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0]",
    );
    expect((await refusal(create('weighted', weights({ live: 0.5 })))).message).toContain(
      "Value '{live=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint:",
    );
    expect(await refusal(create('weighted', weights({ 99: 0.5 })))).toMatchObject({ status: 404 });
  });
});

describe('GetAlias', () => {
  it('says which alias it cannot find', async () => {
    expect(await refusal(get('nothing'))).toEqual({
      name: 'ResourceNotFoundException',
      status: 404,
      type: 'User',
      message: `Cannot find alias arn: ${arnOf('f')}:nothing`,
    });
  });
});

describe('UpdateAlias', () => {
  it('changes what is given, and the revision each time', async () => {
    const created = await create('moving', { Description: 'stays' });
    const moved = await update('moving', { FunctionVersion: '2' });
    expect(moved).toMatchObject({ FunctionVersion: '2', Description: 'stays' });
    const weighted = await update('moving', weights({ 3: 0.25 }));
    expect(weighted).toMatchObject({ FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: { 3: 0.25 } } });
    const described = await update('moving', { Description: '' });
    expect(described).toMatchObject({ Description: '', RoutingConfig: weighted.RoutingConfig });
    expect(await update('moving', weights({}))).not.toHaveProperty('RoutingConfig');
    const unchanged = await update('moving');
    const revisions = [created, moved, weighted, described, unchanged].map(({ RevisionId }) => RevisionId);
    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it('asks for the latest revision where the caller wants that', async () => {
    const { RevisionId } = await create('guarded');
    await update('guarded', { RevisionId });
    expect(await refusal(update('guarded', { RevisionId }))).toMatchObject({
      name: 'PreconditionFailedException',
      status: 412,
    });
  });

  it('keeps the rules of a new alias', async () => {
    await create('ruled', weights({ 2: 0.5 }));
    expect((await refusal(update('ruled', { FunctionVersion: '2' }))).message).toContain('already included');
    expect(await refusal(update('ruled', { FunctionVersion: '99' }))).toMatchObject({ status: 404 });
    expect(await refusal(update('nothing'))).toMatchObject({
      status: 404,
      message: `Alias not found: ${arnOf('f')}:nothing`,
    });
  });
});

describe('DeleteAlias', () => {
  it('makes the alias go; one that is not there is no error', async () => {
    await create('gone');
    expect((await remove('gone')).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(get('gone'))).toMatchObject({ status: 404 });
    expect((await remove('gone')).$metadata.httpStatusCode).toBe(204);
  });
});

describe('ListAliases', () => {
  it('gives them by name, page by page, of all versions or of one', async () => {
    await createTestFunction(test, 'listed', { Publish: true });
    for (const Name of ['c', 'a', 'b']) await create(Name, { FunctionName: 'listed' });
    await create('d', { FunctionName: 'listed', FunctionVersion: '$LATEST' });
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListAliases({ client: test.lambda, pageSize: 3 }, { FunctionName: 'listed' })) {
      seen.push(...(page.Aliases ?? []).map(({ Name }) => Name));
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    const input = { FunctionName: 'listed', FunctionVersion: '$LATEST' };
    const { Aliases } = await test.lambda.send(new ListAliasesCommand(input));
    expect(Aliases?.map(({ Name }) => Name)).toEqual(['d']);
  });

  it('finds an alias by its second version as well', async () => {
    await create('pair', { FunctionVersion: '2', ...weights({ 3: 0.5 }) });
    for (const FunctionVersion of ['2', '3']) {
      const { Aliases } = await test.lambda.send(new ListAliasesCommand({ FunctionName, FunctionVersion }));
      expect(Aliases?.map(({ Name }) => Name)).toContain('pair');
    }
  });
});

describe('an alias', () => {
  const invoke = async (Qualifier: string) =>
    (await test.lambda.send(new InvokeCommand({ FunctionName, Qualifier }))).ExecutedVersion;

  it('is a qualifier: what it stands for is shown under its name', async () => {
    await create('shown', { FunctionVersion: '2' });
    const { Configuration } = await test.lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: 'shown' }));
    expect(Configuration).toMatchObject({ Version: '2', FunctionArn: `${arnOf('f')}:shown`, Description: 'two' });
  });

  it('runs the version that it stands for, wherever it is moved', async () => {
    await create('run', { FunctionVersion: '2' });
    expect(await invoke('run')).toBe('2');
    expect(test.invoker.invoked.at(-1)?.invokedFunctionArn).toBe(`${arnOf('f')}:run`);
    await update('run', { FunctionVersion: '3' });
    expect(await invoke('run')).toBe('3');
    expect(await refusal(invoke('non-existent-alias'))).toMatchObject({
      status: 404,
      message: `Function not found: ${arnOf('f')}:non-existent-alias`,
    });
  });

  it('shares invocations between two versions by their weight', async () => {
    await create('shared', { FunctionVersion: '1', ...weights({ 2: 0.5 }) });
    const executed = new Set<string | undefined>();
    for (let count = 0; count < 100; count += 1) executed.add(await invoke('shared'));
    expect([...executed].sort()).toEqual(['1', '2']);
    await update('shared', weights({ 2: 1 }));
    for (let count = 0; count < 20; count += 1) expect(await invoke('shared')).toBe('2');
    await update('shared', weights({ 2: 0 }));
    for (let count = 0; count < 20; count += 1) expect(await invoke('shared')).toBe('1');
  });

  it('keeps its versions from being deleted, and is not deleted like one', async () => {
    await create('holding', { FunctionVersion: '2', ...weights({ 3: 0.1 }) });
    const removeVersion = (Qualifier: string) =>
      test.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier }));
    for (const version of ['2', '3']) {
      expect(await refusal(removeVersion(version))).toMatchObject({
        name: 'ResourceConflictException',
        status: 409,
        message: expect.stringMatching(
          /^Unable to delete version because the following aliases reference it: \[.*holding.*\]$/,
        ),
      });
    }
    expect(await refusal(removeVersion('holding'))).toEqual(invalid('Deletion of aliases is not currently supported.'));
  });
});
