/** One invocation as one row: time, function, outcome, request, duration against the timeout, memory, summary. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { withoutAnsi } from '../../lambda/ansi.ts';
import { isColdStart } from '../../lambda/invocationRecord.ts';
import type { LogThresholds, TailedInvocation, TailSource } from '../../protocol/logPanel.ts';
import { lengths } from '../ui/lengths.ts';
import { physicalLines } from '../ui/lineDetail.ts';
import { tellMoment } from '../ui/lineView.ts';
import { mark } from '../ui/marks.ts';
import { formatMs, formatTime } from '../ui/moments.ts';
import { durationText, markOf, outcomeWords } from './outcomeWords.ts';

export interface InvocationRowContext {
  readonly source: TailSource | undefined;
  readonly colour: string;
  /** Needed where two functions have the same name. */
  readonly showsTarget: boolean;
  readonly thresholds: LogThresholds;
  readonly copy: (text: string) => void;
}

/** The cells of a row; they sit in a grid whose columns are those of `invocationColumns`. */
export function invocationCells(tailed: TailedInvocation, context: InvocationRowContext): TemplateResult {
  const { invocation } = tailed;
  const words = outcomeWords(tailed);
  return html`<span class="cell time" role="gridcell" @pointerenter=${tellMoment(invocation.startedAt)}>${formatTime(invocation.startedAt)}</span
    ><span class="cell function" role="gridcell" title=${`${context.source?.functionName ?? ''} · ${context.source?.targetLabel ?? ''}`}
      ><i class="dot ${context.colour}"></i>${context.source?.functionName ?? ''}${context.showsTarget ? html` <span class="dim">${context.source?.targetLabel ?? ''}</span>` : nothing}</span
    ><span class="cell outcome" role="gridcell" title=${words}>${mark(markOf(tailed))}<span class="unseen">${words}</span></span
    ><span class="cell request" role="gridcell"
      ><button tabindex="-1" title=${`Copy request id ${invocation.requestId}`} @click=${(event: Event) => {
        event.stopPropagation();
        context.copy(invocation.requestId);
      }}>${shortId(invocation.requestId)}</button></span
    ><span class="cell bar" role="gridcell" aria-hidden="true">${durationBar(tailed, context.source?.timeoutMs)}</span
    ><span class="cell duration" role="gridcell">${durationText(tailed)}</span
    ><span class="cell memory" role="gridcell">${memory(tailed, context.thresholds.memoryShare)}</span
    ><span class="cell summary ${summaryClass(tailed)}" role="gridcell" title=${withoutAnsi(invocation.summary)}>${summary(tailed)}</span>`;
}

/** `8f2c…41`: enough to tell two apart. */
function shortId(requestId: string): string {
  return requestId.length <= 9 ? requestId : `${requestId.slice(0, 4)}…${requestId.slice(-4)}`;
}

function summary(tailed: TailedInvocation): TemplateResult {
  const [first = ''] = physicalLines(tailed.invocation.summary);
  return html`<bdi>${first.slice(0, 500)}</bdi>${notes(tailed)}`;
}

/** What is remarkable beside the outcome, each with a sign and a word. */
function notes(tailed: TailedInvocation): TemplateResult[] {
  const { invocation, isSlow, slowReason, wasThrottled } = tailed;
  // The duration, with which the reason begins, stands in its own column.
  const reason = slowReason?.replace(/^Took [^:]*: /, '') ?? 'slow';
  return [
    ...(wasThrottled ? [html`<span class="note warn">${mark('throttled')} throttled</span>`] : []),
    ...coldNote(tailed),
    ...(isSlow && invocation.outcome === 'success'
      ? [html`<span class="note warn">${mark('slow')} ${reason}</span>`]
      : []),
  ];
}

/** Said in words where the sign of the row says something else, or where the init was long. */
function coldNote(tailed: TailedInvocation): TemplateResult[] {
  const initMs = tailed.invocation.report?.initDurationMs;
  if (tailed.hasLongInit && initMs !== undefined) {
    return [html`<span class="note cold">${mark('cold')} long init, ${formatMs(initMs)}</span>`];
  }
  if (!isColdStart(tailed.invocation) || markOf(tailed) === 'cold') return [];
  return [html`<span class="note cold">${mark('cold')} cold start</span>`];
}

function summaryClass(tailed: TailedInvocation): string {
  const { outcome } = tailed.invocation;
  if (outcome === 'error' || outcome === 'out-of-memory') return 'bad';
  return outcome === 'timeout' ? 'warn' : 'dim';
}

function durationBar(tailed: TailedInvocation, timeoutMs: number | undefined): TemplateResult {
  const report = tailed.invocation.report;
  if (!report) return html`<span class="track"></span>`;
  // Init does not count against the timeout, so the scale makes room for it in front.
  const initMs = report.initDurationMs ?? 0;
  const scaleMs = Math.max(timeoutMs ?? 0, report.durationMs) + initMs;
  const share = (ms: number) => `${scaleMs === 0 ? 0 : (100 * ms) / scaleMs}%`;
  return html`<span class="track"
    >${initMs > 0 ? html`<i class="hatch" ${lengths({ '--start': '0%', '--length': share(initMs) })}></i>` : nothing}<i
      class=${runClass(tailed)}
      ${lengths({ '--start': share(initMs), '--length': share(report.durationMs) })}
    ></i
    >${timeoutMs === undefined ? nothing : html`<i class="limit"></i>`}</span
  >`;
}

