/** The JSON editor: CodeMirror with checks, folding, search and history. A chunk of its own, loaded after the panel has painted. */

import { completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, isolateHistory, undoDepth } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Transaction } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { applyEdits, format } from 'jsonc-parser';
import type { EventCheck } from '../../protocol/eventTemplates.ts';
import { codeAdvice, type EventAdvisor, recheck } from './codeAdvice.ts';
import { codeTheme } from './codeTheme.ts';
import { tooLarge, tooLargeToEdit } from './editableSize.ts';
import { findJsonProblems, type JsonProblem } from './jsonProblems.ts';
import { packUndo, withUndo } from './undoSteps.ts';

/** Above this many characters neither colours nor checks: keystrokes come first. */
const largestChecked = 1024 * 1024;
const checkDelayMs = 250;

/** A problem with the place as people count it. */
export interface PlacedProblem extends JsonProblem {
  readonly line: number;
  readonly column: number;
}

export interface CodeEditorOptions {
  readonly parent: HTMLElement;
  readonly root: ShadowRoot;
  readonly text: string;
  readonly label: string;
  readonly onChange: () => void;
  /** `undefined`: the text is too large to be checked. */
  readonly onProblems: (problems: readonly PlacedProblem[] | undefined) => void;
  readonly advisor: EventAdvisor | undefined;
  /** What the schema says; `undefined` where it was not asked. */
  readonly onAdvice: (advice: PlacedAdvice | undefined) => void;
  /** A change was not made, and why. */
  readonly onRefused: (sentence: string) => void;
}

export interface PlacedAdvice {
  readonly kindTitle: string | null;
  readonly problems: readonly PlacedProblem[];
}

export class CodeEditor {
  readonly #view: EditorView;
  readonly #language = new Compartment();
  readonly #options: CodeEditorOptions;
  readonly #extensions: Extension;
  #isLarge: boolean;
  /** Whether the last check found JSON. */
  #isWhole = false;

  constructor(options: CodeEditorOptions) {
    this.#options = options;
    this.#isLarge = options.text.length > largestChecked;
    this.#extensions = this.#createExtensions();
    this.#view = new EditorView({
      parent: options.parent,
      root: options.root,
      state: EditorState.create({ doc: options.text, extensions: this.#extensions }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Replaces the text as one undoable change. The first text of an empty editor is where undo ends. */
  replace(text: string): void {
    const { doc } = this.#view.state;
    const isFirst = doc.length === 0 && undoDepth(this.#view.state) === 0;
    this.#view.dispatch({
      changes: { from: 0, to: doc.length, insert: text },
      annotations: isFirst ? Transaction.addToHistory.of(false) : isolateHistory.of('full'),
    });
  }

  /** Undo steps of this text, to be kept; `undefined` for none. */
  packUndo(): string | undefined {
    return packUndo(this.#view.state);
  }

  /** Takes up steps that were kept. False when they lead back from another text. */
  restoreUndo(packed: string): boolean {
    const state = withUndo(packed, this.#view.state, { extensions: this.#extensions });
    if (!state) return false;
    const hadFocus = this.#view.hasFocus;
    this.#view.setState(state);
    if (hadFocus) this.#view.focus();
    return true;
  }

  focus(): void {
    this.#view.focus();
  }

  /** Checks at once, without waiting for a pause in typing. `undefined`: the text is too large. */
  findProblems(): readonly PlacedProblem[] | undefined {
    if (this.#isLarge) return undefined;
    return findJsonProblems(this.text).map((problem) => this.#place(problem));
  }

  /** Another template was chosen: the same text may now be right, or wrong. */
  recheck(): void {
    this.#view.dispatch({ effects: recheck.of(null) });
  }

  /** Selects a place and scrolls it into sight. */
  select(from: number, to = from): void {
    const end = this.#view.state.doc.length;
    this.#view.dispatch({
      selection: { anchor: Math.min(from, end), head: Math.min(to, end) },
      effects: EditorView.scrollIntoView(Math.min(from, end), { y: 'center' }),
    });
    this.#view.focus();
  }

  /** Lays the text out afresh, keeping every token as it is: numbers beyond a double's precision and doubled names too. */
  format(): boolean {
    const text = this.text;
    const formatted = applyEdits(text, format(text, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' }));
    if (formatted !== text) this.replace(formatted);
    return true;
  }

  destroy(): void {
    this.#view.destroy();
  }

  #check(view: EditorView): readonly Diagnostic[] {
    const problems = this.findProblems();
    this.#isWhole = problems?.every(({ severity }) => severity !== 'error') === true && view.state.doc.length > 0;
    this.#options.onProblems(problems);
    const end = view.state.doc.length;
    return (problems ?? []).map(({ severity, from, to, message }) => ({
      severity,
      from: Math.min(from, end),
      to: Math.min(to, end),
      message,
    }));
  }

  #createExtensions(): Extension {
    const options = this.#options;
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      codeFolding(),
      foldGutter({ openText: '▾', closedText: '▸' }),
      indentOnInput(),
      indentUnit.of('  '),
      bracketMatching(),
      highlightSelectionMatches(),
      search({ top: true }),
      linter((view) => this.#check(view), { delay: checkDelayMs }),
      options.advisor
        ? codeAdvice({
            advisor: options.advisor,
            isAsked: () => this.#isWhole,
            onCheck: (check) => options.onAdvice(check ? this.#placed(check) : undefined),
          })
        : [],
      this.#guard(),
      keymap.of([
        { key: 'Shift-Alt-f', run: () => this.format() },
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...lintKeymap,
        // Tab is not among them: it moves on, as everywhere in the panel.
        ...defaultKeymap,
      ]),
      this.#language.of(this.#isLarge ? [] : json()),
      codeTheme,
      EditorView.contentAttributes.of({ 'aria-label': options.label }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        this.#weigh();
        options.onChange();
      }),
    ];
  }

  #place(problem: JsonProblem): PlacedProblem {
    const { doc } = this.#view.state;
    const line = doc.lineAt(Math.min(problem.from, doc.length));
    return { ...problem, line: line.number, column: problem.from - line.from + 1 };
  }

  #placed({ kindTitle, problems }: EventCheck): PlacedAdvice {
    return { kindTitle, problems: problems.map((problem) => this.#place({ severity: 'warning', ...problem })) };
  }

  /** What is pasted or typed beyond the bound is refused as a whole: nothing is cut, and nothing is lost. */
  #guard(): Extension {
    const refuse = (length: number) => this.#options.onRefused(tooLargeToEdit(length));
    return [
      EditorState.transactionFilter.of((transaction) => {
        const { newLength, length } = transaction.changes;
        if (!transaction.docChanged || newLength <= length || !tooLarge(newLength)) return transaction;
        // Not within the update: whoever is told draws.
        queueMicrotask(() => refuse(newLength));
        return [];
      }),
      // Before the editor splits it into lines, which alone would take seconds.
      EditorView.domEventHandlers({
        paste: (event) => {
          const length = event.clipboardData?.getData('text/plain').length ?? 0;
          if (!tooLarge(length)) return false;
          event.preventDefault();
          refuse(length);
          return true;
        },
      }),
    ];
  }

  #weigh(): void {
    const isLarge = this.#view.state.doc.length > largestChecked;
    if (isLarge === this.#isLarge) return;
    this.#isLarge = isLarge;
    // Not within the update that told us: a view takes one change at a time.
    queueMicrotask(() => {
      this.#view.dispatch({ effects: this.#language.reconfigure(isLarge ? [] : json()) });
    });
  }
}
