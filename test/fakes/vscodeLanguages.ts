/** The fake editor's languages: what providers were registered, documents with text, and marks in their editors. */

import { Emitter } from '../../src/base/event.ts';
import type { Diagnostic } from './vscodeDiagnostics.ts';
import type { MarkdownString, Range, Uri } from './vscodeValues.ts';

interface Position {
  readonly line: number;
  readonly character: number;
}

export class DocumentLink {
  tooltip: string | undefined;
  readonly range: Range;
  readonly target: Uri;
  constructor(range: Range, target: Uri) {
    this.range = range;
    this.target = target;
  }
}

export class DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: number;
  readonly range: Range;
  readonly selectionRange: Range;
  constructor(name: string, detail: string, kind: number, range: Range, selectionRange: Range) {
    this.name = name;
    this.detail = detail;
    this.kind = kind;
    this.range = range;
    this.selectionRange = selectionRange;
  }
}

interface LensCommand {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

export class CodeLens {
  readonly range: Range;
  readonly command: LensCommand;
  constructor(range: Range, command: LensCommand) {
    this.range = range;
    this.command = command;
  }
}

export class Hover {
  readonly contents: MarkdownString;
  readonly range: Range;
  constructor(contents: MarkdownString, range: Range) {
    this.contents = contents;
    this.range = range;
  }
}

export const SymbolKind = { Event: 23 } as const;

export class FakeTextDocument {
  languageId: string;
  text: string;
  constructor(text: string, languageId = 'lambda-log') {
    this.text = text;
    this.languageId = languageId;
  }
  getText(): string {
    return this.text;
  }
  lineAt(line: number): { readonly text: string; readonly range: Range } {
    const text = this.text.split('\n')[line] ?? '';
    return { text, range: { start: { line, character: 0 }, end: { line, character: text.length } } };
  }
}

interface Mark {
  readonly range: Range;
  readonly renderOptions: { readonly after: { readonly contentText: string } };
}

export class FakeTextEditor {
  readonly document: FakeTextDocument;
  readonly marks = new Map<unknown, readonly Mark[]>();
  constructor(document: FakeTextDocument) {
    this.document = document;
  }
  setDecorations(type: unknown, marks: readonly Mark[]): void {
    this.marks.set(type, marks);
  }
  /** Line and text of every mark, in order. */
  get markTexts(): readonly (readonly [number, string])[] {
    return [...this.marks.values()]
      .flat()
      .map(({ range, renderOptions }): [number, string] => [range.start.line, renderOptions.after.contentText])
      .sort(([a], [b]) => a - b);
  }
}

/** What `languages.register…` was given, by kind. */
export interface Providers {
  symbols: { provideDocumentSymbols(document: FakeTextDocument): readonly DocumentSymbol[] } | undefined;
  links: { provideDocumentLinks(document: FakeTextDocument): readonly DocumentLink[] } | undefined;
  lenses: { provideCodeLenses(document: unknown): Promise<readonly CodeLens[]> } | undefined;
  hover: { provideHover(document: FakeTextDocument, position: Position): Hover | undefined } | undefined;
}

/** The test's side. `reset` before each test. */
class FakeLanguages {
  /** The Problems panel: by the file's address. */
  problems = new Map<string, readonly Diagnostic[]>();
  providers: Providers = { symbols: undefined, links: undefined, lenses: undefined, hover: undefined };
  editors: FakeTextEditor[] = [];
  languagesSet: string[] = [];
  savePlace: Uri | undefined;
  readonly editorsChanged = new Emitter<void>();
  readonly documentChanged = new Emitter<{ readonly document: FakeTextDocument }>();

  reset(): void {
    Object.assign(this, new FakeLanguages());
  }
}

export const languagesWorld = new FakeLanguages();
