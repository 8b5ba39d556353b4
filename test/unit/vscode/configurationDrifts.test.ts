import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RootScan } from '../../../src/app/project/projectCatalog.ts';
import type { ProjectSettings } from '../../../src/app/project/projectFunction.ts';
import { ConfigurationDrifts } from '../../../src/vscode/configurationDrifts.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, fakeLog, openEditorWorld, prodAccount } from './editorWorld.ts';

const local = { targetId: 'local', functionName: 'hello' };
let world: EditorWorld;
let scans: RootScan[];
let drifts: ConfigurationDrifts;

beforeEach(async () => {
  world = openEditorWorld();
  scans = [];
  drifts = new ConfigurationDrifts({
    ...world,
    project: { scans: async () => scans },
    notify: new Notify(fakeLog().log),
  });
  for (const target of [world.local, world.prod]) {
    target.lambda.put({ FunctionName: 'hello', MemorySize: 128 });
    await world.catalog.refreshFunction(target.id, 'hello');
  }
});
afterEach(() => world.owned.dispose());

function define(...all: readonly ProjectSettings[]): void {
  const functions = all.map((settings, index) => ({
    kind: 'sam' as const,
    functionName: 'hello',
    logicalId: `Hello${index}`,
    place: { file: '/code/template.yaml', line: 3 },
    folder: '/code/hello',
    build: undefined,
    settings,
  }));
  scans = [{ root: '/code', functions, problems: [], definitionFiles: [], isCutOff: false }];
}

describe('a definition that asks for another configuration', () => {
  test('is told of after a redeploy, with the button that applies it', async () => {
    define({ memorySizeMB: 256 });
    expect(await drifts.afterword(local)).toEqual({
      text: 'Its definition asks for another configuration: MemorySize: 128 → 256',
      buttons: [{ label: 'Apply Configuration…', command: 'lambdaWorkbench.applyConfiguration', arguments: [local] }],
    });
    define({ memorySizeMB: 128 });
    expect(await drifts.afterword(local)).toBeUndefined();
    define({ memorySizeMB: 256 }, { memorySizeMB: 512 });
    expect(await drifts.afterword(local)).toBeUndefined();
  });

  test('is applied only when that is confirmed, with account and Region in sight', async () => {
    define({ memorySizeMB: 256 });
    const key = { targetId: 'prod/eu-west-1', functionName: 'hello' };
    await drifts.apply(key);
    expect(editor.shown[0]).toMatchObject({
      message: 'Configure hello on prod · eu-west-1?',
      detail: `Account ${prodAccount}, Region eu-west-1, protected.\nMemorySize: 128 → 256`,
    });
    expect(world.prod.lambda.get('hello')?.MemorySize).toBe(128);
    editor.answers = ['Configure hello'];
    const before = world.prod.lambda.get('hello')?.RevisionId;
    await drifts.apply(key);
    expect(world.prod.lambda.callsOf('updateFunctionConfiguration')[0]?.input).toEqual({
      FunctionName: 'hello',
      MemorySize: 256,
      RevisionId: before,
    });
    expect(editor.shown.at(-1)?.message).toContain('is configured as its definition says: MemorySize: 128 → 256');
  });

  test('that is not there any more has nothing to apply', async () => {
    await expect(drifts.apply(local)).rejects.toThrow('there is nothing to apply');
  });
});
