/** The shared test event of a function (`.lambda/events/FUNCTION/default.json`), for a panel that has no draft yet. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isFunctionName } from '../lambda/names.ts';

export async function firstEvent(roots: readonly string[], functionName: string): Promise<string | undefined> {
  if (!isFunctionName(functionName)) return undefined;
  for (const root of roots) {
    const file = path.join(root, '.lambda', 'events', functionName, 'default.json');
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return text.trimEnd();
  }
  return undefined;
}
