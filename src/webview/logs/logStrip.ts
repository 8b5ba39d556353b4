/** The strip above the rows: figures, and durations over time with what is selected in them. */

import './durationScatter.ts';
import { html, nothing, type TemplateResult } from 'lit';
import type { TailSource } from '../../protocol/logPanel.ts';
import { formatTime } from '../ui/moments.ts';
import type { TimeRange } from './scatterPoints.ts';
import { statisticsCells } from './statisticsCells.ts';
import type { StripContent } from './stripModel.ts';

export interface StripContext extends StripContent {
  readonly sources: readonly TailSource[];
  readonly range: TimeRange | undefined;
  setRange(range: TimeRange | undefined): void;
  /** Goes to an invocation, by the key of its row. */
  open(rowKey: string): void;
  /** Marks the row of the invocation that the pointer or the keyboard is on. */
  point(rowKey: string | undefined): void;
}

export function logStrip(context: StripContext): TemplateResult {
  const { points, statistics, sources, range } = context;
  return html`<div class="strip">
    ${statisticsCells(statistics, sources)}
    <lambda-duration-scatter
      .points=${points}
      .sources=${sources}
      .p95Ms=${statistics.all.p95Ms}
      .range=${range}
      @select-range=${(event: CustomEvent<TimeRange | null>) => context.setRange(event.detail ?? undefined)}
      @point=${(event: CustomEvent<string | null>) => context.point(event.detail ?? undefined)}
      @open-point=${(event: CustomEvent<string>) => context.open(event.detail)}
    ></lambda-duration-scatter>
    ${range === undefined ? nothing : selection(range, () => context.setRange(undefined))}
  </div>`;
}

function selection({ fromMs, toMs }: TimeRange, clear: () => void): TemplateResult {
  return html`<span class="selection"
    >${formatTime(fromMs)} to ${formatTime(toMs)}
    <button class="tool" aria-label="Show all times" title="Show all times (Escape)" @click=${clear}>
      <vscode-icon name="close" size="12"></vscode-icon></button
  ></span>`;
}
