import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';
import type { TreeNode } from '../../../src/vscode/tree/nodes.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld, prodAccount, runningLocally } from './editorWorld.ts';

let world: EditorWorld;

beforeEach(() => {
  world = openEditorWorld();
});

afterEach(() => {
  world.owned.dispose();
});

const textOf = (node: TreeNode) => {
  const { label, description } = world.view.getTreeItem(node);
  return description ? `${label}  ${description}` : String(label);
};

async function rows(parent?: TreeNode): Promise<string[]> {
  return (await world.view.getChildren(parent)).map(textOf);
}

async function child(parent: TreeNode | undefined, label: string): Promise<TreeNode> {
  const found = (await world.view.getChildren(parent)).find((node) => world.view.getTreeItem(node).label === label);
  if (!found) throw new Error(`No row ${label}`);
  return found;
}

describe('targets', () => {
  test('Local comes first; drawing the roots lists and connects to nothing', async () => {
    expect(await rows()).toEqual(['Local  stopped', 'prod · eu-west-1  protected']);
    expect([...world.local.lambda.calls, ...world.prod.lambda.calls]).toEqual([]);
  });

  test('an opened Local says where it answers and how many functions it has', async () => {
    world.local.lambda.put({ FunctionName: 'hello' });
    world.service.become(runningLocally);
    await world.view.getChildren(await child(undefined, 'Local'));
    await settle();
    expect((await rows())[0]).toBe('Local  127.0.0.1:9311 · 1 function');
  });

  test('an opened connection says its account', async () => {
    await world.view.getChildren(await child(undefined, 'prod · eu-west-1'));
    await settle();
    await world.view.getChildren(await child(undefined, 'prod · eu-west-1'));
    await settle();
    expect((await rows())[1]).toBe(`prod · eu-west-1  ${prodAccount} · protected · 0 functions`);
  });

  test.each([
    [{ state: 'starting' } as const, 'starting…', ';target;local;starting;'],
    [{ state: 'failed', message: 'no port' } as const, 'could not start', ';target;local;stopped;'],
    [runningLocally, '127.0.0.1:9311', ';target;local;running;owned;'],
    [{ ...runningLocally, owned: false }, '127.0.0.1:9311', ';target;local;running;'],
  ])('Local %o reads "%s" and carries %s', async (state, description, flags) => {
    world.service.become(state);
    const item = world.view.getTreeItem(await child(undefined, 'Local'));
    expect([item.description, item.contextValue]).toEqual([description, flags]);
  });
});

