/** What a developer is asked about test events: a name, which ones, whether to go on. */

import { window } from 'vscode';
import { testEventNameProblem } from '../../app/testEvents/testEventName.ts';
import { formatBytes } from '../../base/text.ts';
import type { ShareableEvent } from '../../lambda/shareableEvents.ts';

/** `undefined` when the developer thought better of it. */
export function askName(title: string, proposed: string, taken: readonly string[]): Promise<string | undefined> {
  const isTaken = (name: string) => taken.some((other) => other.toLowerCase() === name.toLowerCase());
  const question = window.showInputBox({
    title,
    prompt: 'Name of the test event: its file will have it too.',
    value: proposed,
    validateInput: (name) =>
      testEventNameProblem(name) ?? (isTaken(name) ? `There is a test event ${name} already.` : undefined),
  });
  return Promise.resolve(question);
}

/** A name like `name` that is free: `create-2`. */
export function freeName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((other) => other.toLowerCase()));
  let candidate = name;
  for (let number = 2; used.has(candidate.toLowerCase()); number += 1) candidate = `${name}-${number}`;
  return candidate;
}

/** Those that a file has the name of already are not chosen from the start: taking them replaces the file. */
export async function askWhichToImport(
  place: string,
  events: readonly ShareableEvent[],
  taken: readonly string[],
): Promise<readonly ShareableEvent[] | undefined> {
  const items = events.map((event) => ({
    label: event.name,
    description: formatBytes(Buffer.byteLength(JSON.stringify(event.value))),
    ...(taken.includes(event.name) ? { detail: 'Replaces the file of this name' } : {}),
    picked: !taken.includes(event.name),
    event,
  }));
  const chosen = await window.showQuickPick(items, {
    title: `Import Shareable Test Events from ${place}`,
    canPickMany: true,
    placeHolder: 'Test events to write into the workspace',
  });
  return chosen?.map(({ event }) => event);
}

export async function confirmed(message: string, detail: string, button: string): Promise<boolean> {
  return (await window.showWarningMessage(message, { modal: true, detail }, button)) === button;
}
