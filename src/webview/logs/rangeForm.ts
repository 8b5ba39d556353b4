/** Two moments of local time, checked in words: a closed piece of the log's past. */

import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import type { LogRange } from '../../protocol/logPanel.ts';
import { base } from '../ui/theme.ts';
import { between, fieldValue, type RangeProblem } from './rangeWords.ts';

export class RangeForm extends LitElement {
  static override properties = { range: { attribute: false } };

  static override styles = [
    base,
    css`
      :host {
        display: block;
        max-width: 100%;
      }
      :host-context(.vscode-dark),
      :host-context(.vscode-high-contrast) {
        color-scheme: dark;
      }
      :host-context(.vscode-light),
      :host-context(.vscode-high-contrast-light) {
        color-scheme: light;
      }
      form {
        display: grid;
        gap: 6px 10px;
        grid-template-columns: auto 1fr;
        align-items: center;
      }
      input {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--line));
        border-radius: 3px;
        color: var(--vscode-input-foreground);
        font: inherit;
        min-width: 0;
        padding: 2px 6px;
      }
      input:focus {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      input[aria-invalid='true'] {
        border-color: var(--vscode-inputValidation-errorBorder);
      }
      .problem,
      vscode-button {
        grid-column: 1 / -1;
      }
      .problem {
        color: var(--text-bad);
        max-width: 34ch;
      }
      .problem:empty {
        display: none;
      }
      vscode-button {
        justify-self: start;
      }
    `,
  ];

  /** What is shown now: the fields begin with its ends. */
  declare range: LogRange | undefined;

  #problem: RangeProblem | undefined;

  override focus(): void {
    this.#field('start')?.focus();
  }

  override render(): TemplateResult {
    const now = systemClock.now();
    const { range } = this;
    const [start, end] =
      range?.kind === 'between' ? [range.startTime, range.endTime] : [now - (range?.minutes ?? 15) * 60_000, now];
    return html`<form
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        this.#submit();
      }}
    >
      ${this.#labelled('start', 'From', start)}${this.#labelled('end', 'To', end)}
      <span class="problem" id="problem" role="alert">${this.#problem?.message ?? ''}</span>
      <vscode-button @click=${() => this.#submit()}>Show</vscode-button>
    </form>`;
  }

  #labelled(name: 'start' | 'end', label: string, time: number): TemplateResult {
    // The value is an attribute: what was typed since stays when the element is drawn again.
    return html`<label for=${name}>${label}</label>
      <input
        id=${name}
        type="datetime-local"
        step="1"
        value=${fieldValue(time)}
        aria-invalid=${this.#problem?.field === name}
        aria-describedby="problem"
        @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.#submit()}
      />`;
  }

  #field(name: 'start' | 'end'): HTMLInputElement | undefined {
    return this.renderRoot?.querySelector<HTMLInputElement>(`#${name}`) ?? undefined;
  }

  #submit(): void {
    const chosen = between(this.#field('start')?.value ?? '', this.#field('end')?.value ?? '', systemClock.now());
    this.#problem = 'message' in chosen ? chosen : undefined;
    this.requestUpdate();
    if ('message' in chosen) this.#field(chosen.field)?.focus();
    else this.dispatchEvent(new CustomEvent<LogRange>('choose-range', { detail: chosen }));
  }
}

customElements.define('lambda-range-form', RangeForm);
