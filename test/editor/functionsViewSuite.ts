/** The Functions view on the real local service, and on a second target that a profile leads to. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { commands, languages, type TextDocument, WorkspaceEdit, window, workspace } from 'vscode';
import type { TreeNode } from '../../src/vscode/tree/nodes.ts';
import {
  answerOf,
  createOnLocal,
  dataFolder,
  inWorkspace,
  localTarget,
  row,
  rowTexts,
  until,
  workbench,
} from './editorSupport.ts';

const echo = 'export const handler = async (event) => ({ echo: event });';

export function functionsViewSuite(): void {
  describe('Functions view', () => {
    before(async () => {
      await createOnLocal('echo', echo, { TABLE: 'orders', API_KEY: 's3cret' });
      await commands.executeCommand('lambdaWorkbench.refresh');
    });

    it('shows Local with its port and the functions of the real service', async () => {
      const local = await row('Local');
      await row('echo', local);
      assert.match((await rowTexts())[0] ?? '', /^Local {2}127\.0\.0\.1:\d+ · 1 function$/);
      assert.match((await rowTexts(local))[0] ?? '', /^echo {2}nodejs22\.x · 128 MB · just now$/);
    });

    it('masks the values of environment variables until one is asked for', async () => {
      const environment = await row('Environment', await row('echo', await row('Local')));
      assert.deepEqual(await rowTexts(environment), ['API_KEY  ••••••••', 'TABLE  ••••••••']);
      await commands.executeCommand('lambdaWorkbench.showEnvironmentValue', await row('TABLE', environment));
      assert.deepEqual(await rowTexts(environment), ['API_KEY  ••••••••', 'TABLE  orders']);
    });

    it('edits the configuration in a checked document, and saving changes the function', async () => {
      const echoRow = await row('echo', await row('Local'));
      await commands.executeCommand('lambdaWorkbench.editConfiguration', echoRow);
      const document = await until('the document', () => window.activeTextEditor?.document);
      assert.equal(path.posix.basename(document.uri.path), 'echo.lambda.json');
      await rewrite(document, '"MemorySize": 128', '"MemorySize": 64');
      await until('the check', () =>
        languages.getDiagnostics(document.uri).some(({ message }) => message.includes('minimum of 128')),
      );
      assert.equal(await document.save(), false);
      assert.deepEqual(await rowTexts(await row('Local')), ['echo  nodejs22.x · 128 MB · just now']);

      await rewrite(document, '"MemorySize": 64', '"MemorySize": 256');
      const questions = await answering('Update echo', async () => assert.equal(await document.save(), true));
      assert.match(questions.join(), /MemorySize: 128 → 256/);
      assert.match((await rowTexts(await row('Local')))[0] ?? '', /^echo {2}nodejs22\.x · 256 MB/);
      await commands.executeCommand('workbench.action.closeActiveEditor');
    });

    it('publishes a version, points an alias at it, and shows both below the function', async () => {
      const echoRow = await row('echo', await row('Local'));
      await typing(['first'], () => commands.executeCommand('lambdaWorkbench.publishVersion', echoRow));
      const versions = await row('Versions', echoRow);
      await until('the version', async () => (await rowTexts(versions))[0]?.startsWith('1  first'));
      await typing(['live'], () => pointHere(versions));
      const aliases = await row('Aliases', echoRow);
      await until('the alias', async () => (await rowTexts(aliases))[0] === 'live  → 1');
      await answering('Delete echo:live', async () => {
        await commands.executeCommand('lambdaWorkbench.deleteQualifier', await row('live', aliases));
      });
      assert.deepEqual(await rowTexts(aliases), ['None']);
    });

    it('compares the deployed code with the linked folder in one editor of many files', async () => {
      await createOnLocal('greet', "export const handler = async () => 'Hallo';\n");
      await commands.executeCommand('lambdaWorkbench.refresh');
      const links = inWorkspace('.vscode', 'lambda-workbench.json');
      const before = existsSync(links) ? readFileSync(links, 'utf8') : undefined;
      const folder = inWorkspace('greet');
      mkdirSync(folder, { recursive: true });
      mkdirSync(path.dirname(links), { recursive: true });
      writeFileSync(path.join(folder, 'index.mjs'), "export const handler = async () => 'Hello';\n");
      const link = { functionName: 'greet', target: { kind: 'local' }, folder: 'greet', build: { kind: 'copy' } };
      writeFileSync(links, JSON.stringify({ links: [link] }));
      try {
        await commands.executeCommand('lambdaWorkbench.compareDeployedCode', await row('greet', await row('Local')));
        const labels = () => window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
        await until('the comparison', () => labels().some((label) => label.startsWith('greet: Local ↔ greet')));
        const shown = workspace.textDocuments.find(({ uri }) => uri.scheme === 'lambda-code');
        assert.match(shown?.getText() ?? '', /Hallo/);
      } finally {
        await commands.executeCommand('workbench.action.closeActiveEditor');
        rmSync(folder, { recursive: true, force: true });
        if (before === undefined) rmSync(links);
        else writeFileSync(links, before);
      }
    });

    it('lists again what is there after the service was killed', async () => {
      const pid = servicePid();
      assert.ok(pid);
      process.kill(pid, 'SIGKILL');
      await commands.executeCommand('lambdaWorkbench.refresh');
      // Until then the row is still there from before, and an invocation sent to the dead process is not sent again.
      await until('another process', () => (servicePid() ?? pid) !== pid);
      await row('echo', await row('Local'));
      assert.deepEqual(await answerOf('echo', { n: 1 }), { echo: { n: 1 } });
    });
  });

  describe('a profile with endpoint_url', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'editor-profile-'));
    const saved = { ...process.env };

    before(async () => {
      const { endpoint } = await (await localTarget()).connect();
      const keys = JSON.parse(readFileSync(path.join(dataFolder(), 'credentials.json'), 'utf8')) as {
        accessKeyId: string;
        secretAccessKey: string;
      };
      const file = path.join(folder, 'config');
      writeFileSync(
        file,
        `[profile second]\nregion = us-east-1\nendpoint_url = ${endpoint}\naws_access_key_id = ${keys.accessKeyId}\n` +
          `aws_secret_access_key = ${keys.secretAccessKey}\n`,
      );
      process.env['AWS_CONFIG_FILE'] = file;
      process.env['AWS_SHARED_CREDENTIALS_FILE'] = file;
      await (await workbench()).targets.add({ profile: 'second', region: 'us-east-1' });
    });

    after(async () => {
      await (await workbench()).targets.remove('second/us-east-1');
      for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) {
        if (saved[name] === undefined) delete process.env[name];
        else process.env[name] = saved[name];
      }
      rmSync(folder, { recursive: true, force: true });
    });

    it('is a target like any other: listed, opened, invoked', async () => {
      const second = await row('second · us-east-1');
      await row('echo', second);
      await until('the count of its functions', async () =>
        (await rowTexts()).some((text) => /^second · us-east-1 .* 2 functions$/.test(text)),
      );
      assert.deepEqual(await answerOf('echo', { n: 2 }, 'second/us-east-1'), { echo: { n: 2 } });
    });
  });
}

/** Of the process that serves now; `undefined` while it is being replaced. */
function servicePid(): number | undefined {
  try {
    return (JSON.parse(readFileSync(path.join(dataFolder(), 'service.json'), 'utf8')) as { pid: number }).pid;
  } catch {
    return undefined;
  }
}

