/** The filter's field: what may come next is offered below it, and what cannot be understood is marked and explained. */

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ParsedFilter } from '../../lambda/logFilter.ts';
import {
  type FilterCompletions,
  type FilterSuggestion,
  filterCompletions,
  type KnownNames,
} from '../../lambda/logFilterCompletion.ts';
import type { SavedFilter } from '../../protocol/logPanel.ts';
import { base } from '../ui/theme.ts';
import { filterFieldStyles } from './filterFieldStyles.ts';

export class FilterField extends LitElement {
  static override properties = {
    text: { attribute: false },
    error: { attribute: false },
    names: { attribute: false },
    count: { attribute: false },
    saved: { attribute: false },
    recent: { attribute: false },
  };

  static override styles = [base, filterFieldStyles];

  declare text: string;
  declare error: Extract<ParsedFilter, { kind: 'error' }> | undefined;
  /** Asked when the list opens: gathering them takes a look at many lines. */
  declare names: () => KnownNames;
  /** `12 of 248`: how much of what is held is shown. */
  declare count: string;
  /** Offered while nothing is typed, before the terms of the language. */
  declare saved: readonly SavedFilter[];
  /** The newest first. */
  declare recent: readonly string[];

  #offered: FilterCompletions | undefined;
  /** Which of them; none until the keyboard goes there, so that Enter means what was typed. */
  #chosen = -1;

  constructor() {
    super();
    this.saved = [];
    this.recent = [];
  }

  override focus(): void {
    this.#input?.focus();
  }

  override render(): TemplateResult {
    const suggestions = this.#offered?.suggestions ?? [];
    const isOpen = suggestions.length > 0;
    return html`<input
        class=${this.text === '' ? '' : 'full'}
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
        @blur=${this.#settle}
      />
      <span class="end"
        ><span class="count" role="status">${this.count}</span>${this.text === '' ? nothing : this.#clearButton()}</span
      >
      <div class="below">
        <div id="filter-error" class="filter-error" role="alert">${isOpen ? nothing : this.#problem()}</div>
        <div id="suggestions" role="listbox" aria-label="What may come next" ?hidden=${!isOpen}>
          ${suggestions.map(
            ({ text, detail }, place) => html`<div
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
        ${isOpen ? html`<div class="hint"><kbd>↓</kbd> choose · <kbd>Tab</kbd> take · <kbd>F1</kbd> all terms</div>` : nothing}
      </div>`;
  }

  get #input(): HTMLInputElement | undefined {
    return this.renderRoot?.querySelector('input') ?? undefined;
  }

  #problem(): TemplateResult | typeof nothing {
    if (!this.error) return nothing;
    const { start, end, message } = this.error;
    return html`<button
        title="Select it in the field"
        @click=${() => {
          this.focus();
          this.#input?.setSelectionRange(start, end);
        }}
      ><mark>${this.text.slice(start, end)}</mark></button> ${message} <span>(character ${start + 1})</span>`;
  }

  #clearButton(): TemplateResult {
    return html`<button
      class="clear"
      aria-label="Empty the filter"
      title="Empty the filter (Escape)"
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => {
        this.#tell('');
        this.focus();
      }}
    ><vscode-icon name="close" size="12"></vscode-icon></button>`;
  }

  #onInput(): void {
    this.#tell(this.#input?.value ?? '');
    this.#offer();
  }

  #offer(): void {
    const input = this.#input;
    if (!input) return;
    const completions = filterCompletions(input.value, input.selectionStart ?? input.value.length, this.names());
    const whole = input.value.trim() === '' ? this.#wholeFilters() : [];
    this.#offered = { ...completions, suggestions: [...whole, ...completions.suggestions] };
    this.#chosen = -1;
    this.requestUpdate();
  }

  /** Filters that were used before: those with a name, then the last ones. */
  #wholeFilters(): readonly FilterSuggestion[] {
    const named = new Set(this.saved.map(({ text }) => text));
    return [
      ...this.saved.map(({ name, text }) => ({ text, detail: `Saved: ${name}` })),
      ...this.recent.filter((text) => !named.has(text)).map((text) => ({ text, detail: 'Recent' })),
    ];
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
        else this.#settle();
        break;
      case 'F1':
        this.dispatchEvent(new CustomEvent('filter-help'));
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
    else this.#settle();
  }

  /** What stands in the field is what was meant, as far as one can tell. */
  #settle(): void {
    this.#close();
    this.dispatchEvent(new CustomEvent('filter-settled'));
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
