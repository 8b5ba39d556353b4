/** The head of an answer: the outcome first, then duration, memory, cold start and cost, then where the time went. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { HttpResponse } from '../../lambda/httpResponse.ts';
import type { Report } from '../../lambda/invocationRecord.ts';
import type { RunAnswer, RunResult } from '../../protocol/invokePanel.ts';
import { mark } from '../ui/marks.ts';
import { formatCost, formatCostPerMillion, formatMs } from '../ui/moments.ts';
import { type RunWords, runWords } from './runWords.ts';
import { streamLine } from './streamView.ts';
import { timeBar } from './timeBar.ts';

/** `response` is set where the payload is an HTTP response: its status is the outcome then. */
export function outcomeHead(result: RunResult, response?: HttpResponse): TemplateResult {
  const words = response ? responseWords(runWords(result), response) : runWords(result);
  return html`<div class="outcome">
    <div class="facts">
      <div class="fact headline">
        ${mark(words.mark)}<span><b>${words.headline}</b><span class="under">${words.detail}</span></span>
      </div>
      ${result.kind === 'answer' ? facts(result) : nothing}
    </div>
    ${result.kind === 'refused' ? html`<p class="message">${result.message}</p>` : nothing}
    ${words.explanation === undefined ? nothing : html`<p class="explanation">${words.explanation}</p>`}
    ${result.kind === 'answer' ? html`${timeBar(result)}${result.stream ? streamLine(result.stream) : nothing}` : nothing}
  </div>`;
}

/** A response of the 4xx is a refusal by the function, one of the 5xx its failure; Lambda itself says 200 to both. */
function responseWords(words: RunWords, { statusCode, reason }: HttpResponse): RunWords {
  return {
    ...words,
    mark: statusCode >= 500 ? 'error' : statusCode >= 400 ? 'refused' : words.mark,
    headline: `${statusCode} ${reason}`.trimEnd(),
  };
}

function facts(answer: RunAnswer): TemplateResult {
  const { report, costUSD } = answer;
  if (!report) return html`${fact(formatMs(answer.clientMs), 'seen by the client')}`;
  const init = report.initDurationMs;
  return html`${durationFact(answer, report)}
    ${fact(`${report.maxMemoryUsedMB} / ${report.memorySizeMB} MB`, 'memory')}
    ${
      init === undefined
        ? nothing
        : html`<div class="fact cold-start">
            <b class="cold">${mark('cold')} init ${formatMs(init)}</b><span class="under">cold start</span>
          </div>`
    }
    ${costUSD === undefined ? nothing : fact(formatCost(costUSD), formatCostPerMillion(costUSD), answer.costBasis)}`;
}

/** `34.1 ms`, and how much of the timeout that was where it came near. */
function durationFact({ timeoutMs }: RunAnswer, { durationMs, billedDurationMs }: Report): TemplateResult {
  const share = timeoutMs === undefined ? undefined : durationMs / timeoutMs;
  const timeout = timeoutMs === undefined ? undefined : `timeout ${formatMs(timeoutMs)}`;
  const title =
    share === undefined ? undefined : `${Math.round(100 * share)} % of the timeout of ${formatMs(timeoutMs ?? 0)}`;
  const isNear = share !== undefined && share >= nearTimeout;
  return fact(
    formatMs(durationMs),
    `duration · billed ${billedDurationMs} ms${isNear ? ` · ${timeout}` : ''}`,
    title,
    isNear,
  );
}

/** From here on the timeout is worth a word. */
const nearTimeout = 0.8;

function fact(value: string, meaning: string, title?: string, isWarning = false): TemplateResult {
  return html`<div class="fact" title=${title ?? nothing}><b class=${isWarning ? 'warn' : ''}>${value}</b><span class="under">${meaning}</span></div>`;
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
