import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aliasNameProblem, routeText, sharedRoute, shareProblem } from '../../../src/app/versions.ts';
import { functionArgument } from '../../../src/vscode/commands/arguments.ts';
import { deleteQualifier } from '../../../src/vscode/commands/deleteQualifier.ts';
import { pointAlias } from '../../../src/vscode/commands/pointAlias.ts';
import { publishVersion, type VersionCommandOptions } from '../../../src/vscode/commands/publishVersion.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { type DetailNode, detailNode, NodeCache } from '../../../src/vscode/tree/nodes.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

const nodes = new NodeCache();
const orders = nodes.function('local', 'orders');
const prodOrders = nodes.function('prod/eu-west-1', 'orders');
const detail = (of: typeof orders, kind: 'alias' | 'version', name: string): DetailNode =>
  detailNode(nodes.group(of, kind === 'alias' ? 'aliases' : 'versions'), {
    kind,
    name,
    description: '',
    arn: undefined,
  });

let world: EditorWorld;
let options: VersionCommandOptions;

beforeEach(() => {
  world = openEditorWorld();
  for (const { lambda } of [world.local, world.prod]) {
    lambda.put({ FunctionName: 'orders', CodeSha256: 'one' });
    lambda.versions.set('orders', [{ Version: '1' }, { Version: '2' }]);
    lambda.aliases.set('orders', [{ Name: 'live', FunctionVersion: '1', RevisionId: 'alias-1' }]);
  }
  const picker = { pick: async (argument: unknown) => functionArgument(argument) };
  options = { ...world, picker, notify: new Notify(fakeLog().log) };
});

afterEach(() => {
  world.owned.dispose();
});

describe('Publish Version…', () => {
  test('asks for a description, numbers $LATEST guarded by its revision, and offers to point an alias at it', async () => {
    editor.answers = ['with totals'];
    await publishVersion(options)(orders);
    expect(world.local.lambda.callsOf('publishVersion')[0]?.input).toEqual({
      FunctionName: 'orders',
      Description: 'with totals',
      RevisionId: 'revision-1',
    });
    expect(editor.shown[0]).toMatchObject({
      message: 'Version 3 of orders is published on Local.',
      buttons: ['Point Alias…'],
    });
  });

  test('says when nothing has changed since the last version', async () => {
    world.local.lambda.versions.set('orders', [{ Version: '1', CodeSha256: 'one' }]);
    editor.answers = [''];
    await publishVersion(options)(orders);
    expect(editor.shown[0]?.message).toBe(
      'Nothing has changed since version 1 of orders on Local: no new version was made.',
    );
  });

  test('Escape, and a declined question on a protected target, publish nothing', async () => {
    editor.answers = [undefined];
    await publishVersion(options)(orders);
    editor.answers = ['', undefined];
    await publishVersion(options)(prodOrders);
    expect(editor.shown[0]?.message).toBe('Publish orders on prod · eu-west-1?');
    expect([world.local, world.prod].flatMap(({ lambda }) => lambda.callsOf('publishVersion'))).toEqual([]);
  });

  test('says what could not be done, and the row is at rest again', async () => {
    const broken = new Error('nothing listens');
    world.local.lambda.failNext('publishVersion', broken);
    editor.answers = [''];
    await expect(publishVersion(options)(orders)).rejects.toThrow(
      'Publish a version of orders on Local: nothing listens',
    );
    expect(world.catalog.activity('local', 'orders')).toBeUndefined();
  });
});

describe('Point Alias…', () => {
  test('makes a new alias for all traffic', async () => {
    editor.answers = ['New alias…', 'beta', '2', 'All traffic to 2'];
    await pointAlias(options)(orders);
    expect(world.local.lambda.callsOf('createAlias')[0]?.input).toMatchObject({ Name: 'beta', FunctionVersion: '2' });
    expect(editor.shown[0]?.message).toBe('orders:beta on Local → 2');
  });

  test('on an alias row asks for the version and the share, and guards by the alias’s revision', async () => {
    editor.answers = ['1', 'A part of the traffic to 2…', '10'];
    await pointAlias(options)(detail(orders, 'alias', 'live'));
    expect(world.local.lambda.callsOf('updateAlias')[0]?.input).toEqual({
      FunctionName: 'orders',
      Name: 'live',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
      RevisionId: 'alias-1',
    });
    expect(editor.shown[0]?.message).toBe('orders:live on Local → 1 (90 %) · 2 (10 %)');
  });

  test('on a version row of a protected target says the change by name before it is made', async () => {
    editor.answers = ['live', 'All traffic to 2', 'Point orders:live'];
    await pointAlias(options)(detail(prodOrders, 'version', '2'));
    expect(editor.shown[0]).toMatchObject({
      message: 'Point orders:live on prod · eu-west-1?',
      detail: 'Account 492100000087, Region eu-west-1, protected.\nlive: 1 → 2',
    });
    expect(world.prod.lambda.callsOf('updateAlias')[0]?.input).toMatchObject({ FunctionVersion: '2' });
  });

  test.each([
    ['0', '1'],
    ['100', '2'],
    ['33.33 %', '1 (66.67 %) · 2 (33.33 %)'],
  ])('a share of %s leads to %s', (percent, text) => {
    expect(routeText(sharedRoute('1', '2', percent))).toBe(text);
  });

  test.each(['', '-1', '101', '1e1', 'ten', '5 5'])('%j is no share', (percent) => {
    expect(shareProblem(percent)).toBe('The share is a number from 0 to 100 (per cent).');
  });

  test('a name of digits would be a version', () => {
    expect([aliasNameProblem('12'), aliasNameProblem('a b'), aliasNameProblem('blue-1')]).toEqual([
      'A name of digits only would be a version.',
      'Letters, digits, - and _, up to 128.',
      undefined,
    ]);
  });
});

describe('Delete… of an alias or version', () => {
  test('asks, and deletes what the row is', async () => {
    editor.answers = ['Delete orders:live', 'Delete orders:1'];
    await deleteQualifier(options)(detail(orders, 'alias', 'live'));
    await deleteQualifier(options)(detail(orders, 'version', '1'));
    expect(world.local.lambda.aliases.get('orders')).toEqual([]);
    expect(world.local.lambda.callsOf('deleteFunction')[0]?.input).toEqual({ FunctionName: 'orders', Qualifier: '1' });
  });

  test('on a protected target the name has to be typed', async () => {
    editor.answers = ['orders', 'orders:live'];
    await deleteQualifier(options)(detail(prodOrders, 'alias', 'live'));
    expect(world.prod.lambda.callsOf('deleteAlias')).toEqual([]);
    await deleteQualifier(options)(detail(prodOrders, 'alias', 'live'));
    expect(world.prod.lambda.callsOf('deleteAlias')).toHaveLength(1);
  });

  test('never takes a whole function for one of its versions', async () => {
    await expect(deleteQualifier(options)(orders)).rejects.toThrow('works on a row');
  });
});
