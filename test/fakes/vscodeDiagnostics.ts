/** The fake editor's Problems panel. */

import type { Range, Uri } from './vscodeValues.ts';

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 } as const;

export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity: number;
  source: string | undefined;
  code: string | undefined;
  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

export class FakeDiagnosticCollection {
  readonly #problems: Map<string, readonly Diagnostic[]>;
  constructor(problems: Map<string, readonly Diagnostic[]>) {
    this.#problems = problems;
  }
  set(uri: Uri, diagnostics: readonly Diagnostic[] | undefined): void {
    if (diagnostics === undefined) this.#problems.delete(uri.toString());
    else this.#problems.set(uri.toString(), diagnostics);
  }
  dispose(): void {
    this.#problems.clear();
  }
}
