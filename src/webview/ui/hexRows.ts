/** Bytes as a windowed hex dump: offset, sixteen bytes, and the characters that they would be. */

import { css, html, type TemplateResult } from 'lit';
import { RowWindow } from './rowWindow.ts';
import { base } from './theme.ts';

const width = 16;

export class HexRows extends RowWindow {
  static override properties = { ...RowWindow.properties, bytes: { attribute: false } };

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
    `,
  ];

  declare bytes: Uint8Array;

  protected override get rowCount(): number {
    return Math.ceil(this.bytes.length / width);
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
    return Number(key) < this.rowCount ? Number(key) : undefined;
  }

  protected override renderRow(row: number, id: string): TemplateResult {
    const bytes = [...this.bytes.subarray(row * width, (row + 1) * width)];
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
    const halves = `${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`.padEnd(3 * width + 1);
    const characters = bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    const offset = (row * width).toString(16).padStart(8, '0');
    return html`<div id=${id} class="row" role="listitem"><span class="dim">${offset}</span>  ${halves} <span class="string">${characters}</span></div>`;
  }
}

customElements.define('lambda-hex-rows', HexRows);
