/**
 * A scrolled list of rows of one height that keeps only the visible ones in the document.
 * What is read stays where it is: rows that come or go above the window move the scroll position with them,
 * unless the list is told to follow one of its ends.
 */

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

/** Where a followed list keeps its window: at the newest row. */
export type FollowedEnd = 'start' | 'end';

const overscanRows = 8;

export abstract class RowWindow extends LitElement {
  static override properties = {
    follow: { attribute: false },
    rowHeight: { attribute: false },
    label: { attribute: false },
  };

  static override styles = [
    css`
      :host {
        contain: strict;
        display: block;
        flex: 1;
        min-height: 0;
        min-width: 0;
        position: relative;
      }
      .viewport {
        height: 100%;
        outline: none;
        overflow: auto;
        overflow-anchor: none;
        position: relative;
      }
      .rows {
        left: 0;
        min-width: 100%;
        position: absolute;
        top: 0;
        width: max-content;
      }
      .rows.fitted {
        width: 100%;
      }
      .row {
        height: var(--row-height);
        line-height: var(--row-height);
        overflow: hidden;
        white-space: nowrap;
      }
      .row:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .row.active {
        background: var(--active-row);
      }
      .viewport:focus .row.active {
        outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
        outline-offset: -1px;
      }
      .viewport:focus:not(:has(.row.active)) {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      .sizer {
        pointer-events: none;
        width: 1px;
      }
    `,
  ];

  declare follow: FollowedEnd | undefined;
  declare rowHeight: number;
  declare label: string;

  #activeKey: string | undefined;
  #anchor: { readonly key: string; readonly top: number } | undefined;
  #lastTop = 0;
  #lastRowCount = 0;
  readonly #resized = new ResizeObserver(() => this.requestUpdate());

  constructor() {
    super();
    this.rowHeight = 22;
    this.label = '';
  }

  /** How many rows there are now. */
  protected abstract get rowCount(): number;
  /** Names a row for as long as it exists, wherever it moves. */
  protected abstract keyOfRow(row: number): string;
  /** The opposite; `undefined` for a row that is gone. */
  protected abstract rowOfKey(key: string): number | undefined;
  /** One element of class `row` with the id that is given. */
  protected abstract renderRow(row: number, id: string, isActive: boolean): TemplateResult;
  protected abstract get listRole(): 'treegrid' | 'tree' | 'list';
  /** Enter, Space, arrows on the active row. Returns true when the key meant something. */
  protected onRowKey(_row: number, _event: KeyboardEvent): boolean {
    return false;
  }
  /** Whether rows end at the window's edge (no sideways scrolling). */
  protected get isFitted(): boolean {
    return true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    this.#resized.disconnect();
    super.disconnectedCallback();
  }

  /** The row that the keyboard is on. */
  get activeRow(): number | undefined {
    return this.#activeKey === undefined ? undefined : this.rowOfKey(this.#activeKey);
  }

  override focus(): void {
    this.#viewport?.focus();
  }

  activate(row: number): void {
    this.#activeKey = row >= 0 && row < this.rowCount ? this.keyOfRow(row) : undefined;
    this.requestUpdate();
  }

  /** Makes a row the active one, and brings it into sight with rows above it. */
  reveal(key: string): void {
    const row = this.rowOfKey(key);
    const viewport = this.#viewport;
    if (row === undefined || !viewport) return;
    this.activate(row);
    viewport.scrollTop = Math.max(0, row * this.rowHeight - viewport.clientHeight / 3);
    this.#lastTop = viewport.scrollTop;
    this.#remember(viewport);
  }

  override render(): TemplateResult {
    const viewport = this.#viewport;
    const top = this.#topAfterChange(viewport);
    const height = viewport?.clientHeight ?? 0;
    const first = Math.max(0, Math.floor(top / this.rowHeight) - overscanRows);
    const last = Math.min(this.rowCount, Math.ceil((top + height) / this.rowHeight) + overscanRows);
    const visible = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
    const active = this.activeRow;
    const shownActive =
      active !== undefined && active >= first && active < last && this.listRole !== 'list'
        ? idOfRow(this.#activeKey)
        : nothing;
    return html`<div
      class="viewport"
      role=${this.listRole}
      tabindex="0"
      aria-label=${this.label}
      aria-rowcount=${this.listRole === 'treegrid' ? this.rowCount : nothing}
      aria-activedescendant=${shownActive}
      @scroll=${this.#onScroll}
      @keydown=${this.#onKeyDown}
    >
      <div class="sizer" role="presentation"></div>
      <div class=${this.isFitted ? 'rows fitted' : 'rows'} role=${this.listRole === 'treegrid' ? 'rowgroup' : 'presentation'}>
        ${repeat(
          visible,
          // What follows is all new rows again and again: drawing them into the elements at hand costs far less than new ones.
          (row) => (this.follow === undefined ? this.keyOfRow(row) : row - first),
          (row) => this.renderRow(row, idOfRow(this.keyOfRow(row)), row === active),
        )}
      </div>
    </div>`;
  }

  protected override updated(_changed: PropertyValues): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    viewport.style.setProperty('--row-height', `${this.rowHeight}px`);
    const top = this.#topAfterChange(viewport);
    const height = Math.max(this.rowCount * this.rowHeight, Math.ceil(top) + viewport.clientHeight);
    viewport.querySelector<HTMLElement>('.sizer')?.style.setProperty('height', `${height}px`);
    const first = Math.max(0, Math.floor(top / this.rowHeight) - overscanRows);
    viewport
      .querySelector<HTMLElement>('.rows')
      ?.style.setProperty('transform', `translateY(${first * this.rowHeight}px)`);
    if (Math.abs(viewport.scrollTop - top) >= 1) viewport.scrollTop = top;
    this.#lastTop = viewport.scrollTop;
    this.#lastRowCount = this.rowCount;
    this.#remember(viewport);
  }

