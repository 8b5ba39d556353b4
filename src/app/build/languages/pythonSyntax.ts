/** Has Python read sources without running them: what it refuses would fail at the first cold start. */

import { asNumber, asObject, asText } from '../../../base/json.ts';
import type { BuildContext } from '../buildContext.ts';
import { runTool } from '../buildTools.ts';
import type { BuildProblem } from '../problems/buildProblem.ts';

/** Bytes, so that a file's own declaration of its encoding counts. */
const script = `
import json, sys, warnings
warnings.simplefilter("ignore")
for name in sys.argv[1:]:
    try:
        with open(name, "rb") as file:
            compile(file.read(), name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        get = lambda member: getattr(error, member, None)
        print(json.dumps([name, get("lineno"), get("offset"), get("end_lineno"), get("end_offset"), get("msg") or str(error)]))
`;
/** Command lines have an end; Windows has the shortest. */
const atOnce = 100;

export async function pythonSyntaxProblems(
  context: BuildContext,
  python: string,
  files: readonly string[],
): Promise<readonly BuildProblem[]> {
  const problems: BuildProblem[] = [];
  for (let at = 0; at < files.length; at += atOnce) {
    const run = await runTool(context, {
      command: python,
      arguments: ['-S', '-B', '-c', script, ...files.slice(at, at + atOnce)],
      deadlineMs: 120_000,
      onOutput: () => {},
    });
    problems.push(...parsePythonSyntax(run.stdout));
  }
  return problems;
}

/** A line each: `[file, line, column, end line, end column, message]`, counted from 1. */
export function parsePythonSyntax(output: string): readonly BuildProblem[] {
  return output.split('\n').flatMap((text): readonly BuildProblem[] => {
    const [file, line, column, endLine, endColumn, message] = parsedList(text);
    const name = asText(file);
    if (name === undefined) return [];
    const end = endLine === line ? asNumber(endColumn) : undefined;
    const begin = Math.max(1, asNumber(column) ?? 1);
    return [
      {
        file: name,
        line: Math.max(1, asNumber(line) ?? 1),
        column: begin,
        ...(end === undefined || end <= begin ? {} : { endColumn: end }),
        severity: 'error',
        message: asText(message) ?? 'invalid syntax',
        source: 'python',
      },
    ];
  });
}

function parsedList(text: string): readonly unknown[] {
  if (!text.startsWith('[')) return [];
  const parsed = asObject({ list: JSON.parse(text) })?.['list'];
  return Array.isArray(parsed) ? parsed : [];
}
