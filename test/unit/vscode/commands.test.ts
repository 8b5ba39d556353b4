import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Drafts, emptyIntent } from '../../../src/app/drafts.ts';
import type { LocalServiceHost } from '../../../src/app/localServiceHost.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import type { CommandId } from '../../../src/protocol/commandTable.ts';
import { addConnection } from '../../../src/vscode/commands/addConnection.ts';
import { removeConnection, type SignInDoor, signIn } from '../../../src/vscode/commands/connections.ts';
import {
  cliCommand,
  copyArn,
  copyName,
  copyShellEnvironment,
  shellLines,
} from '../../../src/vscode/commands/copies.ts';
import { deleteFunction } from '../../../src/vscode/commands/deleteFunction.ts';
import { localServiceCommands } from '../../../src/vscode/commands/localService.ts';
import { openInConsole } from '../../../src/vscode/commands/openInConsole.ts';
import { type CommandHandler, CommandRegistry } from '../../../src/vscode/commands/registry.ts';
import { filterFunctions } from '../../../src/vscode/commands/viewCommands.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import type { InvokePanels } from '../../../src/vscode/panels/invokePanels.ts';
import { detailNode, NodeCache } from '../../../src/vscode/tree/nodes.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, fakeLog, openEditorWorld, prodAccount, runningLocally } from './editorWorld.ts';

let world: EditorWorld;
const nodes = new NodeCache();
const prodRow = nodes.target('prod/eu-west-1');
const prodFunction = nodes.function('prod/eu-west-1', 'orders-api');

beforeEach(() => {
  world = openEditorWorld();
});

afterEach(() => {
  world.owned.dispose();
});

describe('the command edge', () => {
  const run = (handler: CommandHandler) => {
    const handlers = { 'lambdaWorkbench.openLog': handler } as unknown as Record<CommandId, CommandHandler>;
    return new CommandRegistry(handlers, new Notify(fakeLog().log)).run('lambdaWorkbench.openLog', []);
  };

  test('shows an error that a person can act on once, with its button, which runs its command', async () => {
    editor.answers = ['Open Folder'];
    await run(() => {
      throw new HumanError('No folder is open.', {
        action: { label: 'Open Folder', command: 'workbench.action.files.openFolder', arguments: [1] },
      });
    });
    await settle();
    expect(editor.shown).toEqual([
      { kind: 'error', message: 'No folder is open.', detail: undefined, buttons: ['Open Folder'] },
    ]);
    expect(editor.executed).toEqual([{ command: 'workbench.action.files.openFolder', args: [1] }]);
  });

  test('a row that was being drawn again when it was clicked is not taken for a command without one', async () => {
    const handled: unknown[] = [];
    const handlers = { 'lambdaWorkbench.openLog': (argument: unknown) => handled.push(argument) };
    const registry = new CommandRegistry(
      handlers as unknown as Record<CommandId, CommandHandler>,
      new Notify(fakeLog().log),
    );
    await registry.run('lambdaWorkbench.openLog', [undefined, undefined]);
    expect([handled, editor.shown.map(({ message }) => message)]).toEqual([
      [],
      ['The rows were just being drawn again, and the one you chose got lost. Nothing was done: choose it again.'],
    ]);
    await registry.run('lambdaWorkbench.openLog', []);
    await registry.run('lambdaWorkbench.openLog', [prodFunction, undefined]);
    expect(handled).toEqual([undefined, prodFunction]);
  });

  test('says nothing when something was cancelled', async () => {
    await run(() => Promise.reject(new DOMException('stopped', 'AbortError')));
    expect(editor.shown).toEqual([]);
  });

  test('shows a bug with the way to the log, where it is with its stack', async () => {
    const { log, written, shows } = fakeLog();
    const handlers = {
      'lambdaWorkbench.openLog': () => {
        throw new TypeError('x is undefined');
      },
    } as unknown as Record<CommandId, CommandHandler>;
    editor.answers = ['Show Log'];
    await new CommandRegistry(handlers, new Notify(log)).run('lambdaWorkbench.openLog', []);
    await settle();
    expect(editor.shown[0]).toMatchObject({ kind: 'error', buttons: ['Show Log'] });
    expect(written[0]).toBeInstanceOf(TypeError);
    expect(shows()).toBe(1);
  });
});

