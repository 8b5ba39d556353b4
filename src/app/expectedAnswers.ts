/** The answer that a test event is expected to bring: a file beside the event's, `NAME.expected.json`. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from './atomicFile.ts';
import type { TestEventFolder } from './testEvents/testEventFolder.ts';
import { expectedSuffix } from './testEvents/testEventName.ts';

/** As it was saved; `undefined` where none was. */
export async function readExpectedAnswer(folder: TestEventFolder, testEventName: string): Promise<string | undefined> {
  try {
    return (await readFile(fileOf(folder, testEventName), 'utf8')).trimEnd();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** JSON is written with a line for each member, so that a review shows what changed; other text as it is. */
export async function writeExpectedAnswer(folder: TestEventFolder, testEventName: string, text: string): Promise<void> {
  await replaceFile(fileOf(folder, testEventName), `${laidOut(text).trimEnd()}\n`);
}

/** Throws `HumanError` for a name that no test event has. */
function fileOf(folder: TestEventFolder, testEventName: string): string {
  const { dir, name } = path.parse(folder.fileOf(testEventName));
  return path.join(dir, `${name}${expectedSuffix}.json`);
}

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
