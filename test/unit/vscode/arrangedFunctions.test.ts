import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { arrangeCommands } from '../../../src/vscode/commands/arrangeFunctions.ts';
import type { TreeNode } from '../../../src/vscode/tree/nodes.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

const betaArn = 'arn:aws:lambda:us-east-1:000000000000:function:beta';
let world: EditorWorld;
let local: TreeNode;

beforeEach(async () => {
  world = openEditorWorld();
  for (const [FunctionName, Runtime] of [
    ['alpha', 'nodejs22.x'],
    ['beta', 'python3.13'],
    ['gamma', 'nodejs22.x'],
  ] as const) {
    world.local.lambda.put({ FunctionName, Runtime });
  }
  local = (await world.view.getChildren(undefined))[0] as TreeNode;
  await world.view.getChildren(local);
  await settle();
});

afterEach(() => {
  world.owned.dispose();
});

async function rows(parent: TreeNode = local): Promise<string[]> {
  return (await world.view.getChildren(parent)).map((node) => {
    const { label, description } = world.view.getTreeItem(node);
    return [label, description].filter(Boolean).join('  ');
  });
}

const commands = () => arrangeCommands(world.marks);
const rowOf = (functionName: string) => ({ targetId: 'local', functionName });

describe('the Functions view', () => {
  test('groups by runtime, and a function’s parent is its heading', async () => {
    editor.answers = ['Runtime'];
    await commands()['lambdaWorkbench.groupFunctions']();
    expect(await rows()).toEqual(['nodejs22.x  2', 'python3.13  1']);
    const [node] = await world.view.getChildren(local);
    if (node === undefined) throw new Error('No heading');
    const [alpha] = await world.view.getChildren(node);
    expect(alpha && world.view.getTreeItem(alpha).label).toBe('alpha');
    expect(alpha && world.view.getParent(alpha)).toBe(node);
    expect(world.view.getParent(node)).toBe(local);
  });

  test('groups by a tag, which is read when it is asked for', async () => {
    world.local.lambda.tags.set(betaArn, { team: 'red' });
    expect(world.local.lambda.calls.map(({ operation }) => operation)).not.toContain('listTags');
    editor.answers = ['Tag…', 'team'];
    await commands()['lambdaWorkbench.groupFunctions']();
    expect(await rows()).toContain('Reading tags…');
    await settle();
    expect(await rows()).toEqual(['red  1', 'No team  2']);
  });

  test('filters by tag as it is typed', async () => {
    world.local.lambda.tags.set(betaArn, { team: 'red' });
    world.view.setFilter('tag:team=red');
    await world.view.getChildren(local);
    await settle();
    expect((await rows()).map((row) => row.split(' ')[0])).toEqual(['beta']);
    world.view.setFilter('runtime:node');
    expect((await rows()).map((row) => row.split(' ')[0])).toEqual(['alpha', 'gamma']);
  });

  test('tags that cannot be read say so in a row', async () => {
    world.local.lambda.failNext('listTags', new Error('not allowed'));
    world.view.setFilter('tag:team');
    await world.view.getChildren(local);
    await settle();
    expect((await rows()).join('\n')).toContain('Not allowed');
  });

  test('pinned functions come first and say so', async () => {
    await commands()['lambdaWorkbench.pinFunction'](rowOf('gamma'));
    const [first] = await rows();
    expect(first).toMatch(/^gamma {2}pinned · nodejs22\.x/);
    await commands()['lambdaWorkbench.unpinFunction'](rowOf('gamma'));
    expect((await rows())[0]).toMatch(/^alpha/);
  });

  test('hidden functions leave a row that brings them back', async () => {
    await commands()['lambdaWorkbench.hideFunction'](rowOf('alpha'));
    expect((await rows()).map((row) => row.split('  ')[0])).toEqual(['beta', 'gamma', '1 hidden']);
    const row = (await world.view.getChildren(local)).at(-1);
    const { command } = world.view.getTreeItem(row as TreeNode);
    expect(command?.command).toBe('lambdaWorkbench.showHiddenFunctions');
    await commands()['lambdaWorkbench.showHiddenFunctions'](command?.arguments?.[0]);
    expect((await rows()).length).toBe(3);
  });

  test('recently used functions come first when that is asked for', async () => {
    await world.marks.use(rowOf('gamma'));
    expect((await rows())[0]).toMatch(/^alpha/);
    await commands()['lambdaWorkbench.recentFirst']();
    expect((await rows())[0]).toMatch(/^gamma/);
  });

  test('a row that is needed and missing is asked for', async () => {
    await expect(commands()['lambdaWorkbench.pinFunction'](undefined)).rejects.toThrow('works on a row');
  });
});

describe('thousands of functions', () => {
  const many = 1234;

  beforeEach(async () => {
    for (let index = 0; index < many; index += 1) {
      world.prod.lambda.put({ FunctionName: `f${String(index).padStart(4, '0')}` });
    }
  });

  test('are shown five hundred at a time; the last row brings more, and a filter finds those that are not shown', async () => {
    const [, prod] = await world.view.getChildren(undefined);
    if (prod === undefined) throw new Error('No connection');
    await world.view.getChildren(prod);
    await settle();
    await vi.waitFor(() => expect(world.catalog.functions('prod/eu-west-1').complete).toBe(true));
    const all = await world.view.getChildren(prod);
    const last = all.at(-1);
    if (last === undefined) throw new Error('No row');
    const { label, command } = world.view.getTreeItem(last);
    expect([all.length, label]).toEqual([501, '734 more. Show more, or filter…']);
    expect(command).toMatchObject({ command: 'lambdaWorkbench.showMoreFunctions', arguments: [prod] });

    world.view.showMore(command?.arguments?.[0]);
    world.view.showMore(command?.arguments?.[0]);
    expect((await world.view.getChildren(prod)).length).toBe(many);
    world.view.setFilter('f1233');
    expect((await rows(prod)).map((row) => row.split(' ')[0])).toEqual(['f1233']);
  });
});
