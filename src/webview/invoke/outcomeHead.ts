/** The head of an answer: the outcome first, then duration, memory, cold start and cost, then where the time went. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { RunAnswer, RunResult } from '../../protocol/invokePanel.ts';
import { mark } from '../ui/marks.ts';
import { formatCost, formatCostPerMillion, formatMs } from '../ui/moments.ts';
import { runWords } from './runWords.ts';
import { timeBar } from './timeBar.ts';

export function outcomeHead(result: RunResult): TemplateResult {
  const words = runWords(result);
  return html`<div class="outcome">
    <div class="facts">
      <div class="fact headline">
        ${mark(words.mark)}<span><b>${words.headline}</b><span class="under">${words.detail}</span></span>
      </div>
      ${result.kind === 'answer' ? facts(result) : nothing}
    </div>
    ${result.kind === 'refused' ? html`<p class="message">${result.message}</p>` : nothing}
    ${words.explanation === undefined ? nothing : html`<p class="explanation">${words.explanation}</p>`}
    ${result.kind === 'answer' ? timeBar(result) : nothing}
  </div>`;
}

function facts(answer: RunAnswer): TemplateResult {
  const { report, costUSD } = answer;
  if (!report) return html`${fact(formatMs(answer.clientMs), 'seen by the client')}`;
  const init = report.initDurationMs;
  return html`${fact(formatMs(report.durationMs), `duration · billed ${report.billedDurationMs} ms`)}
    ${fact(`${report.maxMemoryUsedMB} / ${report.memorySizeMB} MB`, 'memory')}
    ${
      init === undefined
        ? nothing
        : html`<div class="fact cold-start">
            <b class="cold">${mark('cold')} init ${formatMs(init)}</b><span class="under">cold start</span>
          </div>`
    }
    ${costUSD === undefined ? nothing : fact(formatCost(costUSD), formatCostPerMillion(costUSD))}`;
}

function fact(value: string, meaning: string): TemplateResult {
  return html`<div class="fact"><b>${value}</b><span class="under">${meaning}</span></div>`;
}

export const outcomeStyles = css`
  .outcome {
    border-bottom: 1px solid var(--line);
    flex: none;
    padding: 10px 14px;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    margin-bottom: 8px;
  }
  .fact b {
    display: block;
    font-size: 14px;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    white-space: nowrap;
  }
  .under {
    color: var(--text-dim);
    display: block;
    font-size: 11px;
    white-space: nowrap;
  }
  .headline {
    align-items: center;
    display: flex;
    gap: 10px;
  }
  .headline .mark {
    height: 20px;
    width: 20px;
  }
  .message {
    margin: 0 0 6px;
    overflow-wrap: anywhere;
    user-select: text;
  }
  .explanation {
    color: var(--text-dim);
    margin: 0 0 6px;
  }
  .outcome > :last-child {
    margin-bottom: 0;
  }
`;
