/** Events in text editors, with the editor's own JSON support and the schema that the manifest contributes. */

import assert from 'node:assert/strict';
import {
  type CompletionList,
  commands,
  languages,
  Position,
  Range,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { until } from './editorSupport.ts';

const eventText = `{
  "Records": [
    { "eventSource": "aws:sqs", "receiptHandle": 7, }
  ]
}`;

export function eventSchemaSuite(): void {
  describe('An event in a text editor', () => {
    it('is checked and completed by what it shows itself to be', async () => {
      const uri = Uri.from({ scheme: 'lambda-event', path: '/local/schema-of-events.json' });
      const document = await workspace.openTextDocument(uri);
      // Only what is on screen is checked.
      await window.showTextDocument(document);
      const edit = new WorkspaceEdit();
      edit.replace(uri, new Range(0, 0, document.lineCount, 0), eventText);
      await workspace.applyEdit(edit);
      await until('the check', () =>
        languages.getDiagnostics(uri).some(({ message }) => message.includes('Expected "string"')) ? true : undefined,
      );
      const inRecord = new Position(2, eventText.split('\n')[2]?.indexOf(', }') ?? 0).translate(0, 2);
      const { items } = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        inRecord,
      );
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('md5OfBody'), labels.join(', '));
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });
  });
}
