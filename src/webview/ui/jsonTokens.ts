/** JSON values as coloured text. Everything goes through text nodes: a payload is data and never markup. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { sizeOf } from './jsonOutline.ts';
import { visible } from './lineDetail.ts';

const longestShown = 2000;

/** `"A-7"`, `3`, `true`, `{3}`: a value in one piece; containers by their size. */
export function jsonValue(value: unknown): TemplateResult {
  if (typeof value === 'string') return html`<span class="string">${cut(JSON.stringify(value))}</span>`;
  if (typeof value === 'number') return html`<span class="number">${value}</span>`;
  if (typeof value === 'boolean' || value === null) return html`<span class="word">${String(value)}</span>`;
  const size = sizeOf(value) ?? 0;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return size === 0
    ? html`<span>${open}${close}</span>`
    : html`<span>${open}<span class="dim"> ${size} ${Array.isArray(value) ? 'items' : 'keys'} </span>${close}</span>`;
}

/** Members of one line never change: a list that scrolls would print them again at every frame. */
const printed = new WeakMap<object, TemplateResult | typeof nothing>();

/** `userId: 42, cart: "c-991"`: the members of an object on one line, without those named in `hidden` (always the same). */
export function jsonMembers(
  members: Readonly<Record<string, unknown>>,
  hidden: ReadonlySet<string>,
): TemplateResult | typeof nothing {
  let text = printed.get(members);
  if (text === undefined) {
    text = printMembers(Object.entries(members).filter(([name]) => !hidden.has(name)));
    printed.set(members, text);
  }
  return text;
}

// The line ends at the window's edge anyway; a thousand keys would only cost time.
const mostMembers = 24;

function printMembers(members: readonly (readonly [string, unknown])[]): TemplateResult | typeof nothing {
  if (members.length === 0) return nothing;
  return html`${members
    .slice(0, mostMembers)
    .map(
      ([name, value], index) =>
        html`${index > 0 ? ', ' : ''}<span class="key">${cut(name)}</span>: ${jsonInline(value)}`,
    )}${members.length > mostMembers ? ', …' : ''}`;
}

function jsonInline(value: unknown): TemplateResult {
  const size = sizeOf(value);
  if (size === undefined || size === 0) return jsonValue(value);
  return html`<span class="dim">${cut(JSON.stringify(value), 120)}</span>`;
}

function cut(text: string, longest = longestShown): string {
  return visible(text.length <= longest ? text : `${text.slice(0, longest)}…`);
}

export const jsonStyles = css`
  .key {
    color: var(--json-key);
  }
  .string {
    color: var(--json-string);
  }
  .number {
    color: var(--json-number);
  }
  .word {
    color: var(--json-word);
  }
`;
