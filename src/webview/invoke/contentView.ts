/** Draws a payload or a body: JSON as a tree, text, HTML as its source, a picture, bytes in hex. Nothing of it is ever markup here. */

import { css, html, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import { formatBytes } from '../../base/text.ts';
import { jsonValue } from '../ui/jsonTokens.ts';
import { type Content, isTree } from './content.ts';

/** A text up to this size is one selectable block; above it, and while it is searched, only the visible lines exist. */
const largestBlock = 200_000;

export interface ContentViewOptions {
  readonly label: string;
  readonly rowHeight: number;
  /** Something is looked for in it: rows can be gone to, a block cannot. */
  readonly isSearched?: boolean;
}

export function contentView(content: Content, options: ContentViewOptions): TemplateResult {
  const { label, rowHeight } = options;
  switch (content.kind) {
    case 'none':
      return html`<p class="quiet">There is no ${label.toLowerCase()}.</p>`;
    case 'text':
      return textView(content.text, options);
    case 'json':
      return isTree(content)
        ? html`<lambda-json-tree .value=${content.value} .label=${label} .rowHeight=${rowHeight}></lambda-json-tree>`
        : html`<div class="block mono" tabindex="0" role="group" aria-label=${label}>${jsonValue(content.value)}</div>`;
    case 'image':
      return html`<div class="picture" tabindex="0" role="group" aria-label=${label}>
        <img src=${content.source} alt=${`${label}, a picture of ${formatBytes(content.bytes.length)}`} />
      </div>`;
    case 'bytes':
      return html`${until(hexView(content.bytes, options), html`<p class="quiet">${formatBytes(content.bytes.length)} of binary data…</p>`)}`;
  }
}

export function textView(text: string, { label, rowHeight, isSearched = false }: ContentViewOptions): TemplateResult {
  return text.length <= largestBlock && !isSearched
    ? html`<pre class="block" tabindex="0" role="group" aria-label=${label}>${text}</pre>`
    : html`<lambda-text-rows .text=${text} .label=${label} .rowHeight=${rowHeight}></lambda-text-rows>`;
}

const dumps = new WeakMap<Uint8Array, Promise<TemplateResult>>();

/** Binary answers are rare: what draws them is loaded with the first. */
function hexView(bytes: Uint8Array, { label, rowHeight }: ContentViewOptions): Promise<TemplateResult> {
  let view = dumps.get(bytes);
  if (!view) {
    view = import('../ui/hexRows.ts').then(
      () =>
        html`<lambda-hex-rows .bytes=${bytes} .label=${`${label}, bytes in hex`} .rowHeight=${rowHeight}></lambda-hex-rows>`,
    );
    dumps.set(bytes, view);
  }
  return view;
}

export const contentStyles = css`
  .block {
    flex: 1;
    font-family: var(--mono);
    font-size: var(--vscode-editor-font-size, 12px);
    line-height: 1.5;
    margin: 0;
    min-height: 0;
    overflow: auto;
    overflow-wrap: anywhere;
    padding: 8px 14px;
    white-space: pre-wrap;
  }
  .picture {
    background: repeating-conic-gradient(var(--track) 0 25%, transparent 0 50%) 0 0 / 16px 16px;
    display: flex;
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: 14px;
  }
  .picture img {
    image-rendering: auto;
    margin: auto;
    max-width: 100%;
  }
  .quiet {
    color: var(--text-dim);
    margin: 0;
    padding: 10px 14px;
  }
`;
