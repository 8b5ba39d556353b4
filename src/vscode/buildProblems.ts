/** What builds complain about, in the Problems panel: per function, until its next build says otherwise. */

import { Diagnostic, type DiagnosticCollection, DiagnosticSeverity, languages, Range, Uri } from 'vscode';
import type { BuildProblem } from '../app/build/problems/buildProblem.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';

export class BuildProblems implements Disposable {
  readonly #shown: DiagnosticCollection = languages.createDiagnosticCollection('lambdaWorkbench');
  readonly #byFunction = new Map<string, readonly BuildProblem[]>();

  /** Replaces what was said of the function; an empty list takes it away. */
  show({ targetId, functionName }: FunctionKey, problems: readonly BuildProblem[]): void {
    const id = `${targetId}/${functionName}`;
    const before = this.#byFunction.get(id) ?? [];
    if (problems.length === 0) this.#byFunction.delete(id);
    else this.#byFunction.set(id, problems);
    for (const file of new Set([...before, ...problems].map((problem) => problem.file))) this.#draw(file);
  }

  dispose(): void {
    this.#shown.dispose();
  }

  /** Functions share files, and one problem is shown once whoever has it. */
  #draw(file: string): void {
    const here = new Map<string, BuildProblem>();
    for (const problem of [...this.#byFunction.values()].flat()) {
      if (problem.file !== file) continue;
      here.set(`${problem.line}:${problem.column}:${problem.message}`, problem);
    }
    this.#shown.set(Uri.file(file), here.size === 0 ? undefined : [...here.values()].map(diagnosticOf));
  }
}

function diagnosticOf({ line, column, endColumn, severity, message, code, source }: BuildProblem): Diagnostic {
  const [row, from] = [line - 1, column - 1];
  // Without an end, the word at the place is marked: the editor widens an empty range.
  const range = new Range(row, from, row, endColumn === undefined ? from : endColumn - 1);
  const level = severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
  const diagnostic = new Diagnostic(range, message, level);
  diagnostic.source = source;
  if (code !== undefined) diagnostic.code = code;
  return diagnostic;
}
