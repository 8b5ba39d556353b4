/** A JSON value as a tree that can be read and unfolded, however large it is: only the visible rows exist. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { containerOf, type JsonRow, keysOf, outlineOf } from './jsonOutline.ts';
import { jsonStyles, jsonValue } from './jsonTokens.ts';
import { lengths } from './lengths.ts';
import { RowWindow } from './rowWindow.ts';
import { base } from './theme.ts';

// Opened from the start: what a person reads at a glance.
const openDepth = 4;
const openSize = 50;

export class JsonTree extends RowWindow {
  static override properties = { ...RowWindow.properties, value: { attribute: false } };

  static override styles = [
    base,
    jsonStyles,
    ...RowWindow.styles,
    css`
      .row {
        font-family: var(--mono);
        font-size: var(--vscode-editor-font-size, 12px);
        padding: 0 14px 0 calc(10px + var(--depth, 0) * 2ch);
        white-space: pre;
      }
      .toggle {
        color: var(--text-dim);
        display: inline-block;
        width: 16px;
      }
      .row[aria-expanded] {
        cursor: pointer;
      }
    `,
  ];

  declare value: unknown;

  #rows: readonly JsonRow[] = [];
  #places = new Map<string, number>();
  /** What the reader opened (true) and closed, by path; the rest is as it was from the start. */
  readonly #chosen = new Map<string, boolean>();
  /** Set by opening or closing everything. */
  #everything: boolean | undefined;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('value')) {
      this.#chosen.clear();
      this.#everything = undefined;
      this.#outline();
    }
  }

  /** Opens every container, or closes all but the outermost. */
  toggleAll(isOpen: boolean): void {
    this.#chosen.clear();
    this.#everything = isOpen;
    this.#outline();
    this.requestUpdate();
  }

  /** Opens the way to a value and makes its row the active one. */
  async show(path: string): Promise<void> {
    for (let at = path; at !== ''; ) {
      at = containerOf(at);
      this.#chosen.set(at, true);
    }
    this.#outline();
    this.requestUpdate();
    await this.updateComplete;
    this.reveal(path);
  }

  /** Tells where the reader is: `row-activated` carries the path. */
  override activate(row: number): void {
    super.activate(row);
    this.dispatchEvent(new CustomEvent('row-activated', { bubbles: true, detail: this.keyOfRow(row) }));
  }

  protected override get rowCount(): number {
    return this.#rows.length;
  }

  protected override get listRole(): 'tree' {
    return 'tree';
  }

  protected override get isFitted(): boolean {
    return false;
  }

  protected override keyOfRow(row: number): string {
    return this.#rows[row]?.path ?? '';
  }

  protected override rowOfKey(key: string): number | undefined {
    return this.#places.get(key);
  }

  protected override renderRow(row: number, id: string, isActive: boolean): TemplateResult {
    const content = this.#rows[row];
    if (!content) return html``;
    const isContainer = content.kind === 'open' || content.kind === 'closed';
    return html`<div
      id=${id}
      class=${isActive ? 'row active' : 'row'}
      role=${content.kind === 'end' ? 'presentation' : 'treeitem'}
      aria-level=${content.kind === 'end' ? nothing : content.depth + 1}
      title=${content.kind === 'end' || content.path === '' ? nothing : pathWords(content.path)}
      aria-expanded=${isContainer ? content.kind === 'open' : nothing}
      ${lengths({ '--depth': String(content.depth) })}
      @click=${() => {
        this.activate(row);
        if (isContainer && (document.getSelection()?.toString() ?? '') === '') this.#toggle(content);
      }}
      ><span class="toggle" aria-hidden="true">${content.kind === 'open' ? '▾' : content.kind === 'closed' ? '▸' : ''}</span
      >${rowText(content)}</div>`;
  }

  protected override onRowKey(row: number, event: KeyboardEvent): boolean {
    const content = this.#rows[row];
    if (!content || event.ctrlKey || event.metaKey) return false;
    const isOpen = content.kind === 'open';
    const isClosed = content.kind === 'closed';
    if ((isClosed && event.key === 'ArrowRight') || (isOpen && event.key === 'ArrowLeft')) {
      this.#toggle(content);
      return true;
    }
    if ((isOpen || isClosed) && (event.key === 'Enter' || event.key === ' ')) {
      this.#toggle(content);
      return true;
    }
    if (event.key !== 'ArrowLeft') return false;
    this.activate(this.#places.get(containerOf(content.path)) ?? row);
    return true;
  }

  #toggle(content: JsonRow): void {
    this.#chosen.set(content.path, content.kind !== 'open');
    this.#outline();
    this.requestUpdate();
  }

  #outline(): void {
    this.#rows = outlineOf(this.value, (path, depth, size, siblings) => {
      const isOpenAtFirst = depth === 0 || (depth < openDepth && size <= openSize && siblings <= openSize);
      return this.#chosen.get(path) ?? (depth === 0 || (this.#everything ?? isOpenAtFirst));
    });
    this.#places = new Map(this.#rows.map((row, place) => [row.path, place]));
  }
}

/** `items.0.sku` */
function pathWords(path: string): string {
  return keysOf(path).join('.');
}

function rowText(row: JsonRow): TemplateResult {
  const name = row.name === undefined ? nothing : html`<span class="key">${JSON.stringify(row.name)}</span>: `;
  const [open, close] = Array.isArray(row.value) ? '[]' : '{}';
  const comma = row.isLast || row.kind === 'open' ? '' : ',';
  const body = row.kind === 'open' ? open : row.kind === 'end' ? close : jsonValue(row.value);
  return html`${name}${body}${comma}`;
}

customElements.define('lambda-json-tree', JsonTree);
