import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CatalogChange, FunctionCatalog } from '../../../src/app/functionCatalog.ts';
import { TargetRegistry } from '../../../src/app/targetRegistry.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { silentLog } from '../../../src/base/log.ts';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';
import { FakeClock, settle } from '../../fakes/fakeClock.ts';
import type { InMemoryLambda } from '../../fakes/inMemoryLambda.ts';
import { type InMemoryTarget, inMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { MemoryConnectionSettings } from '../../fakes/memoryConnectionSettings.ts';

let target: InMemoryTarget;
let lambda: InMemoryLambda;
let registry: TargetRegistry;
let catalog: FunctionCatalog;
let changes: CatalogChange[];

beforeEach(() => {
  target = inMemoryTarget();
  lambda = target.lambda;
  const settings = new MemoryConnectionSettings([{ profile: 'dev', region: 'eu-west-1' }]);
  registry = new TargetRegistry(target, settings, () => inMemoryTarget({ id: 'dev/eu-west-1', label: 'dev' }));
  catalog = new FunctionCatalog(registry, new FakeClock(), silentLog);
  changes = [];
  catalog.onDidChange((change) => changes.push(change));
});

afterEach(() => {
  catalog.dispose();
  registry.dispose();
});

const names = (targetId = 'local') => catalog.functions(targetId).functions.map((entry) => entry.FunctionName);

async function loaded(): Promise<void> {
  catalog.functions('local');
  await settle();
}

describe('listing', () => {
  test('begins with the first question, streams pages in order of names, and ends complete', async () => {
    for (const name of ['delta', 'alpha', 'charlie', 'bravo']) lambda.put({ FunctionName: name });
    lambda.pageSize = 2;
    expect(catalog.functions('local')).toMatchObject({ functions: [], complete: false, loading: true });
    const gateAfterFirst: (readonly unknown[])[] = [];
    catalog.onDidChange(() => gateAfterFirst.push(names()));
    await settle();
    expect(gateAfterFirst).toEqual([
      ['alpha', 'delta'],
      ['alpha', 'bravo', 'charlie', 'delta'],
    ]);
    expect(catalog.functions('local')).toMatchObject({ complete: true, loading: false, error: undefined });
    expect(lambda.callsOf('listFunctions')).toHaveLength(2);
  });

  test('is not repeated by looking again', async () => {
    lambda.put({ FunctionName: 'one' });
    await loaded();
    expect(catalog.functions('local').functions).toBe(catalog.functions('local').functions);
    expect(lambda.callsOf('listFunctions')).toHaveLength(1);
  });

  test('an error is data with a way out, keeps what was read, and goes with a refresh', async () => {
    for (const name of ['one', 'two']) lambda.put({ FunctionName: name });
    await loaded();
    lambda.failNext('listFunctions', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    catalog.refresh('local');
    await settle();
    const page = catalog.functions('local');
    expect(page.error).toBeInstanceOf(HumanError);
    expect(page.error?.action?.label).toBe('Restart Local Service');
    expect(page).toMatchObject({ complete: false, loading: false });
    expect(names()).toEqual(['one', 'two']);
    catalog.refresh('local');
    await settle();
    expect(catalog.functions('local')).toMatchObject({ complete: true, error: undefined });
  });

  test('a refresh drops what is gone only once all pages were read', async () => {
    lambda.pageSize = 1;
    for (const name of ['one', 'two']) lambda.put({ FunctionName: name });
    await loaded();
    lambda.remove('one');
    lambda.put({ FunctionName: 'three' });
    const gate = lambda.hold('listFunctions');
    catalog.refresh();
    await settle();
    expect(names()).toEqual(['one', 'two']);
    gate.resolve();
    await settle();
    expect(names()).toEqual(['three', 'two']);
  });

  test('a refresh while pages arrive ends the older reading', async () => {
    lambda.put({ FunctionName: 'one' });
    const gate = lambda.hold('listFunctions');
    catalog.functions('local');
    await settle();
    catalog.refresh('local');
    await settle();
    expect(lambda.callsOf('listFunctions')[0]?.options?.signal?.aborted).toBe(true);
    gate.resolve();
    await settle();
    expect(catalog.functions('local')).toMatchObject({ complete: true, error: undefined });
  });

  test('10,000 functions take 200 requests, and the list is merged, not sorted anew, with each', async () => {
    for (let index = 0; index < 10_000; index += 1) {
      lambda.put({ FunctionName: `function-${String((index * 7919) % 10_000).padStart(5, '0')}` });
    }
    let seen = 0;
    catalog.onDidChange(() => {
      seen = catalog.functions('local').functions.length;
    });
    catalog.functions('local');
    while (catalog.functions('local').loading) await settle();
    expect(seen).toBe(10_000);
    expect(lambda.callsOf('listFunctions')).toHaveLength(200);
    expect(names()).toEqual([...names()].sort());
  });

  test('targets are separate, and one that is removed is forgotten', async () => {
    lambda.put({ FunctionName: 'one' });
    await loaded();
    expect(names('dev/eu-west-1')).toEqual([]);
    await settle();
    expect(catalog.functions('dev/eu-west-1').complete).toBe(true);
    await registry.remove('dev/eu-west-1');
    expect(catalog.find('dev/eu-west-1', 'one')).toBeUndefined();
    expect(names()).toEqual(['one']);
  });
});

describe('one function', () => {
  test('is re-read on demand, appears when it is new and goes when it was deleted', async () => {
    lambda.put({ FunctionName: 'one' });
    await loaded();
    lambda.put({ FunctionName: 'one', Timeout: 30 });
    await catalog.refreshFunction('local', 'one');
    expect(catalog.find('local', 'one')?.Timeout).toBe(30);
    lambda.put({ FunctionName: 'new' });
    await catalog.refreshFunction('local', 'new');
    lambda.remove('one');
    await catalog.refreshFunction('local', 'one');
    expect(names()).toEqual(['new']);
    expect(changes.at(-1)).toEqual({ targetId: 'local', functionName: 'one' });
  });

  test('what was read by itself is newer than the page that was under way', async () => {
    lambda.put({ FunctionName: 'old' });
    const gate = lambda.hold('listFunctions');
    catalog.functions('local');
    lambda.put({ FunctionName: 'new' });
    await catalog.refreshFunction('local', 'new');
    lambda.remove('new');
    gate.resolve();
    await settle();
    expect(names()).toEqual(['new', 'old']);
  });

  test('is deleted on the target and in the list; one that is gone already is no error', async () => {
    for (const name of ['one', 'two']) lambda.put({ FunctionName: name });
    await loaded();
    await catalog.deleteFunction('local', 'one');
    lambda.remove('two');
    await catalog.deleteFunction('local', 'two');
    expect(names()).toEqual([]);
    expect(lambda.callsOf('deleteFunction')).toHaveLength(2);
  });

  test('a refused deletion names the missing permission and keeps the row', async () => {
    lambda.put({ FunctionName: 'one' });
    await loaded();
    const message = 'User: arn:aws:iam::1:user/me is not authorized to perform: lambda:DeleteFunction on resource: x';
    lambda.failNext('deleteFunction', new LambdaServiceError('AccessDeniedException', 403, message));
    await expect(catalog.deleteFunction('local', 'one')).rejects.toThrow('lambda:DeleteFunction');
    expect(names()).toEqual(['one']);
  });

  test('shows an activity until it is over', () => {
    catalog.setActivity('local', 'one', 'Deploying…');
    catalog.setActivity('local', 'one', 'Deploying…');
    expect(catalog.activity('local', 'one')).toBe('Deploying…');
    catalog.setActivity('local', 'one', undefined);
    expect(catalog.activity('local', 'one')).toBeUndefined();
    expect(changes).toEqual([
      { targetId: 'local', functionName: 'one' },
      { targetId: 'local', functionName: 'one' },
    ]);
  });
});

describe('children', () => {
  beforeEach(() => {
    lambda.put({ FunctionName: 'one' });
    lambda.pageSize = 2;
  });

  test('are read through all pages, versions newest first and without $LATEST', async () => {
    lambda.versions.set('one', [
      { Version: '$LATEST' },
      { Version: '1' },
      { Version: '2' },
      { Version: '10' },
      { Version: '9' },
    ]);
    const versions = await catalog.versions('local', 'one');
    expect(versions.map((version) => version.Version)).toEqual(['10', '9', '2', '1']);
  });

  test('are asked for once, however many want them, until a refresh', async () => {
    lambda.aliases.set('one', [{ Name: 'live' }, { Name: 'beta' }]);
    const [first, second] = await Promise.all([catalog.aliases('local', 'one'), catalog.aliases('local', 'one')]);
    expect(first.map((alias) => alias.Name)).toEqual(['beta', 'live']);
    expect(second).toBe(first);
    await catalog.aliases('local', 'one');
    expect(lambda.callsOf('listAliases')).toHaveLength(1);
    await catalog.refreshFunction('local', 'one');
    await catalog.aliases('local', 'one');
    expect(lambda.callsOf('listAliases')).toHaveLength(2);
  });

  test('a caller that gives up does not take them from the others', async () => {
    const gate = lambda.hold('listAliases');
    const impatient = new AbortController();
    const given = catalog.aliases('local', 'one', impatient.signal);
    const kept = catalog.aliases('local', 'one');
    impatient.abort();
    await expect(given).rejects.toThrow('aborted');
    gate.resolve();
    expect(await kept).toEqual([]);
  });

  test('a failure is explained and not kept', async () => {
    lambda.failNext('listTags', new LambdaServiceError('TooManyRequestsException', 429, 'Rate exceeded'));
    await expect(catalog.tags('local', 'one')).rejects.toBeInstanceOf(HumanError);
    lambda.tags.set(lambda.get('one')?.FunctionArn ?? '', { team: 'orders' });
    expect(await catalog.tags('local', 'one')).toEqual({ team: 'orders' });
  });
});
