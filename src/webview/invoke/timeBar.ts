/** One bar of the time that the client waited: init, handler, and the rest (network, service). */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { RunAnswer } from '../../protocol/invokePanel.ts';
import { lengths } from '../ui/lengths.ts';
import { formatMs } from '../ui/moments.ts';

interface Part {
  readonly kind: 'init' | 'run' | 'rest';
  readonly label: string;
  readonly ms: number;
}

/** Nothing where the answer told no durations. */
export function timeBar(answer: RunAnswer): TemplateResult | typeof nothing {
  const parts = partsOf(answer);
  if (parts.length === 0) return nothing;
  // An init that began before the request (a prepared environment) makes the parts longer than the wait.
  const totalMs = parts.reduce((sum, part) => sum + part.ms, 0);
  let startMs = 0;
  const segments = parts.map((part) => {
    const start = startMs;
    startMs += part.ms;
    return html`<i
      class=${segmentClass(part, answer)}
      ${lengths({ '--start': share(start, totalMs), '--length': share(part.ms, totalMs) })}
    ></i>`;
  });
  const sentence = `${parts.map((part) => `${part.label} ${formatMs(part.ms)}`).join(', ')}; ${formatMs(answer.clientMs)} seen by the client`;
  return html`<div class="time-bar" role="img" aria-label=${sentence}>
    <div class="track">${segments}</div>
    <div class="parts">
      ${parts.map((part) => html`<span><i class=${`swatch ${segmentClass(part, answer)}`}></i>${part.label} ${formatMs(part.ms)}</span>`)}
      <span class="total">${formatMs(answer.clientMs)} seen by the client</span>
    </div>
  </div>`;
}

function partsOf(answer: RunAnswer): readonly Part[] {
  const { report, clientMs } = answer;
  if (!report) return [];
  const initMs = report.initDurationMs ?? 0;
  const restMs = Math.max(0, clientMs - initMs - report.durationMs);
  return [
    ...(initMs > 0 ? [{ kind: 'init', label: 'init', ms: initMs } as const] : []),
    { kind: 'run', label: 'handler', ms: report.durationMs },
    { kind: 'rest', label: 'rest', ms: restMs },
  ];
}

function segmentClass(part: Part, answer: RunAnswer): string {
  if (part.kind === 'init') return 'hatch';
  return part.kind === 'run' && answer.functionError ? 'run failed' : part.kind;
}

function share(ms: number, totalMs: number): string {
  return `${totalMs === 0 ? 0 : (100 * ms) / totalMs}%`;
}

export const timeBarStyles = css`
  .time-bar .track {
    background: var(--track);
    border-radius: 3px;
    height: 14px;
    outline: 1px solid var(--edge);
    overflow: hidden;
    position: relative;
  }
  .time-bar .track i {
    bottom: 0;
    left: var(--start);
    position: absolute;
    top: 0;
    width: max(1px, var(--length));
  }
  .run {
    background: var(--fill-ok);
  }
  .run.failed {
    background: var(--fill-bad);
  }
  .rest {
    background: color-mix(in srgb, var(--fill-rest) 45%, transparent);
  }
  .parts {
    color: var(--text-dim);
    display: flex;
    flex-wrap: wrap;
    font-size: 11px;
    gap: 2px 14px;
    margin-top: 4px;
  }
  .parts .total {
    margin-inline-start: auto;
  }
  .parts .swatch {
    border-radius: 2px;
    display: inline-block;
    height: 9px;
    margin-inline-end: 5px;
    outline: 1px solid var(--edge);
    width: 9px;
  }
`;
