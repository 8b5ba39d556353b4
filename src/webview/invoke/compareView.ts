/** What changed since another answer: one row per change, with what it was and what it is. Loaded when there is something to compare. */

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import {
  type JsonChange,
  type JsonDifference,
  type JsonPath,
  jsonDifference,
  mostChanges,
} from '../../lambda/jsonDifference.ts';
import { type LineChange, textDifference } from '../../lambda/textDifference.ts';
import { jsonStyles, jsonValue } from '../ui/jsonTokens.ts';
import { visible } from '../ui/lineDetail.ts';
import { plural } from '../ui/moments.ts';
import { base } from '../ui/theme.ts';
import type { AnswerReading, Content } from './content.ts';

export type Comparison =
  | { readonly kind: 'json'; readonly difference: JsonDifference }
  | { readonly kind: 'text'; readonly changes: readonly LineChange[] }
  /** Both are bytes, or one is: only whether they are the same can be said. */
  | { readonly kind: 'bytes'; readonly isSame: boolean };

/** In steps, since two answers may have six megabytes each. HTTP responses are compared with status, headers and decoded body. */
export function* compareAnswers(before: AnswerReading, after: AnswerReading): Generator<void, Comparison> {
  const [one, other] = [
    before.http ? httpValue(before) : before.payload,
    after.http ? httpValue(after) : after.payload,
  ];
  if (one.kind === 'json' && other.kind === 'json') {
    return { kind: 'json', difference: yield* jsonDifference(one.value, other.value) };
  }
  const [text, otherText] = [textOf(one), textOf(other)];
  if (text === undefined || otherText === undefined) return { kind: 'bytes', isSame: isSameBytes(one, other) };
  return { kind: 'text', changes: yield* textDifference(text, otherText) };
}

export function changeCount(comparison: Comparison): number {
  switch (comparison.kind) {
    case 'json':
      return comparison.difference.count;
    case 'text':
      return comparison.changes.length;
    case 'bytes':
      return comparison.isSame ? 0 : 1;
  }
}

/** A response as one value: names of headers do not mind their case. */
function httpValue({ http, payload }: AnswerReading): Content {
  if (!http) return payload;
  const { response, body } = http;
  const headers: Record<string, string> = {};
  for (const { name, value } of response.headers) {
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  const value = {
    status: response.statusCode,
    headers,
    cookies: response.cookies,
    body:
      body.kind === 'json'
        ? body.value
        : body.kind === 'text'
          ? body.text
          : body.kind === 'none'
            ? null
            : hexOf(body.bytes),
  };
  return { kind: 'json', value, text: '' };
}

/** Enough to tell two binary bodies apart: their size and a checksum. */
function hexOf(bytes: Uint8Array): string {
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) >>> 0;
  return `${bytes.length} bytes, checksum ${sum.toString(16)}`;
}

function textOf(content: Content): string | undefined {
  if (content.kind === 'none') return '';
  return content.kind === 'json' || content.kind === 'text' ? content.text : undefined;
}

function isSameBytes(one: Content, other: Content): boolean {
  if (!('bytes' in one) || !('bytes' in other) || one.bytes.length !== other.bytes.length) return false;
  return one.bytes.every((byte, place) => byte === other.bytes[place]);
}

/** More rows than this nobody reads; the count tells of the others. */
const mostRows = 500;

export class CompareView extends LitElement {
  static override properties = { comparison: { attribute: false }, words: { attribute: false } };

  static override styles = [
    base,
    jsonStyles,
    css`
      :host {
        display: block;
        flex: 1;
        min-height: 0;
        overflow: auto;
        padding: 8px 14px;
      }
      table {
        border-collapse: collapse;
        font-family: var(--mono);
        font-size: var(--mono-size);
        width: 100%;
      }
      td,
      th {
        border-top: 1px solid var(--line);
        overflow-wrap: anywhere;
        padding: 3px 12px 3px 0;
        text-align: start;
        vertical-align: top;
      }
      th {
        font-weight: normal;
      }
      thead th {
        border: 0;
        color: var(--text-dim);
      }
      .path {
        color: var(--json-key);
        width: 32%;
      }
      .kind {
        white-space: nowrap;
        width: 1%;
      }
      td:last-child {
        width: 5em;
      }
      p {
        color: var(--text-dim);
        margin: 4px 0 10px;
      }
      .ignored {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .kind.added,
      .line.added {
        color: var(--vscode-gitDecoration-addedResourceForeground, var(--text));
      }
      .kind.removed,
      .line.removed {
        color: var(--text-bad);
      }
      .line {
        font-family: var(--mono);
        font-size: var(--mono-size);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      @container (max-width: 420px) {
        td:last-child,
        thead th:last-child {
          display: none;
        }
      }
    `,
  ];

