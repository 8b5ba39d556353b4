/** Redeploy through its command: the linked folder, the editor's unsaved text, and the function that answers. */

import assert from 'node:assert/strict';
import { commands, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { answerOf, createOnLocal, inWorkspace, local, localTarget } from './editorSupport.ts';

const functionName = 'hello-ts';

export function redeploySuite(): void {
  describe('Redeploy', () => {
    before(async () => {
      await createOnLocal(functionName, 'export const handler = async () => ({ message: "old" });');
    });

    after(async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    async function revision(): Promise<string | undefined> {
      const { lambda } = await (await localTarget()).connect();
      return (await lambda.getFunctionConfiguration({ FunctionName: functionName })).RevisionId;
    }

    it('builds the linked folder and updates the function', async () => {
      await commands.executeCommand('lambdaWorkbench.redeploy', local(functionName));
      const answer = (await answerOf(functionName, { name: 'Ada' })) as { message: string };
      assert.equal(answer.message, 'Hello, Ada!');
    });

    it('leaves a function alone whose code is the same', async () => {
      const before = await revision();
      await commands.executeCommand('lambdaWorkbench.redeploy', local(functionName));
      assert.equal(await revision(), before);
    });

    it('deploys what the editor shows: the handler is saved first, and its file tells the function', async () => {
      const document = await workspace.openTextDocument(Uri.file(inWorkspace('hello-ts', 'src', 'index.ts')));
      await window.showTextDocument(document);
      const edit = new WorkspaceEdit();
      const at = document.positionAt(document.getText().indexOf('Hello, '));
      edit.insert(document.uri, at, 'Good morning. ');
      assert.equal(await workspace.applyEdit(edit), true);
      assert.equal(document.isDirty, true);
      await commands.executeCommand('lambdaWorkbench.redeploy');
      assert.equal(document.isDirty, false);
      const answer = (await answerOf(functionName, { name: 'Ada' })) as { message: string };
      assert.equal(answer.message, 'Good morning. Hello, Ada!');
    });

    it('brings back what the redeploy replaced', async () => {
      await commands.executeCommand('lambdaWorkbench.undoRedeploy', local(functionName));
      const answer = (await answerOf(functionName, { name: 'Ada' })) as { message: string };
      assert.equal(answer.message, 'Hello, Ada!');
      await commands.executeCommand('lambdaWorkbench.undoRedeploy', local(functionName));
      assert.deepEqual(await answerOf(functionName, {}), { message: 'old' });
    });
  });
}
