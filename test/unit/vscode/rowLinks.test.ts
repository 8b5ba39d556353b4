import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rowLinkCommands } from '../../../src/vscode/commands/rowLinks.ts';
import { detailNode, NodeCache, type TreeNode } from '../../../src/vscode/tree/nodes.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

const layerArn = 'arn:aws:lambda:us-east-1:000000000000:layer:common';
let world: EditorWorld;
const nodes = new NodeCache();
const orders = nodes.function('local', 'orders');

beforeEach(() => {
  world = openEditorWorld();
  world.local.lambda.put({ FunctionName: 'orders', Layers: [{ Arn: `${layerArn}:2` }] });
});

afterEach(() => {
  world.owned.dispose();
});

const commands = () => rowLinkCommands(world.targets);

async function children(label: string): Promise<readonly TreeNode[]> {
  const [local] = await world.view.getChildren(undefined);
  await world.view.getChildren(local);
  await settle();
  const groups = await world.view.getChildren(orders);
  const group = groups.find((node) => world.view.getTreeItem(node).label === label);
  return group === undefined ? [] : await world.view.getChildren(group);
}

describe('a function URL', () => {
  test('is a row that says who may call it, and opens in the browser', async () => {
    const address = 'http://abc.lambda-url.us-east-1.localhost:9311/';
    world.local.lambda.urls.set('orders', [
      {
        FunctionUrl: address,
        FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders:live',
        AuthType: 'NONE',
        InvokeMode: 'RESPONSE_STREAM',
        CreationTime: '',
        LastModifiedTime: '',
      },
    ]);
    const [row] = await children('Function URLs');
    if (row === undefined) throw new Error('No row');
    const { label, description, contextValue } = world.view.getTreeItem(row);
    expect([label, description, contextValue]).toEqual([address, 'public · streams · live', ';url;']);
    await commands()['lambdaWorkbench.openUrl'](row);
    expect(editor.external).toEqual([address]);
  });
});

describe('a layer', () => {
  test('shows its versions; choosing one copies its ARN', async () => {
    world.local.lambda.layerVersions.set(layerArn, [
      { Version: 3, LayerVersionArn: `${layerArn}:3`, CompatibleRuntimes: ['nodejs22.x'] },
      { Version: 2, LayerVersionArn: `${layerArn}:2`, CreatedDate: '2026-01-02T03:04:05.000+0000' },
    ]);
    const [row] = await children('Layers');
    editor.answers = ['Version 3'];
    await commands()['lambdaWorkbench.showLayerVersions'](row);
    expect(editor.clipboard).toBe(`${layerArn}:3`);
    expect(editor.picks[0]?.labels).toEqual(['Version 3', 'Version 2']);
  });

  test('whose versions cannot be listed says why', async () => {
    world.local.lambda.failNext('listLayerVersions', new Error('no network'));
    const [row] = await children('Layers');
    await expect(commands()['lambdaWorkbench.showLayerVersions'](row)).rejects.toThrow('no network');
  });
});

describe('a trigger', () => {
  const trigger = (arn: string | undefined) =>
    detailNode(nodes.group(orders, 'triggers'), { kind: 'trigger', key: 'k', name: 'sqs q', description: '', arn });

  test('on a target without a console, or without a source, says so', async () => {
    const open = commands()['lambdaWorkbench.openTrigger'];
    await expect(open(trigger('arn:aws:sqs:us-east-1:000000000000:q'))).rejects.toThrow('AWS console does not show');
    await expect(open(trigger(undefined))).rejects.toThrow('names no resource');
    await expect(open(orders)).rejects.toThrow('works on a row');
  });
});
