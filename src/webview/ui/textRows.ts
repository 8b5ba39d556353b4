/** A long text as a windowed list of lines, the longest of them wrapped: six megabytes scroll like six lines. */

import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { physicalLines, wrap } from './lineDetail.ts';
import { RowWindow } from './rowWindow.ts';
import { base } from './theme.ts';

const longestRow = 1000;

export class TextRows extends RowWindow {
  static override properties = { ...RowWindow.properties, text: { attribute: false } };

  static override styles = [
    base,
    ...RowWindow.styles,
    css`
      .row {
        font-family: var(--mono);
        font-size: var(--vscode-editor-font-size, 12px);
        padding: 0 14px;
        white-space: pre;
      }
      .row:not(.active):hover {
        background: none;
      }
    `,
  ];

  declare text: string;

  #rows: readonly string[] = [];

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('text')) this.#rows = physicalLines(this.text).flatMap((line) => wrap(line, longestRow));
  }

  /** Rows that contain `text`, whatever its case, as `reveal` takes them. */
  find(text: string): readonly string[] {
    const wanted = text.toLowerCase();
    if (wanted === '') return [];
    return this.#rows.flatMap((row, place) => (row.toLowerCase().includes(wanted) ? [String(place)] : []));
  }

  protected override get rowCount(): number {
    return this.#rows.length;
  }

  protected override get listRole(): 'list' {
    return 'list';
  }

  protected override get isFitted(): boolean {
    return false;
  }

  protected override keyOfRow(row: number): string {
    return String(row);
  }

  protected override rowOfKey(key: string): number | undefined {
    const row = Number(key);
    return row < this.#rows.length ? row : undefined;
  }

  protected override renderRow(row: number, id: string, isActive: boolean): TemplateResult {
    return html`<div id=${id} class=${isActive ? 'row active' : 'row'} role="listitem">${this.#rows[row]}</div>`;
  }
}

customElements.define('lambda-text-rows', TextRows);
