/** The invoke panel as a tab, and its event as a file. */

import assert from 'node:assert/strict';
import { commands, Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { createOnLocal, local, localTarget, tabs, until, workbench } from './editorSupport.ts';

const functionName = 'panel-echo';
const title = `${functionName} · Local`;

export function invokePanelSuite(): void {
  describe('Invoke panel', () => {
    before(async () => {
      await createOnLocal(
        functionName,
        'export const handler = async (event) => { console.log(event); return event; };',
      );
    });

    after(async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('opens once per function, titled by function and target', async () => {
      await commands.executeCommand('lambdaWorkbench.invoke', local(functionName));
      await commands.executeCommand('lambdaWorkbench.invoke', local(functionName));
      await until('its tab', () => (tabs(title).length > 0 ? true : undefined));
      assert.equal(tabs(title).length, 1);
    });

    it('keeps its event as a file: what is saved there is the draft, and survives closing the panel', async () => {
      const uri = Uri.from({ scheme: 'lambda-event', path: `/local/${functionName}.json` });
      const document = await workspace.openTextDocument(uri);
      assert.equal(document.languageId, 'json');
      const edit = new WorkspaceEdit();
      edit.replace(uri, new Range(0, 0, document.lineCount, 0), '{ "from": "the editor" }');
      await workspace.applyEdit(edit);
      assert.equal(await document.save(), true);
      await commands.executeCommand('workbench.action.closeAllEditors');
      await until('the panel to be gone', () => (tabs(title).length === 0 ? true : undefined));
      const bytes = await workspace.fs.readFile(uri);
      assert.equal(new TextDecoder().decode(bytes), '{ "from": "the editor" }');
    });

    it('invokes with its draft, and again by "Run Last Again"', async () => {
      await commands.executeCommand('lambdaWorkbench.invoke', local(functionName));
      const panel = (await workbench()).invokePanels.get(local(functionName));
      assert.ok(panel);
      await panel.invokeAgain();
      await until('the first line of the log', async () => ((await logged()) >= 1 ? true : undefined));
      await until('the end of the run', () => (panel.isRunning ? undefined : true));
      await commands.executeCommand('lambdaWorkbench.runLastAgain');
      await until('the second line of the log', async () => ((await logged()) >= 2 ? true : undefined));
      await until('the end of the run', () => (panel.isRunning ? undefined : true));
    });

    it('is found by a link, which runs nothing', async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
      const before = await logged();
      const link = Uri.parse(`vscode://lambda-workbench.lambda-workbench/function?target=local&name=${functionName}`);
      (await workbench()).openDeepLink(link);
      await until('its tab', () => (tabs(title).length === 1 ? true : undefined));
      assert.equal(await logged(), before);
      assert.equal(window.tabGroups.activeTabGroup.activeTab?.label, title);
    });
  });
}

/** How many times the handler said what it got from the editor. */
async function logged(): Promise<number> {
  const { logs } = await (await localTarget()).connect();
  const group = { logGroupName: `/aws/lambda/${functionName}` };
  const { events = [] } = await logs.filterLogEvents(group).catch(() => ({ events: [] }));
  return events.filter(({ message }) => message?.includes('the editor')).length;
}
