/** The event being edited: a plain text field at once, the code editor in its place as soon as it has loaded. */

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import { base } from '../ui/theme.ts';
import type { EventAdvisor } from './codeAdvice.ts';
import type { CodeEditor, PlacedAdvice, PlacedProblem } from './codeEditor.ts';
import { DraftKeeper } from './draftKeeper.ts';
import { tooLarge, tooLargeToEdit } from './editableSize.ts';

/** What is known about the text's form. */
export type TextCheck =
  | { readonly kind: 'pending' }
  | { readonly kind: 'too-large' }
  | {
      readonly kind: 'checked';
      readonly problems: readonly PlacedProblem[];
      /** The kind of event that it was found to be. */
      readonly kindTitle: string | undefined;
    };

/** Where undo steps outlive the panel. */
export interface UndoShelf {
  readUndo(): Promise<string | null>;
  keepUndo(packed: string): void;
}

const undoDelayMs = 1000;

export class EventEditor extends LitElement {
  static override properties = { label: { attribute: false }, advisor: { attribute: false } };

  static override styles = [
    base,
    css`
      :host {
        contain: strict;
        display: block;
        flex: 1;
        min-height: 0;
      }
      .code {
        height: 100%;
      }
      textarea {
        background: transparent;
        border: 0;
        color: var(--vscode-editor-foreground);
        font-family: var(--mono);
        font-size: var(--vscode-editor-font-size, 13px);
        height: 100%;
        line-height: 1.5;
        /* Where the code editor will have its text: nothing jumps when it takes over. */
        padding: 6px 8px 6px 62px;
        resize: none;
        tab-size: 2;
        white-space: pre;
        width: 100%;
      }
    `,
  ];

  declare label: string;
  declare advisor: (EventAdvisor & UndoShelf) | undefined;

  #text = '';
  #editor: CodeEditor | undefined;
  #isLoading = false;
  /** Steps of an earlier life, until the text that they belong to is there. */
  #keptUndo: string | undefined;
  readonly #undoKeeper = new DraftKeeper(systemClock, undoDelayMs, () => this.#keepUndo());
  /** `undefined` before the first check, and for a text that is too large for one. */
  #problems: readonly PlacedProblem[] | 'too-large' | undefined;
  #advice: PlacedAdvice | undefined;

  get text(): string {
    return this.#editor?.text ?? this.#text;
  }

  get check(): TextCheck {
    if (this.#problems === undefined) return { kind: 'pending' };
    if (this.#problems === 'too-large') return { kind: 'too-large' };
    return {
      kind: 'checked',
      problems: [...this.#problems, ...(this.#advice?.problems ?? [])],
      kindTitle: this.#advice?.kindTitle ?? undefined,
    };
  }

  /** Another template was chosen for the same text. */
  recheck(): void {
    this.#editor?.recheck();
  }

  /** The first mistake in the text as it stands now, as far as it can be told. */
  findMistake(): PlacedProblem | undefined {
    return this.#editor?.findProblems()?.find((problem) => problem.severity === 'error');
  }

  /** Takes over a text that was not typed here. */
  replace(text: string): void {
    if (text === this.text) return;
    if (this.#editor) this.#editor.replace(text);
    this.#restoreUndo();
    this.#text = text;
    this.requestUpdate();
  }

  override focus(): void {
    if (this.#editor) this.#editor.focus();
    else this.renderRoot.querySelector('textarea')?.focus();
  }

  format(): void {
    this.#editor?.format();
  }

  goTo(problem: { readonly from: number; readonly to: number }): void {
    this.#editor?.select(problem.from, problem.to);
  }

  override render(): TemplateResult {
    return html`<div class="code"></div>
      ${
        this.#editor
          ? nothing
          : html`<textarea
              aria-label=${this.label}
              spellcheck="false"
              .value=${this.#text}
              @paste=${(event: ClipboardEvent) => {
                const length = event.clipboardData?.getData('text/plain').length ?? 0;
                if (!tooLarge(length)) return;
                event.preventDefault();
                this.#refuse(tooLargeToEdit(length));
              }}
              @input=${(event: Event) => {
                this.#text = (event.target as HTMLTextAreaElement).value;
                this.#tell('text-changed');
              }}
            ></textarea>`
      }`;
  }

  /** Loads the code editor once the text field has been painted. */
  protected override firstUpdated(): void {
    requestAnimationFrame(() => requestAnimationFrame(() => void this.#load()));
  }

  override disconnectedCallback(): void {
    this.#undoKeeper.flush();
    this.#undoKeeper.dispose();
    this.#editor?.destroy();
    this.#editor = undefined;
    super.disconnectedCallback();
  }

  async #load(): Promise<void> {
    if (this.#isLoading || !this.isConnected) return;
    this.#isLoading = true;
    const { CodeEditor } = await import('./codeEditor.ts');
    const parent = this.renderRoot.querySelector<HTMLElement>('.code');
    const field = this.renderRoot.querySelector('textarea');
    if (!parent || !this.isConnected || !this.shadowRoot) return;
    const hadFocus = this.shadowRoot.activeElement === field;
    const selection = [field?.selectionStart ?? 0, field?.selectionEnd ?? 0] as const;
    this.#editor = new CodeEditor({
      parent,
      root: this.shadowRoot,
      text: this.#text,
      label: this.label,
      onChange: () => {
        this.#undoKeeper.touch();
        this.#tell('text-changed');
      },
      onProblems: (problems) => {
        this.#problems = problems ?? 'too-large';
        this.#tell('check-changed');
      },
      advisor: this.advisor,
      onAdvice: (advice) => {
        // A text that is broken for a moment is still of its kind.
        this.#advice = advice ?? (this.#advice && { ...this.#advice, problems: [] });
        this.#tell('check-changed');
      },
      onRefused: (sentence) => this.#refuse(sentence),
    });
    if (hadFocus) this.#editor.select(...selection);
    this.requestUpdate();
    this.#keptUndo = (await this.advisor?.readUndo().catch(() => null)) ?? undefined;
    this.#restoreUndo();
  }

  #restoreUndo(): void {
    if (this.#keptUndo !== undefined && this.#editor?.restoreUndo(this.#keptUndo)) this.#keptUndo = undefined;
  }

  #keepUndo(): void {
    const packed = this.#editor?.packUndo();
    if (packed === undefined) return;
    this.#keptUndo = undefined;
    this.advisor?.keepUndo(packed);
  }

  #refuse(sentence: string): void {
    this.dispatchEvent(new CustomEvent('refused', { detail: sentence }));
  }

  #tell(what: 'text-changed' | 'check-changed'): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}

customElements.define('lambda-event-editor', EventEditor);
