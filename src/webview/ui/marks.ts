/** The small signs of a run (done, failed, cold, …): drawn here, since fonts disagree about `❄` and `◷`. Decoration: words stand beside them. */

import { css, svg, type TemplateResult } from 'lit';

export type Mark =
  | 'success'
  | 'error'
  | 'timeout'
  | 'out-of-memory'
  | 'running'
  | 'no-report'
  | 'cold'
  | 'slow'
  | 'throttled'
  | 'refused'
  | 'cancelled';

/** A 16-pixel picture in the colour of its meaning, hidden from screen readers. */
export function mark(kind: Mark): TemplateResult {
  return shapes[kind];
}

const frame = (kind: Mark, content: TemplateResult): TemplateResult =>
  svg`<svg class="mark ${kind}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${content}</svg>`;

const shapes: Readonly<Record<Mark, TemplateResult>> = {
  success: frame('success', svg`<path d="M3 8.5 6.5 12 13 4.5" />`),
  error: frame('error', svg`<path d="M4 4 12 12M12 4 4 12" />`),
  timeout: frame('timeout', svg`<circle cx="8" cy="8" r="5.5" /><path d="M8 4.8V8l2.4 1.6" />`),
  'out-of-memory': frame(
    'out-of-memory',
    svg`<rect x="4" y="4" width="8" height="8" rx="1" /><path d="M6 1.8v2.2M10 1.8v2.2M6 12v2.2M10 12v2.2M1.8 6h2.2M1.8 10h2.2M12 6h2.2M12 10h2.2" />`,
  ),
  running: frame('running', svg`<path d="M8 2.5a5.5 5.5 0 1 1-5.5 5.5" />`),
  'no-report': frame('no-report', svg`<circle cx="8" cy="8" r="5.5" stroke-dasharray="2.2 2.2" />`),
  cold: frame(
    'cold',
    svg`<path d="M8 1.5v13M2.4 4.8l11.2 6.4M13.6 4.8 2.4 11.2M6.2 2.6 8 4.2l1.8-1.6M6.2 13.4 8 11.8l1.8 1.6" />`,
  ),
  slow: frame('slow', svg`<path d="M2.5 12a5.7 5.7 0 1 1 11 0M8 10.2l3-3.6" />`),
  throttled: frame('throttled', svg`<path d="M2 4h12L9.5 8.8V13l-3-1.6V8.8z" />`),
  refused: frame('refused', svg`<circle cx="8" cy="8" r="5.5" /><path d="M4.2 4.2 11.8 11.8" />`),
  cancelled: frame('cancelled', svg`<rect x="4" y="4" width="8" height="8" rx="1" />`),
};

export const markStyles = css`
  .mark {
    fill: none;
    flex: none;
    height: 16px;
    stroke: currentColor;
    stroke-linecap: round;
    stroke-linejoin: round;
    stroke-width: 1.6;
    vertical-align: -3px;
    width: 16px;
  }
  .mark.success {
    color: var(--fill-ok);
  }
  .mark.error,
  .mark.out-of-memory,
  .mark.refused {
    color: var(--text-bad);
  }
  .mark.throttled,
  .mark.timeout,
  .mark.slow {
    color: var(--text-warn);
  }
  .mark.cold {
    color: var(--text-cold);
    stroke-width: 1.2;
  }
  .mark.running,
  .mark.no-report,
  .mark.cancelled {
    color: var(--text-dim);
  }
  .mark.running {
    animation: turn 1.2s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(360deg);
    }
  }
`;