describe('Add AWS Connection', () => {
  const choices = {
    profiles: async () => [
      { name: 'dev', region: 'eu-central-1', endpointUrl: undefined, kind: 'sso' as const },
      { name: 'local', region: undefined, endpointUrl: 'http://127.0.0.1:4566', kind: 'static' as const },
    ],
    regions: async () => [
      { code: 'us-east-1', place: 'N. Virginia' },
      { code: 'eu-central-1', place: 'Frankfurt' },
    ],
  };

  test('goes from the profile to its Region and remembers the connection', async () => {
    editor.answers = ['dev'];
    const done = addConnection(world.targets, choices)();
    await settle();
    const [regions] = editor.quickPicks;
    expect(regions?.items.map(({ label }) => label)).toEqual(['eu-central-1', 'us-east-1']);
    regions?.accept('eu-central-1');
    await done;
    expect(world.settings.read()).toContainEqual({ profile: 'dev', region: 'eu-central-1' });
  });

  test('takes a Region that is typed', async () => {
    editor.answers = ['dev'];
    const done = addConnection(world.targets, choices)();
    await settle();
    editor.quickPicks[0]?.type('eu-south-9');
    editor.quickPicks[0]?.accept('eu-south-9');
    await done;
    expect(world.settings.read()).toContainEqual({ profile: 'dev', region: 'eu-south-9' });
  });

  test('Escape changes nothing', async () => {
    editor.answers = ['dev'];
    const done = addConnection(world.targets, choices)();
    await settle();
    editor.quickPicks[0]?.hide();
    await done;
    expect(world.settings.read()).toEqual([{ profile: 'prod', region: 'eu-west-1' }]);
  });

  test('without a profile it says how to make one', async () => {
    const none = addConnection(world.targets, { ...choices, profiles: async () => [] });
    await expect(none()).rejects.toThrow('aws configure');
  });
});

describe('connections', () => {
  test('Remove Connection takes the row away, and never Local', async () => {
    await removeConnection(world.targets)(prodRow);
    expect(world.targets.list().map(({ id }) => id)).toEqual(['local']);
    await expect(async () => removeConnection(world.targets)(nodes.target('local'))).rejects.toThrow(HumanError);
  });

  describe('Sign In', () => {
    const command = (door: Partial<SignInDoor>) =>
      signIn({
        targets: world.targets,
        accounts: world.accounts,
        view: world.view,
        loadSignIn: async () => ({ signInKindOf: async () => ({ kind: 'sso' }), signInBySso: async () => {}, ...door }),
      });

    test('opens the browser with its code, and lists again once that is confirmed', async () => {
      await command({
        async signInBySso(profile, openPage) {
          expect(profile).toBe('prod');
          await openPage({ url: 'https://device.example.com/ABCD', code: 'ABCD' });
        },
      })('prod · eu-west-1');
      expect(editor.external).toEqual(['https://device.example.com/ABCD']);
      expect(editor.progress[0]?.messages).toEqual(['compare and confirm the code ABCD in the browser']);
      await settle();
      expect(world.prod.lambda.callsOf('listFunctions')).toHaveLength(1);
    });

    test('says nothing when it was cancelled, and what went wrong otherwise', async () => {
      const waiting = command({
        signInBySso: (_, __, signal) =>
          new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      })('prod · eu-west-1');
      await settle();
      editor.progress[0]?.cancel();
      await waiting;
      const refused = command({ signInBySso: () => Promise.reject(new Error('refused in the browser')) });
      await expect(refused('prod · eu-west-1')).rejects.toThrow('refused in the browser');
      expect(world.prod.lambda.calls).toEqual([]);
    });

    test('of the CLI’s own login runs the CLI without a shell, and lists again when its terminal closes', async () => {
      await command({ signInKindOf: async () => ({ kind: 'login' }) })('prod · eu-west-1');
      expect(editor.terminals[0]).toMatchObject({ shellPath: 'aws', shellArgs: ['login', '--profile', 'prod'] });
      expect(world.prod.lambda.calls).toEqual([]);
      editor.terminals[0]?.close();
      await settle();
      expect(world.prod.lambda.callsOf('listFunctions')).toHaveLength(1);
    });

    test('of a profile with keys says that there is nothing to sign in to', async () => {
      const keys = command({ signInKindOf: async () => ({ kind: 'none' }) });
      await expect(keys('prod · eu-west-1')).rejects.toThrow('nothing to sign in to');
    });
  });
});

describe('Delete', () => {
  const panels = { get: () => undefined } as unknown as InvokePanels;
  const run = (row: unknown) => deleteFunction(world.targets, world.catalog, world.accounts, panels)(row);

  beforeEach(() => {
    world.local.lambda.put({ FunctionName: 'orders-api' });
    world.prod.lambda.put({ FunctionName: 'orders-api' });
  });

  test('asks by name, and does nothing when declined', async () => {
    editor.answers = [undefined];
    await run(nodes.function('local', 'orders-api'));
    expect(editor.shown[0]).toMatchObject({
      message: 'Delete orders-api from Local?',
      buttons: ['Delete orders-api'],
    });
    expect(world.local.lambda.get('orders-api')).toBeDefined();
  });

  test('deletes once confirmed', async () => {
    editor.answers = ['Delete orders-api'];
    await run(nodes.function('local', 'orders-api'));
    expect(world.local.lambda.get('orders-api')).toBeUndefined();
  });

  test('wants the name typed on a protected target', async () => {
    editor.answers = ['orders'];
    await run(prodFunction);
    expect(world.prod.lambda.get('orders-api')).toBeDefined();
    editor.answers = ['orders-api'];
    await run(prodFunction);
    expect(world.prod.lambda.get('orders-api')).toBeUndefined();
  });
});