describe('functions', () => {
  test('a row tells runtime, memory and age, and says the same to a screen reader', async () => {
    world.local.lambda.put({
      FunctionName: 'orders-api',
      MemorySize: 256,
      LastModified: new Date(world.clock.now() - 2 * 3_600_000).toISOString(),
    });
    const local = await child(undefined, 'Local');
    await world.view.getChildren(local);
    await settle();
    const row = await child(local, 'orders-api');
    const item = world.view.getTreeItem(row);
    expect(textOf(row)).toBe('orders-api  nodejs22.x · 256 MB · 2 h ago');
    expect(item.accessibilityInformation?.label).toBe('orders-api, function, active, nodejs22.x, 256 MB, 2 h ago');
    expect(item.contextValue).toBe(';function;local;unpinned;');
  });

  test('pages stream in: what is there is shown, a loading row stands at the end', async () => {
    world.prod.lambda.pageSize = 2;
    for (const name of ['a', 'b', 'c']) world.prod.lambda.put({ FunctionName: name });
    const gate = world.prod.lambda.hold('listFunctions');
    const prod = await child(undefined, 'prod · eu-west-1');
    expect(await rows(prod)).toEqual(['Loading…']);
    gate.resolve();
    await settle();
    expect((await rows(prod)).map((text) => text.split('  ')[0])).toEqual(['a', 'b', 'c']);
  });

  test('an error is a row that says what to do, and its retry lists this target again', async () => {
    world.prod.lambda.failNext(
      'listFunctions',
      new LambdaServiceError('TooManyRequestsException', 429, 'Rate exceeded'),
    );
    const prod = await child(undefined, 'prod · eu-west-1');
    await world.view.getChildren(prod);
    await settle();
    const [failure] = await world.view.getChildren(prod);
    if (!failure) throw new Error('no row');
    const item = world.view.getTreeItem(failure);
    expect(item.label).toBe('Too many requests. Wait a moment and try again.');
    expect(item.accessibilityInformation?.label).toMatch(/^Error: /);
    expect(item.command).toMatchObject({ command: 'lambdaWorkbench.refresh', arguments: [prod] });
    world.view.refresh(failure);
    await settle();
    expect(await rows(prod)).toEqual(['No functions in this Region']);
  });

  test('an expired session puts "Sign In…" on the row of the connection', async () => {
    world.prod.lambda.failNext('listFunctions', new LambdaServiceError('ExpiredTokenException', 403, 'expired'));
    const prod = await child(undefined, 'prod · eu-west-1');
    await world.view.getChildren(prod);
    await settle();
    const item = world.view.getTreeItem(prod);
    expect(item.description).toContain('session expired');
    expect(item.contextValue).toBe(';target;aws;protected;signin;');
  });

  test('an empty Local offers a sample', async () => {
    const local = await child(undefined, 'Local');
    await world.view.getChildren(local);
    await settle();
    const [row] = await world.view.getChildren(local);
    expect(row && world.view.getTreeItem(row).command?.command).toBe('lambdaWorkbench.createSampleFunction');
  });

  test('a change of one function redraws its row alone', async () => {
    for (const name of ['a', 'b']) world.local.lambda.put({ FunctionName: name });
    const local = await child(undefined, 'Local');
    await world.view.getChildren(local);
    await settle();
    const a = await child(local, 'a');
    const fired: (TreeNode | undefined)[] = [];
    world.changed.event((node) => void fired.push(node));
    world.catalog.setActivity('local', 'a', 'Deploying…');
    expect(fired).toEqual([a]);
    expect(textOf(a)).toBe('a  Deploying…');
  });

  test('a function that was not listed before redraws its target', async () => {
    const local = await child(undefined, 'Local');
    await world.view.getChildren(local);
    await settle();
    await world.view.getChildren(local);
    const fired: (TreeNode | undefined)[] = [];
    world.changed.event((node) => void fired.push(node));
    world.local.lambda.put({ FunctionName: 'new' });
    await world.catalog.refreshFunction('local', 'new');
    await world.clock.advance(100);
    expect(fired).toEqual([local]);
  });
});

test('a burst of news redraws a target once', async () => {
  const local = await child(undefined, 'Local');
  const fired: (TreeNode | undefined)[] = [];
  world.changed.event((node) => void fired.push(node));
  world.service.become({ state: 'starting' });
  world.service.become(runningLocally);
  world.local.lambda.put({ FunctionName: 'a' });
  await world.view.getChildren(local);
  await settle();
  expect(fired).toEqual([]);
  await world.clock.advance(300);
  expect(fired).toEqual([local]);
});

test('reading a list again that is still the same draws nothing', async () => {
  world.local.lambda.put({ FunctionName: 'a' });
  const local = await child(undefined, 'Local');
  await world.view.getChildren(local);
  await settle();
  await world.view.getChildren(local);
  await world.clock.advance(300);
  const fired: (TreeNode | undefined)[] = [];
  world.changed.event((node) => void fired.push(node));
  const gate = world.local.lambda.hold('listFunctions');
  world.catalog.refresh('local');
  await world.clock.advance(300);
  expect(await rows(local)).toHaveLength(1);
  gate.resolve();
  await world.clock.advance(300);
  expect(fired).toEqual([]);
  world.local.lambda.put({ FunctionName: 'b' });
  world.catalog.refresh('local');
  await world.clock.advance(1000);
  expect(fired).toEqual([local]);
});

