/** What the signs of the log panel mean, behind a button that the keyboard reaches. */

import { html, type TemplateResult } from 'lit';
import { type Mark, mark } from '../ui/marks.ts';

const meanings: readonly (readonly [Mark, string])[] = [
  ['success', 'Succeeded'],
  ['cold', 'Cold start: a new execution environment was initialised first'],
  ['slow', "Slow: against the timeout, or against this function's own usual duration"],
  ['error', 'Failed: the function raised an error or its process ended'],
  ['timeout', 'Timed out'],
  ['out-of-memory', 'Ran out of memory'],
  ['running', 'Still running, or its end has not been seen'],
];

const terms: readonly (readonly [string, string])[] = [
  ['timeout', 'lines and invocations that contain the word'],
  ['/order-\\d+/i', 'a regular expression'],
  ['cold:true slow:true', 'cold starts that were slow; terms hold together'],
  ['level:error or duration>500', 'either of two'],
  ['-function:orders-api', 'not this function'],
  ['request:8f2c', 'one request'],
];

export function legend(): TemplateResult {
  return html`<button class="tool" title="What the signs mean" aria-label="What the signs mean" popovertarget="legend">
      <vscode-icon name="question"></vscode-icon>
    </button>
    <div id="legend" class="legend" popover role="dialog" aria-label="Legend">
      <h2>Signs</h2>
      <dl>
        ${meanings.map(([kind, words]) => html`<div><dt>${mark(kind)}</dt><dd>${words}</dd></div>`)}
        <div><dt><i class="swatch hatch"></i></dt><dd>Init, before the run</dd></div>
        <div><dt><i class="swatch run"></i></dt><dd>Run: against the function's timeout, which is the end of the bar</dd></div>
      </dl>
      <h2>Filter</h2>
      <dl>
        ${terms.map(([term, words]) => html`<div><dt class="term"><code>${term}</code></dt><dd>${words}</dd></div>`)}
      </dl>
      <h2>Keys</h2>
      <dl>
        <div><dt class="term"><kbd>↑ ↓</kbd> <kbd>Home</kbd> <kbd>End</kbd></dt><dd>move; the newest end follows again</dd></div>
        <div><dt class="term"><kbd>Enter</kbd> <kbd>→</kbd> <kbd>←</kbd></dt><dd>open and close a row; on a stack frame, open the source</dd></div>
        <div><dt class="term"><kbd>Ctrl/Cmd+C</kbd></dt><dd>copy the row's lines</dd></div>
      </dl>
    </div>`;
}