async function pointHere(versions: TreeNode): Promise<void> {
  await commands.executeCommand('lambdaWorkbench.pointAliasHere', await row('1', versions));
}

async function rewrite(document: TextDocument, before: string, after: string): Promise<void> {
  const offset = document.getText().indexOf(before);
  assert.ok(offset >= 0, document.getText());
  const edit = new WorkspaceEdit();
  const place = document.getWordRangeAtPosition(document.positionAt(offset), /.+/);
  assert.ok(place);
  const line = document.getText(place);
  edit.replace(document.uri, place, line.replace(before, after));
  await workspace.applyEdit(edit);
}

/** Chooses the button in every question that comes meanwhile; answers what was asked. The editor shows no dialogs to tests. */
async function answering(button: string, act: () => Promise<void>): Promise<readonly string[]> {
  const asked: string[] = [];
  const ask = window.showWarningMessage;
  const answer = async (message: string, options: { readonly detail?: string }) => {
    asked.push(`${message}\n${options.detail ?? ''}`);
    return button;
  };
  Object.assign(window, { showWarningMessage: answer });
  try {
    await act();
    return asked;
  } finally {
    Object.assign(window, { showWarningMessage: ask });
  }
}

/** Types the texts into the input boxes that come meanwhile, in order. */
async function typing(texts: readonly string[], act: () => Thenable<unknown>): Promise<void> {
  const ask = window.showInputBox;
  const left = [...texts];
  Object.assign(window, { showInputBox: async () => left.shift() });
  try {
    await act();
  } finally {
    Object.assign(window, { showInputBox: ask });
  }
}
