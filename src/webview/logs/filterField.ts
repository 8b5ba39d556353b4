/** The filter's field: what may come next is offered below it, and what cannot be understood is marked and explained. */

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ParsedFilter } from '../../lambda/logFilter.ts';
import { type FilterCompletions, filterCompletions, type KnownNames } from '../../lambda/logFilterCompletion.ts';
import { base } from '../ui/theme.ts';

export class FilterField extends LitElement {
  static override properties = {
    text: { attribute: false },
    error: { attribute: false },
    names: { attribute: false },
    count: { attribute: false },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
        flex: 1 1 220px;
        min-width: 140px;
        position: relative;
      }
      input {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--line));
        border-radius: 4px;
        color: var(--vscode-input-foreground);
        font-family: var(--mono);
        font-size: var(--mono-size);
        line-height: 20px;
        padding: 1px 74px 1px 8px;
        width: 100%;
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
      }
      input:focus {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      input[aria-invalid='true'] {
        border-color: var(--vscode-inputValidation-errorBorder);
      }
      .count {
        color: var(--text-dim);
        font-size: 11px;
        inset: 4px 8px auto auto;
        pointer-events: none;
        position: absolute;
      }
      .below {
        inset: 100% 0 auto;
        position: absolute;
        z-index: 4;
      }
      .filter-error:not(:empty) {
        background: var(--vscode-inputValidation-errorBackground);
        border: 1px solid var(--vscode-inputValidation-errorBorder);
        color: var(--vscode-inputValidation-errorForeground, var(--text));
        padding: 3px 8px;
      }
      .filter-error mark {
        background: none;
        color: inherit;
        font-family: var(--mono);
        text-decoration: underline wavy;
      }
      [role='listbox'] {
        background: var(--vscode-editorSuggestWidget-background, var(--vscode-editorWidget-background));
        border: 1px solid var(--vscode-editorSuggestWidget-border, var(--line));
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
        color: var(--vscode-editorSuggestWidget-foreground, var(--text));
        max-height: 220px;
        overflow: auto;
      }
      [role='option'] {
        cursor: pointer;
        display: flex;
        gap: 14px;
        line-height: 22px;
        padding: 0 8px;
        white-space: nowrap;
      }
      [role='option'] code {
        font-family: var(--mono);
        font-size: var(--mono-size);
      }
      [role='option']:hover {
        background: var(--vscode-list-hoverBackground);
      }
      [role='option'][aria-selected='true'] {
        background: var(--vscode-editorSuggestWidget-selectedBackground, var(--vscode-list-activeSelectionBackground));
        color: var(--vscode-editorSuggestWidget-selectedForeground, inherit);
        outline: 1px solid var(--edge);
        outline-offset: -1px;
      }
      [role='option'][aria-selected='true'] .dim {
        color: inherit;
      }
    `,
  ];

  declare text: string;
  declare error: Extract<ParsedFilter, { kind: 'error' }> | undefined;
  /** Asked when the list opens: gathering them takes a look at many lines. */
  declare names: () => KnownNames;
  /** `12 of 248`: how much of what is held is shown. */
  declare count: string;

  #offered: FilterCompletions | undefined;
  /** Which of them; none until the keyboard goes there, so that Enter means what was typed. */
  #chosen = -1;

  override focus(): void {
    this.#input?.focus();
  }

  override render(): TemplateResult {
    const suggestions = this.#offered?.suggestions ?? [];
    const isOpen = suggestions.length > 0;
    return html`<input
        role="combobox"
        aria-label="Filter"
        aria-autocomplete="list"
        aria-expanded=${isOpen}
        aria-controls="suggestions"
        aria-activedescendant=${isOpen && this.#chosen >= 0 ? `suggestion-${this.#chosen}` : nothing}
        aria-invalid=${this.error !== undefined}
        aria-describedby="filter-error"
        autocomplete="off"
        spellcheck="false"
        placeholder="Filter: text, /regex/, cold:true, level:error, duration>500, $.userId = 42"
        .value=${this.text}
        @input=${this.#onInput}
        @keydown=${this.#onKeyDown}
        @blur=${this.#close}
      />
      <span class="count">${this.count}</span>
      <div class="below">
        <div id="filter-error" class="filter-error" role="alert">${isOpen ? nothing : this.#problem()}</div>
        <div id="suggestions" role="listbox" aria-label="What may come next" ?hidden=${!isOpen}>
          ${suggestions.map(
            ({ text, detail }, place) =>
              html`<div
                id=${`suggestion-${place}`}
                role="option"
                aria-selected=${place === this.#chosen}
                @mousedown=${(event: Event) => {
                  // The field keeps the focus.
                  event.preventDefault();
                  this.#accept(place);
                }}
              ><code>${text}</code><span class="dim">${detail}</span></div>`,
          )}
        </div>
      </div>`;
  }

  get #input(): HTMLInputElement | undefined {
    return this.renderRoot?.querySelector('input') ?? undefined;
  }

  #problem(): TemplateResult | typeof nothing {
    if (!this.error) return nothing;
    const { start, end, message } = this.error;
    return html`<mark>${this.text.slice(start, end)}</mark> ${message}`;
  }

  #onInput(): void {
    this.#tell(this.#input?.value ?? '');
    this.#offer();
  }

  #offer(): void {
    const input = this.#input;
    if (!input) return;
    this.#offered = filterCompletions(input.value, input.selectionStart ?? input.value.length, this.names());
    this.#chosen = -1;
    this.requestUpdate();
  }

  #onKeyDown(event: KeyboardEvent): void {
    const count = this.#offered?.suggestions.length ?? 0;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (count === 0) this.#offer();
        else this.#choose((this.#chosen + (event.key === 'ArrowDown' ? 1 : -1) + count) % count);
        break;
      case 'Tab':
        if (count === 0 || this.#chosen < 0) return;
        this.#accept(this.#chosen);
        break;
      case 'Enter':
        if (count > 0 && this.#chosen >= 0) this.#accept(this.#chosen);
        else this.#close();
        break;
      case 'Escape':
        if (count > 0) this.#close();
        else this.#tell('');
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(place: number): void {
    this.#chosen = Math.max(0, place);
    this.requestUpdate();
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    );
  }

  #accept(place: number): void {
    const input = this.#input;
    const suggestion = this.#offered?.suggestions[place];
    if (!input || !suggestion || !this.#offered) return;
    input.setRangeText(suggestion.text, this.#offered.from, this.#offered.to, 'end');
    this.#tell(input.value);
    // A name such as `level:` goes on with its values.
    if (/[:=>.]$/.test(suggestion.text)) this.#offer();
    else this.#close();
  }

  #close(): void {
    this.#offered = undefined;
    this.#chosen = -1;
    this.requestUpdate();
  }

  #tell(text: string): void {
    this.text = text;
    this.dispatchEvent(new CustomEvent<string>('filter-text', { detail: text }));
  }
}

customElements.define('lambda-filter-field', FilterField);