  get #viewport(): HTMLElement | undefined {
    return this.renderRoot?.querySelector<HTMLElement>('.viewport') ?? undefined;
  }

  #topAfterChange(viewport: HTMLElement | undefined): number {
    if (!viewport) return 0;
    const end = Math.max(0, this.rowCount * this.rowHeight - viewport.clientHeight);
    if (this.follow === 'start') return 0;
    if (this.follow === 'end') return end;
    const anchorRow = this.#anchor && this.rowOfKey(this.#anchor.key);
    if (!this.#anchor || anchorRow === undefined) return Math.min(viewport.scrollTop, end);
    const top = anchorRow * this.rowHeight + this.#anchor.top;
    // Rows that came in above a short list push the anchor below its end: empty space follows rather than a jump.
    return this.rowCount < this.#lastRowCount ? Math.min(top, end) : top;
  }

  /** Holds on to the first row in sight. */
  #remember(viewport: HTMLElement): void {
    const row = Math.floor(viewport.scrollTop / this.rowHeight);
    this.#anchor =
      row < this.rowCount ? { key: this.keyOfRow(row), top: viewport.scrollTop - row * this.rowHeight } : undefined;
  }

  #onScroll(): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    const top = viewport.scrollTop;
    const end = viewport.scrollHeight - viewport.clientHeight;
    const before = this.#lastTop;
    if (Math.abs(top - before) < 1) return;
    this.#lastTop = top;
    this.#remember(viewport);
    // Only a reader moves against the direction of new rows; growing and resizing never do.
    const hasLeft =
      (this.follow === 'end' && top < before && top < end - 2) || (this.follow === 'start' && top > before && top > 2);
    if (hasLeft) this.#leave();
    else if (this.follow === undefined && top <= 2) this.#tell('reached-start');
    else if (this.follow === undefined && top >= end - 2) this.#tell('reached-end');
    this.requestUpdate();
  }

  /** Stops at once: the owner hears of it, but the next update of this list may come before the owner's. */
  #leave(): void {
    this.follow = undefined;
    this.#tell('left-end');
  }

  #tell(what: 'left-end' | 'reached-start' | 'reached-end'): void {
    this.dispatchEvent(new CustomEvent(what));
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey) return;
    const page = Math.max(1, Math.floor((this.#viewport?.clientHeight ?? 0) / this.rowHeight) - 1);
    const active = this.activeRow;
    const fromTop = Math.floor((this.#viewport?.scrollTop ?? 0) / this.rowHeight);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active === undefined ? fromTop : active + 1,
      ArrowUp: active === undefined ? fromTop : active - 1,
      PageDown: (active ?? fromTop) + page,
      PageUp: (active ?? fromTop) - page,
      Home: 0,
      End: this.rowCount - 1,
    };
    const target = event.ctrlKey || event.metaKey ? undefined : moves[event.key];
    if (target !== undefined && this.rowCount > 0) {
      event.preventDefault();
      this.#moveTo(Math.max(0, Math.min(this.rowCount - 1, target)), event.key);
      return;
    }
    if (active !== undefined && event.target === this.#viewport && this.onRowKey(active, event)) event.preventDefault();
  }

  #moveTo(row: number, key: string): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    this.activate(row);
    // Whoever selects a row reads it: the list must not push it away. The outermost keys are the way back.
    const followed = this.follow === 'start' ? 0 : this.rowCount - 1;
    if (this.follow !== undefined && row !== followed) this.#leave();
    if (this.follow === undefined && key === 'Home') this.#tell('reached-start');
    else if (this.follow === undefined && key === 'End') this.#tell('reached-end');
    const top = row * this.rowHeight;
    if (top < viewport.scrollTop) viewport.scrollTop = top;
    else if (top + this.rowHeight > viewport.scrollTop + viewport.clientHeight) {
      viewport.scrollTop = top + this.rowHeight - viewport.clientHeight;
    }
    // The update comes before the scroll event, and must not go back to where the window was.
    this.#lastTop = viewport.scrollTop;
    this.#remember(viewport);
  }
}

/** The id of a row's element within the list's root. */
export function idOfRow(key: string | undefined): string {
  // Keys are data: half of a character cannot be encoded, and must not take the list down.
  return `row-${encodeURIComponent((key ?? '').replace(/\p{Cs}/gu, '\ufffd'))}`;
}