function runClass(tailed: TailedInvocation): string {
  if (tailed.invocation.outcome === 'success') return tailed.isSlow ? 'run slow' : 'run';
  return tailed.invocation.outcome === 'running' ? 'run waiting' : 'run failed';
}

function memory(tailed: TailedInvocation, threshold: number): TemplateResult | typeof nothing {
  const report = tailed.invocation.report;
  if (!report) return nothing;
  const share = report.memorySizeMB === 0 ? 0 : report.maxMemoryUsedMB / report.memorySizeMB;
  const isHigh = share >= threshold;
  return html`<span class="track small" aria-hidden="true"
      ><i class=${isHigh ? 'used high' : 'used'} ${lengths({ '--start': '0%', '--length': `${Math.min(100, share * 100)}%` })}></i></span
    ><span class=${isHigh ? 'warn' : 'dim'} title=${isHigh ? `Memory above ${Math.round(threshold * 100)} % of its size` : 'Memory used of its size, in MB'}
      >${report.maxMemoryUsedMB} / ${report.memorySizeMB}${isHigh ? '\u00a0!' : ''}</span
    >`;
}

/** The grid of a row and of the header above it. Columns leave in the order in which they are missed least. */
export const invocationColumns = css`
  .columns {
    --time: calc(var(--character) * 12.5);
    --id: calc(var(--character) * 9.5);
    --duration: calc(var(--character) * 14);
    --memory: calc(var(--character) * 13 + 40px);
    column-gap: 12px;
    display: grid;
    grid-template-columns:
      var(--time) minmax(96px, 150px) 18px var(--id) minmax(100px, 1fr) var(--duration) var(--memory)
      minmax(120px, 2fr);
    padding: 0 14px 0 26px;
  }
  @container (max-width: 1250px) {
    /* What the parts of a bar mean stands in the legend too. */
    .columns .key {
      display: none;
    }
  }
  @container (max-width: 1000px) {
    .columns {
      grid-template-columns:
        var(--time) minmax(80px, 130px) 18px var(--id) minmax(80px, 1fr) var(--duration)
        minmax(100px, 1.5fr);
    }
    .memory {
      display: none;
    }
  }
  @container (max-width: 720px) {
    .columns {
      grid-template-columns: var(--time) minmax(64px, 1fr) 18px minmax(60px, 1fr) var(--duration) minmax(60px, 1.4fr);
    }
    .request {
      display: none;
    }
  }
  @container (max-width: 520px) {
    .columns {
      column-gap: 8px;
      grid-template-columns: var(--time) minmax(40px, 1fr) 18px var(--duration);
    }
    .bar,
    .summary {
      display: none;
    }
  }
  @container (max-width: 420px) {
    .columns {
      /* Without the milliseconds: the cell is cut there, not abbreviated. */
      --time: calc(var(--character) * 8.1);
    }
    .cell.time {
      text-overflow: clip;
    }
  }
`;

export const invocationRowStyles = css`
  .cell {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .cell.time,
  .cell.request,
  .cell.duration,
  .cell.memory,
  .cell.summary {
    font-family: var(--mono);
    font-size: var(--mono-size);
  }
  .cell.time,
  .cell.request {
    color: var(--text-dim);
  }
  .cell.request button:hover {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
  .cell.duration {
    text-align: end;
  }
  .cell.bar,
  .cell.memory,
  .cell.outcome {
    align-items: center;
    display: flex;
    gap: 6px;
  }
  @container (max-width: 1000px) {
    .cell.memory {
      display: none;
    }
  }
  @container (max-width: 520px) {
    .cell.bar {
      display: none;
    }
  }
  .dot {
    background: var(--dot);
    border: 1px solid var(--edge);
    border-radius: 50%;
    display: inline-block;
    flex: none;
    height: 8px;
    margin-inline-end: 6px;
    width: 8px;
  }
  .track {
    background: var(--track);
    border-radius: 2px;
    flex: 1;
    height: 11px;
    outline: 1px solid var(--edge);
    position: relative;
  }
  .track.small {
    flex: none;
    height: 7px;
    width: 34px;
  }
  .track i {
    border-radius: 2px;
    bottom: 0;
    left: var(--start);
    position: absolute;
    top: 0;
    width: max(2px, var(--length));
  }
  .run {
    background: var(--fill-ok);
  }
  .run.slow {
    background: var(--fill-warn);
  }
  .run.failed {
    background: var(--fill-bad);
  }
  .used {
    background: color-mix(in srgb, var(--text-dim) 75%, transparent);
  }
  .used.high {
    background: var(--fill-warn);
  }
  .track .limit {
    background: var(--text-dim);
    left: auto;
    right: 0;
    width: 2px;
  }
  .note .mark {
    height: 12px;
    vertical-align: -2px;
    width: 12px;
  }
  .note {
    font-family: var(--vscode-font-family);
    font-size: 11px;
    margin-inline-start: 10px;
  }
`;

/** One colour for each of the first functions; the seventh shares with the first, and every dot has its name beside it. */
export const dotColours = css`
  .c0 {
    --dot: var(--vscode-terminal-ansiCyan);
  }
  .c1 {
    --dot: var(--vscode-terminal-ansiMagenta);
  }
  .c2 {
    --dot: var(--vscode-terminal-ansiYellow);
  }
  .c3 {
    --dot: var(--vscode-terminal-ansiBlue);
  }
  .c4 {
    --dot: var(--vscode-terminal-ansiGreen);
  }
  .c5 {
    --dot: var(--vscode-terminal-ansiBrightBlack);
  }
`;
