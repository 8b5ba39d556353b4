/** What differs between two states of a configuration: as the request that makes the one into the other, and as lines to read. */

import { isDeepStrictEqual } from 'node:util';
import type { UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import { asObject } from '../base/json.ts';
import { type ConfigurationMember, configurationMembers, type EditedConfiguration } from './configurationDocument.ts';

/** Members of `after` that are not as in `before`. What `after` leaves out stays as it is. */
export function changedMembers(
  before: EditedConfiguration,
  after: EditedConfiguration,
): readonly ConfigurationMember[] {
  return configurationMembers.filter(
    (member) => after[member] !== undefined && !isDeepStrictEqual(before[member], after[member]),
  );
}

/** The members that change and no others, guarded by the revision that was looked at. */
export function updateRequest(
  functionName: string,
  before: EditedConfiguration,
  after: EditedConfiguration,
  revisionId: string | undefined,
): UpdateFunctionConfigurationCommandInput {
  const changed = Object.fromEntries(changedMembers(before, after).map((member) => [member, after[member]]));
  return { FunctionName: functionName, ...changed, ...(revisionId === undefined ? {} : { RevisionId: revisionId }) };
}

/** One line for each value that changes: `MemorySize: 128 → 256`, `Environment.Variables.TABLE: added`. */
export function changeLines(before: EditedConfiguration, after: EditedConfiguration): readonly string[] {
  return changedMembers(before, after).flatMap((member) => linesOf(member, before[member], after[member]));
}

function linesOf(path: string, before: unknown, after: unknown): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [from, to] = [asObject(before), asObject(after)];
  if (to !== undefined && (from !== undefined || before === undefined)) {
    const names = [...new Set([...Object.keys(from ?? {}), ...Object.keys(to)])];
    return names.flatMap((name) => linesOf(`${path}.${name}`, from?.[name], to[name]));
  }
  // A dialog may be on a shared screen: values of variables are seen in the document only.
  if (path.startsWith('Environment.Variables.')) return [`${path}: ${verb(before, after)}`];
  if (Array.isArray(before) || Array.isArray(after)) return listLines(path, asList(before), asList(after));
  return [`${path}: ${shown(before)} → ${shown(after)}`];
}

function verb(before: unknown, after: unknown): string {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

function listLines(path: string, before: readonly unknown[], after: readonly unknown[]): readonly string[] {
  const added = after.filter((item) => !before.includes(item)).map((item) => `${path}: + ${shown(item)}`);
  const removed = before.filter((item) => !after.includes(item)).map((item) => `${path}: − ${shown(item)}`);
  const lines = [...removed, ...added];
  return lines.length === 0 ? [`${path}: order changed`] : lines;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shown(value: unknown): string {
  if (value === undefined || value === '') return '(none)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
