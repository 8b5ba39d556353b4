/** The head of the invocation columns, and the line of totals below the list. */

import { html, nothing, type TemplateResult } from 'lit';
import { mark } from '../ui/marks.ts';
import { formatMs, plural } from '../ui/moments.ts';
import type { ShownInvocations } from './shownInvocations.ts';

/** Names of the columns, for the eye: every row says the same in one sentence to a screen reader. */
export function invocationHeader(): TemplateResult {
  return html`<div class="header columns" aria-hidden="true">
    <span>Time</span><span>Function</span><span></span><span class="request">Request</span
    ><span class="bar"
      >Duration <span class="key"><i class="hatch"></i> init</span> <span class="key"><i class="run"></i> run</span>
      <span class="key"><i class="limit"></i> timeout</span></span
    ><span></span><span class="memory">Memory MB</span><span class="summary">Summary</span>
  </div>`;
}

/** `248 invocations · ❄ 15 cold (6.1 %) · ✕ 3 failed · p50 42 ms · p95 381 ms · 1,902 lines`. */
export function totals(
  invocations: ShownInvocations,
  lineCount: number,
  dropped: number,
): TemplateResult | typeof nothing {
  if (invocations.length === 0 && lineCount === 0) return nothing;
  const { reported, cold, failed, slow } = invocations.tally;
  const p50Ms = invocations.percentileMs(0.5);
  const p95Ms = invocations.percentileMs(0.95);
  return html`<div class="totals">
    <span>${plural(invocations.length, 'invocation')}</span>
    ${cold > 0 ? html`<span>${mark('cold')} ${cold} cold (${percent(cold, reported)})</span>` : nothing}
    ${failed > 0 ? html`<span>${mark('error')} ${failed} failed (${percent(failed, invocations.length)})</span>` : nothing}
    ${slow > 0 ? html`<span>${mark('slow')} ${slow} slow</span>` : nothing}
    ${
      p50Ms !== undefined && p95Ms !== undefined
        ? html`<span>p50 ${formatMs(p50Ms)}</span><span>p95 ${formatMs(p95Ms)}</span>`
        : nothing
    }
    <span class="end">${plural(lineCount, 'line')}</span>
    ${
      dropped > 0
        ? html`<span class="dropped" title="This window is full: its oldest lines made room for new ones. They are still in the log; choose an earlier range to read them, or hold more with the setting Maximum Lines."
            ><vscode-icon name="info" size="12"></vscode-icon> ${plural(dropped, 'older line')} forgotten</span
          >`
        : nothing
    }
  </div>`;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(part === whole ? 0 : 1)} %`;
}
