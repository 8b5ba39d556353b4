import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventEmitter as VscodeEmitter } from 'vscode';
import { FolderFingerprints } from '../../../src/app/project/folderFingerprint.ts';
import { ProjectCatalog } from '../../../src/app/project/projectCatalog.ts';
import { DeployedFingerprints } from '../../../src/app/project/projectStates.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { ProjectNode } from '../../../src/vscode/project/projectNodes.ts';
import { ProjectView } from '../../../src/vscode/project/projectView.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

const folders = new TemporaryFolders();
let world: EditorWorld;
let root: string;
let drawn: (ProjectNode | undefined)[];

const template = `Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: orders, CodeUri: orders/, Handler: index.handler, Runtime: nodejs22.x }
`;

beforeEach(() => {
  world = openEditorWorld();
  root = folders.create({ 'template.yaml': template, 'orders/index.mjs': 'export const handler = () => 1;\n' });
  drawn = [];
});

afterEach(() => {
  world.owned.dispose();
  folders.remove();
});

function open(): ProjectView {
  const { targets, catalog, trust, clock, owned } = world;
  const changed = new VscodeEmitter<ProjectNode | undefined>();
  changed.event((node) => drawn.push(node));
  return owned.add(
    new ProjectView({
      ...{ targets, catalog, trust, clock, changed },
      project: owned.add(new ProjectCatalog(() => [root], silentLog)),
      fingerprints: new DeployedFingerprints(join(root, '.states')),
      folders: new FolderFingerprints(),
    }),
  );
}

async function rows(view: ProjectView, parent?: ProjectNode): Promise<string[]> {
  return (await view.getChildren(parent)).map((node) => {
    const { label, description } = view.getTreeItem(node);
    return [label, description].filter(Boolean).join('  ');
  });
}

async function first(view: ProjectView, parent?: ProjectNode): Promise<ProjectNode> {
  const [node] = await view.getChildren(parent);
  if (node === undefined) throw new Error('No row');
  return node;
}

const found = (targetId: 'local' | 'prod/eu-west-1') => ({
  root,
  link: {
    functionName: 'orders',
    target:
      targetId === 'local'
        ? ({ kind: 'local' } as const)
        : ({ kind: 'aws', profile: 'prod', region: 'eu-west-1' } as const),
    folder: 'orders',
    build: { kind: 'copy' } as const,
  },
});

describe('the Project Functions view', () => {
  test('asks no target for the functions that it lists', async () => {
    const view = open();
    expect(await rows(view)).toEqual(['orders  nodejs22.x']);
    expect([...world.local.lambda.calls, ...world.prod.lambda.calls]).toEqual([]);
  });

  test('tells how a function stands on each target, and on its own row what differs', async () => {
    const view = open();
    const orders = await first(view);
    expect(await rows(view, orders)).toEqual(['Local  not deployed', 'prod · eu-west-1  not deployed']);

    world.local.lambda.put({ FunctionName: 'orders', CodeSha256: 'sent' });
    world.prod.lambda.put({ FunctionName: 'orders', CodeSha256: 'by somebody' });
    await view.deployed(found('local'), 'sent');
    expect(await rows(view, orders)).toEqual(['Local  in sync', 'prod · eu-west-1  not deployed from here']);

    writeFileSync(join(root, 'orders/index.mjs'), 'export const handler = () => 2;\n');
    editor.documentSaved.fire({ uri: Uri.file(join(root, 'orders/index.mjs')) });
    expect(drawn.at(-1)).toBe(orders);
    expect(await rows(view, orders)).toEqual(['Local  changed here', 'prod · eu-west-1  not deployed from here']);
    expect(view.getTreeItem(orders).description).toBe('nodejs22.x · changed here, not deployed from here');

    world.local.lambda.put({ FunctionName: 'orders', CodeSha256: 'by another' });
    expect(await rows(view, orders)).toEqual([
      'Local  changed here and there',
      'prod · eu-west-1  not deployed from here',
    ]);
  });

  test('a target that cannot be asked says so on its row, and the others answer', async () => {
    const view = open();
    world.prod.refuse(new Error('no route to host'));
    const orders = await first(view);
    const [, prod] = await view.getChildren(orders);
    expect(await rows(view, orders)).toEqual(['Local  not deployed', 'prod · eu-west-1  not deployed']);
    expect(prod).toMatchObject({ state: undefined, failure: expect.stringContaining('no route to host') });
  });

  test('drawing the rows again and again asks for no redraw of its own', async () => {
    const view = open();
    const orders = await first(view);
    await rows(view, orders);
    await settle();
    const before = drawn.length;
    await rows(view, orders);
    await settle();
    expect(drawn.length).toBe(before);
  });

  test('a broken definition is a row that opens at its line', async () => {
    writeFileSync(join(root, 'template.yaml'), `${template}  Broken: [\n`);
    const view = open();
    const problem = await first(view);
    const item = view.getTreeItem(problem);
    expect([item.label, item.command]).toEqual([
      'template.yaml:6',
      { title: 'Open Definition', command: 'lambdaWorkbench.openDefinition', arguments: [problem] },
    ]);
  });

  test('several definitions have a row each, and a changed one is read again', async () => {
    mkdirSync(join(root, 'other'));
    writeFileSync(join(root, 'other/template.yaml'), template.replace('orders,', 'others,'));
    const view = open();
    expect(await rows(view)).toEqual(['template.yaml  SAM', `${join('other', 'template.yaml')}  SAM`]);
    expect(await rows(view, await first(view))).toEqual(['orders  nodejs22.x']);

    writeFileSync(join(root, 'other/template.yaml'), 'Resources: {}\n');
    editor.fileTouched.fire(Uri.file(join(root, 'other/template.yaml')));
    await world.clock.advance(1000);
    expect(drawn).toContain(undefined);
    expect(await rows(view)).toEqual(['orders  nodejs22.x']);
  });

  test('nothing runs on this machine in a workspace that is not trusted', async () => {
    editor.isTrusted = false;
    const view = open();
    expect(await rows(view, await first(view))).toEqual(['prod · eu-west-1  not deployed']);
  });
});
