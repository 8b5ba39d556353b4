/** What the signs of the log panel mean, behind a button that the keyboard reaches. */

import { html, type TemplateResult } from 'lit';
import { type Mark, mark } from '../ui/marks.ts';
import type { PointKind } from './scatterPoints.ts';

type Meanings<Sign> = readonly (readonly [Sign, string])[];

const signs: Meanings<Mark> = [
  ['success', 'Succeeded'],
  ['cold', 'Cold start: a new execution environment was initialised first. “Long init” above the setting (1 s)'],
  ['slow', "Slow: above a share of the timeout, or above the p95 of this function's own last warm runs"],
  ['throttled', 'Throttled: an error line says that somebody refused too many requests'],
  ['error', 'Failed: the function raised an error or its process ended'],
  ['timeout', 'Timed out'],
  ['out-of-memory', 'Ran out of memory'],
  ['running', 'Still running'],
  ['no-report', 'No REPORT came, and nothing else for longer than the timeout: nobody knows how it ended'],
];

const bars: Meanings<TemplateResult> = [
  [html`<i class="swatch hatch"></i>`, 'Init, before the run: it does not count against the timeout'],
  [html`<i class="swatch run"></i>`, 'Run: green, yellow where slow, red where it failed'],
  [html`<i class="swatch limit"></i>`, "The function's timeout, which is the end of the bar"],
  [html`<span class="warn">!</span>`, 'Memory used above the setting (80 % of its size)'],
];

/** Complete by its type: a shape that is painted is explained. */
const points: Readonly<Record<PointKind, readonly [string, string]>> = {
  run: ['·', 'a run, in the colour of its function'],
  cold: ['◇', 'a cold start'],
  throttled: ['▽', 'throttled'],
  error: ['✕', 'failed'],
  timeout: ['◷', 'timed out'],
  'out-of-memory': ['⊟', 'ran out of memory'],
};
const lines: Meanings<string> = [['┄', 'p95; the timeouts of the functions']];

const terms: Meanings<string> = [
  ['timeout', 'lines and invocations that contain the word'],
  ['"two words"', 'both, as they stand'],
  ['/order-\\d+/i', 'a regular expression'],
  ['cold:true slow:true', 'cold starts that were slow; terms hold together; also throttled:true'],
  ['level>=warn or error:true', 'either of two'],
  ['duration>1.5s init>500', 'times: ms, s or min; also billed'],
  ['memory>80%', 'of its size; or in MB'],
  ['$.order.id = "A-7"', 'a field of JSON lines; also !=, <, >, exists and *'],
  ['outcome:timeout', 'success, error, timeout, out-of-memory, running, no-report'],
  ['-function:orders-api', 'not this function; also target:'],
  ['request:8f2c', 'one request, by the beginning of its id'],
];

const keys: Meanings<TemplateResult> = [
  [html`<kbd>↑ ↓</kbd> <kbd>Home</kbd> <kbd>End</kbd>`, 'move; the newest end follows again'],
  [
    html`<kbd>Enter</kbd> <kbd>→</kbd> <kbd>←</kbd>`,
    'open and close a row; on a stack frame, open the source; on a value, its menu',
  ],
  [html`<kbd>Shift+F10</kbd>`, 'what can be done with the row; also by the right button'],
  [html`<kbd>Ctrl/Cmd+C</kbd>`, "copy the row's lines"],
];

export function legend(): TemplateResult {
  return html`<button class="tool" title="What the signs mean" aria-label="What the signs mean" popovertarget="legend">
      <vscode-icon name="question"></vscode-icon>
    </button>
    <div id="legend" class="legend" popover role="dialog" aria-label="Legend" tabindex="0">
      <h2>Signs</h2>
      ${list(signs.map(([sign, words]) => [mark(sign), words]))}
      <h2>Bars</h2>
      ${list(bars)}
      <h2>Durations over time</h2>
      ${list([...Object.values(points), ...lines])}
      <h2>Filter</h2>
      ${list(
        terms.map(([term, words]) => [html`<code>${term}</code>`, words]),
        'term',
      )}
      <h2>Keys</h2>
      ${list(keys, 'term')}
    </div>`;
}

function list(meanings: Meanings<TemplateResult | string>, columnClass = ''): TemplateResult {
  return html`<dl>${meanings.map(([sign, words]) => html`<div><dt class=${columnClass}>${sign}</dt><dd>${words}</dd></div>`)}</dl>`;
}
