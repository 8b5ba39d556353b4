/** The runs so far as bars: height is time, the hatched part is init, failures have their own colour and a sign. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { HistoryEntry } from '../../protocol/invokePanel.ts';
import { lengths } from '../ui/lengths.ts';
import { formatMs, plural } from '../ui/moments.ts';
import { historyWords } from './runWords.ts';

export interface HistoryContext {
  /** Oldest first, as filtered. */
  readonly history: readonly HistoryEntry[];
  /** How many there are without the filter. */
  readonly all: number;
  /** The run whose result is shown. */
  readonly shown: number | undefined;
  readonly filter: TemplateResult;
  readonly acts: TemplateResult;
  choose(runId: number): void;
}

const shownRuns = 60;

export function historyStrip(context: HistoryContext): TemplateResult {
  const runs = context.history.slice(-shownRuns);
  const longestMs = Math.max(1, ...runs.map((run) => (run.durationMs ?? 0) + (run.initDurationMs ?? 0)));
  const onKeyDown = (event: KeyboardEvent) => {
    const place = runs.findIndex((run) => run.runId === context.shown);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: place < 0 ? runs.length - 1 : place - 1,
      ArrowRight: place + 1,
      Home: 0,
      End: runs.length - 1,
    };
    const run = runs[targets[event.key] ?? -1];
    if (!run) return;
    event.preventDefault();
    context.choose(run.runId);
  };
  return html`<section class="history" aria-label="History">
    <div class="head"><h2>History</h2><span class="dim">${historySummary(context)}</span>${context.filter}${context.acts}</div>
    <div
      class="bars"
      role="listbox"
      aria-label="Runs, oldest first"
      aria-orientation="horizontal"
      aria-activedescendant=${context.shown === undefined ? nothing : `run-${context.shown}`}
      tabindex="0"
      @keydown=${onKeyDown}
    >
      ${runs.map((run) => bar(run, longestMs, run.runId === context.shown, () => context.choose(run.runId)))}
    </div>
  </section>`;
}

function bar(run: HistoryEntry, longestMs: number, isShown: boolean, choose: () => void): TemplateResult {
  const words = historyWords(run);
  const share = (ms: number) => lengths({ '--share': String(ms / longestMs) });
  return html`<div
    id=${`run-${run.runId}`}
    class=${`bar ${run.outcome}`}
    role="option"
    aria-selected=${isShown}
    aria-label=${words}
    title=${words}
    @click=${choose}
  >
    ${run.isPinned ? html`<b class="pin" aria-hidden="true">●</b>` : nothing}
    ${run.outcome === 'success' ? nothing : html`<b aria-hidden="true">${signs[run.outcome]}</b>`}
    ${run.initDurationMs === undefined ? nothing : html`<i class="hatch" ${share(run.initDurationMs)}></i>`}
    <i class="run" ${share(run.durationMs ?? longestMs / 10)}></i>
  </div>`;
}

const signs = { error: '✕', refused: '⊘', cancelled: '◻' } as const;

/** `31 runs · p50 33 ms · 4 cold · 1 failed`. */
function historySummary({ history, all }: HistoryContext): string {
  const durations = history.flatMap((run) => run.durationMs ?? []).sort((a, b) => a - b);
  const median = durations[Math.max(0, Math.ceil(durations.length / 2) - 1)];
  const cold = history.filter((run) => run.initDurationMs !== undefined).length;
  const failed = history.filter((run) => run.outcome === 'error').length;
  // What is left out is said, so that nobody takes a filtered history for all of it.
  const parts = [
    history.length === all ? plural(all, 'run') : `${history.length.toLocaleString()} of ${plural(all, 'run')}`,
  ];
  if (median !== undefined && durations.length > 1) parts.push(`p50 ${formatMs(median)}`);
  if (cold > 0) parts.push(`${cold} cold`);
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(' · ');
}

export const historyStyles = css`
  .history {
    border-top: 1px solid var(--line);
    flex: none;
    padding: 6px 14px 8px;
  }
  .history .head {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
  }
  .history h2 {
    font-size: inherit;
    font-weight: 600;
    margin: 0;
  }
  .bars {
    --tallest: 52px;
    align-items: flex-end;
    display: flex;
    gap: 3px;
    height: calc(var(--tallest) + 20px);
    overflow: hidden;
  }
  .bar {
    cursor: pointer;
    display: flex;
    flex: 0 1 18px;
    flex-direction: column;
    height: 100%;
    justify-content: flex-end;
    min-width: 4px;
    padding-bottom: 4px;
    position: relative;
  }
  .bar:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .bar i {
    display: block;
    height: max(2px, var(--share) * var(--tallest));
    outline: 1px solid var(--edge);
  }
  .bar i:first-of-type {
    border-radius: 2px 2px 0 0;
  }
  .bar .run {
    background: color-mix(in srgb, var(--fill-ok) 80%, transparent);
  }
  .bar.error .run {
    background: var(--fill-bad);
  }
  .bar.refused .run,
  .bar.cancelled .run {
    background: none;
    border: 1px dashed var(--text-dim);
  }
  .bar b {
    color: var(--text-bad);
    font-size: 10px;
    font-weight: normal;
    line-height: 12px;
    text-align: center;
  }
  .bar.cancelled b {
    color: var(--text-dim);
  }
  .bar[aria-selected='true']::after {
    background: var(--vscode-focusBorder);
    bottom: 0;
    content: '';
    height: 2px;
    inset-inline: 0;
    position: absolute;
  }
  .bar .pin {
    color: var(--text-cold);
  }
  @container (max-width: 560px) {
    .history .filter,
    .history .head > .dim {
      display: none;
    }
    .history .bars {
      --tallest: 24px;
    }
  }
  @container (max-height: 600px) {
    .history {
      padding-block: 2px 4px;
    }
    .history .bars {
      --tallest: 20px;
      height: calc(var(--tallest) + 18px);
    }
  }
`;
