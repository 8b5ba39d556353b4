/** Lambda Logs: tailing a function by its command, and the log as a document. */

import assert from 'node:assert/strict';
import { commands, type DocumentLink, type DocumentSymbol, type Hover, type MarkdownString, window } from 'vscode';
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

    it('opens at the request that is meant', async () => {
      const { tail } = await workbench();
      const { sourceId, invocation } = tail.snapshot().invocations.at(-1) ?? assert.fail('No invocation is held');
      await commands.executeCommand('lambdaWorkbench.openLogsInEditor', { sourceId, key: invocation.key });
      const place = window.activeTextEditor?.selection.active;
      const line = place && window.activeTextEditor?.document.lineAt(place).text;
      assert.match(line ?? '', new RegExp(`^┌ .*${invocation.requestId}`));
    });

    it('has an outline, a way back to each request, and a word about each bar', async () => {
      const uri = window.activeTextEditor?.document.uri;
      const symbols = await until('the outline', async () => {
        const found = await commands.executeCommand<DocumentSymbol[] | undefined>(
          'vscode.executeDocumentSymbolProvider',
          uri,
        );
        return found && found.length > 0 ? found : undefined;
      });
      assert.match(symbols[0]?.name ?? '', new RegExp(`^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ${functionName}$`));
      assert.match(symbols[0]?.detail ?? '', /cold start/);
      const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', uri);
      assert.equal(links[0]?.target?.path, 'lambdaWorkbench.showRequest');
      const hovers = await commands.executeCommand<Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        symbols[0]?.selectionRange.start,
      );
      const texts = hovers.flatMap(({ contents }) => contents.map((content) => (content as MarkdownString).value));
      assert.match(texts.join(), /slowest request of this document/);
    });
  });
}