describe('copies', () => {
  test('the ARN of a function, of an alias', async () => {
    world.prod.lambda.put({ FunctionName: 'orders-api' });
    world.catalog.functions('prod/eu-west-1');
    await settle();
    await copyArn(world.catalog)(prodFunction);
    expect(editor.clipboard).toBe(`arn:aws:lambda:eu-west-1:${prodAccount}:function:orders-api`);
    const group = nodes.group(prodFunction, 'aliases');
    await copyArn(world.catalog)(
      detailNode(group, { kind: 'alias', name: 'live', description: '', arn: 'arn:of:live' }),
    );
    expect(editor.clipboard).toBe('arn:of:live');
    await copyName()(prodFunction);
    expect(editor.clipboard).toBe('orders-api');
  });

  test('the AWS CLI command invokes with the panel’s event, quoted for a shell', async () => {
    const drafts = new Drafts(new MemoryStore());
    await drafts.write(
      { targetId: 'local', functionName: 'greet' },
      { ...emptyIntent, eventText: `{"name":"O'Hara"}` },
    );
    const payload = drafts.read({ targetId: 'local', functionName: 'greet' })?.eventText ?? '';
    expect(cliCommand(world.prod, 'greet', payload)).toBe(
      'aws lambda invoke --function-name greet --profile prod --region eu-west-1 ' +
        `--cli-binary-format raw-in-base64-out --payload '{"name":"O'\\''Hara"}' /dev/stdout`,
    );
    expect(cliCommand(world.local, 'greet', '{}')).not.toContain('--profile');
  });

  test('the environment for a shell points every AWS tool at Local', async () => {
    if (runningLocally.state !== 'running') throw new Error('not running');
    const { ready } = runningLocally;
    const host = { ensureRunning: async () => ready } as unknown as LocalServiceHost;
    const { log } = fakeLog();
    const { targets, local, trust } = world;
    const options = { targets, host, local, trust, notify: new Notify(log), isWindows: false };
    await copyShellEnvironment(options)(nodes.target('local'));
    expect(editor.clipboard.split('\n')).toEqual([
      'export AWS_ENDPOINT_URL=http://127.0.0.1:9311',
      'export AWS_REGION=us-east-1',
      'export AWS_DEFAULT_REGION=us-east-1',
      'export AWS_ACCESS_KEY_ID=LOCAL',
      'export AWS_SECRET_ACCESS_KEY=secret',
      '',
    ]);
    await copyShellEnvironment(options)(prodRow);
    expect(editor.clipboard).toBe(
      'export AWS_PROFILE=prod\nexport AWS_REGION=eu-west-1\nexport AWS_DEFAULT_REGION=eu-west-1\n',
    );
  });

  test('PowerShell gets its own lines', () => {
    expect(shellLines({ A: "it's" }, true)).toBe("$env:A = 'it''s'\n");
  });
});

test('Open in AWS Console says so where there is none', async () => {
  await expect(openInConsole(world.targets)(prodFunction)).rejects.toThrow('AWS console does not show');
});

describe('the local service', () => {
  const commandsOn = (host: Partial<LocalServiceHost>) =>
    localServiceCommands({
      host: host as LocalServiceHost,
      local: world.local,
      view: world.view,
      trust: world.trust,
      notify: new Notify(fakeLog().log),
    });

  test('Reset asks first, because everything on Local goes', async () => {
    let resets = 0;
    const { reset } = commandsOn({
      reset: async () => {
        resets += 1;
      },
    });
    editor.answers = [undefined];
    await reset();
    expect([resets, editor.shown[0]?.buttons]).toEqual([0, ['Reset Local Service']]);
    editor.answers = ['Reset Local Service'];
    await reset();
    expect(resets).toBe(1);
  });

  test('nothing is started in an untrusted workspace', async () => {
    editor.isTrusted = false;
    const { start, restart } = commandsOn({});
    await expect(start()).rejects.toThrow('Trust this workspace');
    await expect(restart()).rejects.toThrow('Trust this workspace');
  });
});

test('the filter follows the typing, and Escape brings back what was there', async () => {
  world.view.setFilter('before');
  const done = filterFunctions(world.view)();
  const [input] = editor.inputs;
  input?.type('orders');
  expect(world.view.filter).toBe('orders');
  input?.hide();
  await done;
  expect(world.view.filter).toBe('before');
});
