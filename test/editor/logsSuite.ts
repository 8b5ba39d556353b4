/** Lambda Logs: tailing a function by its command, and the log as a document. */

import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import { answerOf, createOnLocal, local, until, workbench } from './editorSupport.ts';

const functionName = 'tailed-echo';

export function logsSuite(): void {
  describe('Lambda Logs', () => {
    before(async () => {
      await createOnLocal(functionName, 'export const handler = async () => { console.log("said something"); };');
    });

    after(async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('follows a function from its command on, and knows a cold start', async () => {
      await commands.executeCommand('lambdaWorkbench.tailLogs', local(functionName));
      const { tail } = await workbench();
      assert.deepEqual(
        tail.sources.map((source) => [source.functionName, source.targetLabel]),
        [[functionName, 'Local']],
      );
      await answerOf(functionName, {});
      const { invocation } = await until('the invocation in the log', () =>
        tail.snapshot().invocations.find((seen) => seen.invocation.report !== undefined),
      );
      assert.equal(typeof invocation.report?.initDurationMs, 'number');
    });

    it('opens as a read-only document in the language lambda-log', async () => {
      await commands.executeCommand('lambdaWorkbench.openLogsInEditor');
      const document = window.activeTextEditor?.document;
      assert.equal(document?.languageId, 'lambda-log');
      assert.equal(document?.uri.scheme, 'lambda-log');
      assert.match(document?.getText() ?? '', /said something/);
    });
  });
}
