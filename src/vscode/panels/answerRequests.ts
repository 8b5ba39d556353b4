/** Does with an answer what the invoke panel's view asks: writes it to a file, runs what a refusal offers. */

import { commands, Uri, window, workspace } from 'vscode';
import { plainFileName } from '../../app/plainFileName.ts';
import type { Target } from '../../app/target.ts';
import type { AnswerRequests } from '../../protocol/answerActions.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { RefusalCommand } from '../../protocol/invokePanel.ts';

export const answerRequests: HandlersFor<AnswerRequests> = {
  saveAnswer: async ({ suggestedName, content, encoding }) => {
    const file = await window.showSaveDialog({ defaultUri: proposedFile(suggestedName), title: 'Save Answer' });
    if (file === undefined) return { isSaved: false };
    await workspace.fs.writeFile(file, Buffer.from(content, encoding));
    return { isSaved: true };
  },
};

/** Runs what the refused run offered. */
export function runRefusalAction(command: RefusalCommand, target: Target): void {
  const id = `lambdaWorkbench.${command}` satisfies CommandId;
  void commands.executeCommand(id, ...(command === 'signIn' || command === 'restartLocalService' ? [target.id] : []));
}

/** The name may come from the function's answer: only a question's proposal, and never more than a name. */
function proposedFile(name: string): Uri {
  const safe = plainFileName(name, 'answer');
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder ? Uri.joinPath(folder, safe) : Uri.file(safe);
}
