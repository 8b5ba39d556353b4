/** Two panes with a divider between them that the mouse drags and the arrow keys move. Below a width they stand one above the other. */

import { css, html, LitElement, type TemplateResult } from 'lit';
import { base } from './theme.ts';

const smallest = 0.15;
const step = 0.02;
/** Below this width two panes side by side are of no use. */
const stackBelowPx = 700;

export class Split extends LitElement {
  static override properties = {
    ratio: { type: Number },
    label: { type: String },
  };

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        min-height: 0;
        min-width: 0;
      }
      :host([stacked]) {
        flex-direction: column;
      }
      ::slotted(*) {
        flex: 1 1 0;
        min-height: 0;
        min-width: 0;
      }
      ::slotted([slot='start']) {
        flex: none;
        width: calc((100% - 1px) * var(--ratio));
      }
      :host([stacked]) ::slotted([slot='start']) {
        height: calc((100% - 1px) * var(--ratio));
        width: auto;
      }
      .divider {
        background: var(--line);
        cursor: col-resize;
        flex: none;
        outline-offset: 0;
        position: relative;
        touch-action: none;
        width: 1px;
        z-index: 1;
      }
      :host([stacked]) .divider {
        cursor: row-resize;
        height: 1px;
        width: auto;
      }
      /* A line of one pixel is easy to see and hard to hit. */
      .divider::before {
        content: '';
        inset: 0 -3px;
        position: absolute;
      }
      :host([stacked]) .divider::before {
        inset: -3px 0;
      }
      .divider:hover::before,
      .divider:focus-visible::before,
      .divider.dragging::before {
        background: var(--vscode-sash-hoverBorder, var(--vscode-focusBorder));
        transition: background 0.1s 0.2s;
      }
    `,
  ];

  /** Share of the first pane, 0 to 1. */
  declare ratio: number;
  declare label: string;

  #isStacked = false;
  readonly #resized = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.ratio = 0.5;
    this.label = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    this.#resized.disconnect();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    this.style.setProperty('--ratio', String(this.ratio));
    return html`<slot name="start"></slot>
      <div
        class="divider"
        role="separator"
        tabindex="0"
        aria-label=${this.label}
        aria-orientation=${this.#isStacked ? 'horizontal' : 'vertical'}
        aria-valuenow=${Math.round(this.ratio * 100)}
        aria-valuemin=${smallest * 100}
        aria-valuemax=${(1 - smallest) * 100}
        @pointerdown=${this.#onPointerDown}
        @pointermove=${this.#onPointerMove}
        @pointerup=${this.#onPointerUp}
        @keydown=${this.#onKeyDown}
        @dblclick=${() => this.#set(0.5)}
      ></div>
      <slot name="end"></slot>`;
  }

  #measure(): void {
    const isStacked = this.clientWidth < stackBelowPx;
    if (isStacked === this.#isStacked) return;
    this.#isStacked = isStacked;
    this.toggleAttribute('stacked', isStacked);
    this.requestUpdate();
  }

  #onPointerDown(event: PointerEvent): void {
    const divider = event.currentTarget as HTMLElement;
    divider.setPointerCapture(event.pointerId);
    divider.classList.add('dragging');
  }

  #onPointerMove(event: PointerEvent): void {
    const divider = event.currentTarget as HTMLElement;
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const box = this.getBoundingClientRect();
    this.#set(this.#isStacked ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width);
  }

  #onPointerUp(event: PointerEvent): void {
    const divider = event.currentTarget as HTMLElement;
    divider.releasePointerCapture(event.pointerId);
    divider.classList.remove('dragging');
  }

  #onKeyDown(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: this.ratio - step,
      ArrowUp: this.ratio - step,
      ArrowRight: this.ratio + step,
      ArrowDown: this.ratio + step,
      Home: smallest,
      End: 1 - smallest,
    };
    const ratio = moves[event.key];
    if (ratio === undefined) return;
    event.preventDefault();
    this.#set(ratio);
  }

  #set(ratio: number): void {
    this.ratio = Number(Math.min(1 - smallest, Math.max(smallest, ratio)).toFixed(3));
    this.dispatchEvent(new CustomEvent<number>('ratio-changed', { detail: this.ratio }));
  }
}

customElements.define('lambda-split', Split);