  declare comparison: Comparison;
  /** With what: `the answer before`, `the pinned answer of 14:34:52`. */
  declare words: string;

  /** Paths, with `*` for places in lists, that are left out. Kept over answers: what changes always, changes next time too. */
  readonly #ignored = new Set<string>();

  override render(): TemplateResult {
    switch (this.comparison.kind) {
      case 'bytes':
        return html`<p>${this.comparison.isSame ? `The same bytes as in ${this.words}.` : `Other bytes than in ${this.words}.`}</p>`;
      case 'text':
        return this.#lines(this.comparison.changes);
      case 'json':
        return this.#changes(this.comparison.difference);
    }
  }

  #lines(changes: readonly LineChange[]): TemplateResult {
    if (changes.length === 0) return this.#same();
    return html`<p>${plural(changes.length, 'line')} differ from ${this.words}.</p>
      ${changes
        .slice(0, mostRows)
        .map(
          ({ kind, line, text }) =>
            html`<div class=${`line ${kind}`}><span class="dim">${line}</span> ${kind === 'added' ? '+' : '−'} ${visible(text.slice(0, 2000))}</div>`,
        )}
      ${more(changes.length)}`;
  }

  #changes({ changes, count }: JsonDifference): TemplateResult {
    const shown = changes.filter(({ path }) => !this.#isIgnored(path));
    const cut = count > mostChanges ? `; the first ${mostChanges.toLocaleString()} are told apart` : '';
    return html`${count === 0 ? this.#same() : html`<p>${plural(count, 'change')} since ${this.words}${cut}.</p>`}
      ${
        this.#ignored.size === 0
          ? nothing
          : html`<p class="ignored">Left out: ${[...this.#ignored].map(
              (pattern) =>
                html`<span class="chip mono">${pattern}<button aria-label=${`Compare ${pattern} again`} title="Compare it again" @click=${() => this.#ignore(pattern)}>✕</button></span>`,
            )}</p>`
      }
      ${
        shown.length === 0
          ? nothing
          : html`<table aria-label="Changes">
              <thead><tr><th>Where</th><th></th><th>Before</th><th>Now</th><th><span class="unseen">Leave out</span></th></tr></thead>
              <tbody>${shown.slice(0, mostRows).map((change) => this.#row(change))}</tbody>
            </table>`
      }
      ${more(shown.length)}`;
  }

  #row(change: JsonChange): TemplateResult {
    const pattern = patternOf(change.path);
    return html`<tr>
      <th scope="row" class="path">${pathText(change.path)}</th>
      <td class=${`kind ${change.kind}`}>${change.kind}</td>
      <td>${change.kind === 'moved' ? pathText(change.from) : 'before' in change ? jsonValue(change.before) : nothing}</td>
      <td>${'after' in change ? jsonValue(change.after) : nothing}</td>
      <td><button class="link" title=${`Leave out ${pattern} from now on`} @click=${() => this.#ignore(pattern)}>Ignore</button></td>
    </tr>`;
  }

  #same(): TemplateResult {
    return html`<p>Nothing changed since ${this.words}.</p>`;
  }

  #isIgnored(path: JsonPath): boolean {
    return path.some((_, length) => this.#ignored.has(patternOf(path.slice(0, length + 1))));
  }

  #ignore(pattern: string): void {
    if (!this.#ignored.delete(pattern)) this.#ignored.add(pattern);
    this.requestUpdate();
  }
}

function more(count: number): TemplateResult | typeof nothing {
  return count > mostRows ? html`<p>and ${(count - mostRows).toLocaleString()} more</p>` : nothing;
}

/** `body.items[0].sku` */
function pathText(path: JsonPath): string {
  if (path.length === 0) return '(the whole)';
  return visible(
    path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
      .join('')
      .replace(/^\./, ''),
  );
}

/** `body.items.*.sku`: the same member of every item. */
function patternOf(path: JsonPath): string {
  return visible(path.map((step) => (typeof step === 'number' ? '*' : step)).join('.') || '(the whole)');
}

customElements.define('lambda-compare-view', CompareView);
