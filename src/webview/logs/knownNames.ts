/** What the filter may ask for by name: the tailed functions, their targets, and the fields of the newest JSON lines. */

import { fieldPaths, type KnownNames } from '../../lambda/logFilterCompletion.ts';
import type { LogStore } from './logStore.ts';

const linesLookedAt = 500;

export function knownNames(store: LogStore): KnownNames {
  const fields = new Set<string>();
  const end = store.firstNumber + store.lineCount;
  for (let number = Math.max(store.firstNumber, end - linesLookedAt); number < end; number += 1) {
    const line = store.line(number)?.line;
    if (line?.kind === 'application' && line.json) for (const path of fieldPaths(line.json)) fields.add(path);
  }
  return {
    functions: [...new Set(store.sources.map(({ functionName }) => functionName))],
    targets: [...new Set(store.sources.map(({ targetLabel }) => targetLabel))],
    fields: [...fields],
  };
}
