/** Reads what cargo writes with `--message-format=json`: rustc's diagnostics, one to a line, and its own errors in words. */

import { asNumber, asObject, asText, parseJsonObject } from '../../../base/json.ts';
import { type BuildProblem, placeIn, withoutRepetition } from './buildProblem.ts';

/** `folder` is the root of the cargo workspace: rustc names files relative to that. */
export function cargoProblems(output: string, folder: string): readonly BuildProblem[] {
  const diagnostics = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => diagnosticOf(parseJsonObject(line), folder) ?? []);
  return withoutRepetition([...diagnostics, ...manifestProblems(output, folder)]);
}

function diagnosticOf(line: ReturnType<typeof parseJsonObject>, folder: string): BuildProblem | undefined {
  const diagnostic = asObject(line?.['message']);
  const level = diagnostic?.['level'];
  if (line?.['reason'] !== 'compiler-message' || (level !== 'error' && level !== 'warning')) return undefined;
  const spans = Array.isArray(diagnostic?.['spans']) ? diagnostic['spans'].map(asObject) : [];
  const span = spans.find((candidate) => candidate?.['is_primary'] === true);
  const file = asText(span?.['file_name']);
  if (file === undefined) return undefined;
  const label = asText(span?.['label']);
  const code = asText(asObject(diagnostic?.['code'])?.['code']);
  const place = placeIn(folder, {
    file,
    line: numberText(span?.['line_start']),
    column: numberText(span?.['column_start']),
  });
  const endColumn = asNumber(span?.['column_end']);
  const isOneLine = span?.['line_start'] === span?.['line_end'];
  return {
    ...place,
    ...(endColumn === undefined || !isOneLine ? {} : { endColumn }),
    severity: level,
    message: [asText(diagnostic?.['message']) ?? '', label].filter((text) => text !== undefined).join(': '),
    ...(code === undefined ? {} : { code }),
    source: 'rustc',
  };
}

/** What is wrong with a manifest is told in words, with an arrow to the place; and everything is where cargo lambda passes it on. */
function manifestProblems(output: string, folder: string): readonly BuildProblem[] {
  return [...output.matchAll(/^error(?:\[(E\d+)\])?: (.+)\n\s*--> (.+?):(\d+):(\d+)$/gm)].map(
    ([, code, message = '', file = '', line, column]) => ({
      ...placeIn(folder, { file, line, column }),
      severity: 'error',
      message,
      ...(code === undefined ? {} : { code }),
      source: code === undefined ? 'cargo' : 'rustc',
    }),
  );
}

function numberText(value: unknown): string | undefined {
  return asNumber(value)?.toString();
}
