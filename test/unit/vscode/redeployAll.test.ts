import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RedeployOutcome } from '../../../src/app/deploy/redeploy.ts';
import type { RootScan } from '../../../src/app/project/projectCatalog.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { silentLog } from '../../../src/base/log.ts';
import { redeployAll } from '../../../src/vscode/commands/redeployAll.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import type { FoundLink } from '../../../src/vscode/workspaceLinks.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, fakeLog, openEditorWorld, prodAccount } from './editorWorld.ts';

const updated: RedeployOutcome = { kind: 'updated', configuration: {}, steps: [], packageBytes: 1, canUndo: true };
const prodTarget = { kind: 'aws', profile: 'prod', region: 'eu-west-1', accountId: prodAccount } as const;
const linked = (functionName: string, target: FoundLink['link']['target'] = { kind: 'local' }): FoundLink => ({
  root: '/code',
  link: { functionName, target, folder: functionName, build: { kind: 'copy' } },
});

let world: EditorWorld;
let all: FoundLink[];
let ran: string[];
let failing: string | undefined;
let scans: RootScan[];

beforeEach(() => {
  world = openEditorWorld();
  all = [linked('a'), linked('b')];
  ran = [];
  failing = undefined;
  scans = [];
});
afterEach(() => world.owned.dispose());

const press = (argument?: unknown) =>
  redeployAll({
    ...world,
    log: silentLog,
    notify: new Notify(fakeLog().log),
    links: { all: async () => all },
    linker: { link: async ({ functionName }) => linked(functionName) },
    project: { scans: async () => scans },
    flow: {
      runQuietly: async ({ link }) => {
        ran.push(link.functionName);
        if (link.functionName === failing) throw new HumanError('The build failed.');
        return updated;
      },
    },
  })(argument);

describe('Redeploy All Changed Functions', () => {
  test('of one target asks nothing, and has one summary', async () => {
    await press();
    expect(ran).toEqual(['a', 'b']);
    expect(editor.shown.map(({ kind, message }) => [kind, message])).toEqual([
      ['info', 'Redeployed 2 of 2 functions on Local in 0 ms.'],
    ]);
  });

  test('what failed is named, and tried again alone', async () => {
    failing = 'b';
    editor.answers = ['Retry Failed'];
    await press();
    await settle();
    expect(editor.shown[0]).toMatchObject({
      kind: 'warning',
      message: 'Redeployed 1 of 2 functions on Local in 0 ms: 1 failed (b: The build failed.).',
    });
    const [{ command, args } = { command: '', args: [] }] = editor.executed;
    expect(command).toBe('lambdaWorkbench.redeployAll');
    ran = [];
    failing = undefined;
    await press(args[0]);
    expect(ran).toEqual(['b']);
  });

  test('with links on several targets asks which, and on a protected one once more, by name', async () => {
    all = [linked('a'), linked('b', prodTarget), linked('c', prodTarget)];
    editor.answers = ['prod · eu-west-1', 'Redeploy 2 functions'];
    await press();
    expect(ran).toEqual(['b', 'c']);
    expect(editor.shown[0]).toMatchObject({
      message: 'Redeploy 2 functions on prod · eu-west-1?',
      detail: expect.stringContaining('Those whose code has changed are replaced at once: b, c'),
    });
  });

  test('offers what the project defines and the target has, unchosen; what it has not is passed over', async () => {
    const defined = (functionName: string) => ({
      kind: 'sam' as const,
      functionName,
      logicalId: functionName,
      place: { file: '/code/template.yaml', line: 1 },
      folder: `/code/${functionName}`,
      build: undefined,
      settings: {},
    });
    const functions = ['a', 'defined', 'elsewhere'].map(defined);
    scans = [{ root: '/code', functions, problems: [], definitionFiles: [], isCutOff: false }];
    world.local.lambda.put({ FunctionName: 'defined' });
    editor.answerMany = ['a', 'defined'];
    await press();
    expect(editor.picks[0]?.labels).toEqual(['a', 'b', 'defined']);
    expect(ran).toEqual(['a', 'defined']);
  });

  test('without a link says how to get one', async () => {
    all = [];
    await expect(press()).rejects.toThrow('No function is linked to a folder of this workspace yet.');
  });

  test('builds nothing in a workspace that nobody trusts', async () => {
    editor.isTrusted = false;
    await expect(press()).rejects.toThrow('Trust this workspace');
    expect(ran).toEqual([]);
  });
});