test('reading a list again redraws the rows that read differently, so that the editor keeps hold of the others', async () => {
  for (const name of ['a', 'b']) world.local.lambda.put({ FunctionName: name });
  const local = await child(undefined, 'Local');
  await world.view.getChildren(local);
  await settle();
  await world.clock.advance(300);
  await world.view.getChildren(local);
  const fired: (TreeNode | undefined)[] = [];
  world.changed.event((node) => void fired.push(node));
  world.local.lambda.put({ FunctionName: 'b', MemorySize: 512 });
  world.catalog.refresh('local');
  await world.clock.advance(1000);
  expect(fired).toEqual([await child(local, 'b')]);
});

describe('details', () => {
  beforeEach(() => {
    world.local.lambda.put({
      FunctionName: 'orders-api',
      Environment: { Variables: { TABLE: 'orders', API_KEY: 's3cret' } },
      Layers: [{ Arn: 'arn:aws:lambda:us-east-1:580247275435:layer:Insights:52' }],
    });
    world.local.lambda.aliases.set('orders-api', [
      { Name: 'live', FunctionVersion: '12', RoutingConfig: { AdditionalVersionWeights: { '13': 0.1 } } },
    ]);
    world.local.lambda.versions.set('orders-api', [{ Version: '$LATEST' }, { Version: '12', Description: 'stable' }]);
  });

  async function group(title: string): Promise<TreeNode> {
    const local = await child(undefined, 'Local');
    await world.view.getChildren(local);
    await settle();
    return await child(await child(local, 'orders-api'), title);
  }

  test('opening a function asks for nothing; opening a group asks for that group', async () => {
    const aliases = await group('Aliases');
    expect(world.local.lambda.calls.map(({ operation }) => operation)).toEqual(['listFunctions']);
    expect(await rows(aliases)).toEqual(['live  → 12 (90 %) · 13 (10 %)']);
    expect(world.local.lambda.callsOf('listAliases')).toHaveLength(1);
  });

  test('versions come without $LATEST, layers by name', async () => {
    expect(await rows(await group('Versions'))).toEqual(['12  stable']);
    expect(await rows(await group('Layers'))).toEqual(['Insights  version 52 · 580247275435']);
  });

  test('values of variables are masked until asked for, for the eye and for a screen reader', async () => {
    const environment = await group('Environment');
    expect(await rows(environment)).toEqual(['API_KEY  ••••••••', 'TABLE  ••••••••']);
    const variable = await child(environment, 'API_KEY');
    if (variable.kind !== 'detail') throw new Error('not a detail');
    expect(world.view.getTreeItem(variable).accessibilityInformation?.label).toBe('API_KEY, value hidden');
    world.view.showValue(variable, true);
    expect(await rows(environment)).toEqual(['API_KEY  s3cret', 'TABLE  ••••••••']);
    world.view.showValue(variable, false);
    expect(await rows(environment)).toEqual(['API_KEY  ••••••••', 'TABLE  ••••••••']);
  });

  test('triggers are the mappings and whom the policy lets in; rows that read alike stay apart', async () => {
    const arn = 'arn:aws:sqs:us-east-1:000000000000:orders';
    const mapping = { EventSourceArn: arn, BatchSize: 10, State: 'Enabled' };
    world.local.lambda.eventSourceMappings.set('orders-api', [
      { UUID: 'one', ...mapping },
      { UUID: 'two', ...mapping },
    ]);
    const statement = {
      Sid: 'team',
      Effect: 'Allow',
      Principal: { AWS: '111122223333' },
      Action: 'lambda:InvokeFunction',
    };
    world.local.lambda.policies.set('orders-api', JSON.stringify({ Statement: [statement] }));
    const triggers = await group('Triggers');
    expect(await rows(triggers)).toEqual([
      'sqs orders  enabled · batches of 10',
      'sqs orders  enabled · batches of 10',
      'account 111122223333  may invoke · team',
    ]);
    const children = await world.view.getChildren(triggers);
    expect(new Set(children.map(({ id }) => id)).size).toBe(3);
  });

  test('a target that knows no triggers leaves the group out from then on, until it is listed again', async () => {
    const unsupported = () => new LambdaServiceError('UnknownOperationException', 404, 'no such operation');
    world.local.lambda.failNext('listEventSourceMappings', unsupported());
    world.local.lambda.failNext('getPolicy', unsupported());
    const triggers = await group('Triggers');
    expect(await rows(triggers)).toEqual([]);
    const owner = await child(await child(undefined, 'Local'), 'orders-api');
    expect(await rows(owner)).not.toContain('Triggers');
    world.view.refresh(undefined);
    expect(await rows(owner)).toContain('Triggers');
  });

  test('a group that cannot be read says why in its own row', async () => {
    world.local.lambda.failNext('listAliases', new LambdaServiceError('ServiceException', 500, 'broken'));
    const aliases = await group('Aliases');
    const [row] = await world.view.getChildren(aliases);
    expect(row).toMatchObject({ kind: 'message', severity: 'failure' });
    expect(await rows(aliases)).toEqual(['live  → 12 (90 %) · 13 (10 %)']);
  });

  test('every row has its parent, so that it can be revealed', async () => {
    const environment = await group('Environment');
    const variable = await child(environment, 'TABLE');
    const path: string[] = [];
    for (let at: TreeNode | undefined = variable; at; at = world.view.getParent(at)) path.push(at.id);
    expect(path).toEqual([
      'local/orders-api/environment/TABLE',
      'local/orders-api/environment',
      'local/orders-api',
      'local',
    ]);
  });
});

