/** Hides what is secret of one function: the environment values of all its versions, and the fields that the setting marks. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import type { FunctionCatalog } from '../functionCatalog.ts';
import { type Masker, maskerOf } from './masking.ts';

type KnownFunctions = Pick<FunctionCatalog, 'find' | 'versions'>;

/** `undefined` where an environment cannot be read: what its secrets are is not known then. */
export async function runMasker(
  catalog: KnownFunctions,
  { targetId, functionName }: FunctionKey,
  markedFields: readonly string[],
): Promise<Masker | undefined> {
  const latest = catalog.find(targetId, functionName);
  if (latest === undefined) return undefined;
  // Without the permission to list versions, the newest code's environment has to do.
  const versions = await catalog.versions(targetId, functionName).catch(() => []);
  const all: readonly FunctionConfiguration[] = [latest, ...versions];
  if (all.some(({ Environment }) => Environment?.Error !== undefined)) return undefined;
  return maskerOf({ environments: all.map(({ Environment }) => Environment?.Variables ?? {}), markedFields });
}
