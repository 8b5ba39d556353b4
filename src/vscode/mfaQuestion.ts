/** Asks for the code of an MFA device, one question after the other: a second one would close the first. */

import { window } from 'vscode';
import { messages } from './messages.ts';

let lastQuestion: Promise<unknown> = Promise.resolve();

/** Rejects when the question is dismissed. */
export function askForMfaCode(serialNumber: string): Promise<string> {
  const asked = lastQuestion.then(() => ask(serialNumber));
  lastQuestion = asked.catch(() => {});
  return asked;
}

async function ask(serialNumber: string): Promise<string> {
  const code = await window.showInputBox({
    title: 'MFA Code',
    prompt: serialNumber,
    placeHolder: 'Six digits',
    ignoreFocusOut: true,
    validateInput: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : 'The code of an MFA device has six digits.'),
  });
  if (code === undefined) throw messages.noMfaCode(serialNumber);
  return code.trim();
}