describe('trust', () => {
  test('an untrusted workspace starts nothing here and says why; AWS can be browsed', async () => {
    editor.isTrusted = false;
    world.prod.lambda.put({ FunctionName: 'a' });
    const local = await child(undefined, 'Local');
    const [notice] = await world.view.getChildren(local);
    expect(notice && world.view.getTreeItem(notice)).toMatchObject({
      label: 'Trust this workspace to run Local: it runs code on this machine.',
      command: { command: 'workbench.trust.manage' },
    });
    expect(world.local.lambda.calls).toEqual([]);
    const prod = await child(undefined, 'prod · eu-west-1');
    await world.view.getChildren(prod);
    await settle();
    expect((await rows(prod))[0]).toMatch(/^a {2}/);
  });

  test('granting trust draws the view again', async () => {
    editor.isTrusted = false;
    await world.view.getChildren(undefined);
    let drawn = 0;
    world.changed.event(() => {
      drawn += 1;
    });
    editor.isTrusted = true;
    editor.trustGranted.fire();
    expect(drawn).toBe(1);
    expect((await rows())[0]).toBe('Local  stopped');
  });
});

describe('filter', () => {
  beforeEach(async () => {
    for (const name of ['orders-api', 'orders-worker', 'billing']) world.local.lambda.put({ FunctionName: name });
    await world.view.getChildren(await child(undefined, 'Local'));
    await settle();
  });

  test('keeps the functions whose name holds the text, whatever its case', async () => {
    world.view.setFilter('Orders');
    expect((await rows(await child(undefined, 'Local'))).map((text) => text.split('  ')[0])).toEqual([
      'orders-api',
      'orders-worker',
    ]);
    expect(world.treeView.description).toBe('“Orders”');
    expect(editor.context.get('lambdaWorkbench.filtered')).toBe(true);
  });

  test('a filter that leaves nothing empties the view, which then offers to clear it', async () => {
    world.view.setFilter('nothing like that');
    expect(await rows()).toEqual([]);
    world.view.setFilter('');
    expect(await rows()).toHaveLength(2);
    expect(editor.context.get('lambdaWorkbench.filtered')).toBe(false);
  });
});
