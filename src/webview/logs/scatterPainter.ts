/** Paints the duration scatter on a canvas: dots for runs, another shape for each thing that stands out, so colour is never alone. */

import type { PointKind, ScatterPoint, ScatterScale, TimeRange } from './scatterPoints.ts';

/** Taken from the theme before each painting. */
export interface ScatterColours {
  readonly text: string;
  readonly grid: string;
  readonly cold: string;
  readonly bad: string;
  readonly warn: string;
  readonly selection: string;
  readonly ofSource: ReadonlyMap<string, string>;
}

export interface Scatter {
  readonly points: readonly ScatterPoint[];
  readonly scale: ScatterScale;
  readonly p95Ms: number | undefined;
  /** Of the functions; a line for each that is among the durations. */
  readonly timeoutsMs: readonly number[];
  readonly range: TimeRange | undefined;
  /** The point under the pointer or the keyboard. */
  readonly current: ScatterPoint | undefined;
}

export function paintScatter(context: CanvasRenderingContext2D, scatter: Scatter, colours: ScatterColours): void {
  const { points, scale } = scatter;
  context.font = '10px sans-serif';
  paintAxes(context, scatter, colours);
  for (const point of points) if (point.kind === 'run') paintDot(context, scale, point, colours);
  // What stands out is painted last, so that no dot hides it.
  for (const point of points) if (point.kind !== 'run') paintSign(context, scale, point, colours);
  paintLimits(context, scatter, colours);
  if (scatter.range) paintRange(context, scale, scatter.range, colours);
  if (scatter.current) paintCurrent(context, scale, scatter.current, colours);
}

function paintAxes(context: CanvasRenderingContext2D, { scale }: Scatter, colours: ScatterColours): void {
  context.strokeStyle = colours.grid;
  context.fillStyle = colours.text;
  context.lineWidth = 1;
  context.textAlign = 'right';
  for (const { at, text } of scale.durationTicks) {
    line(context, scale.left, at, scale.right, at);
    context.fillText(text, scale.left - 6, at + 3);
  }
  context.textAlign = 'center';
  for (const { at, text } of scale.timeTicks) {
    line(context, at, scale.bottom, at, scale.bottom + 3);
    context.fillText(text, at, scale.bottom + 14);
  }
}

function paintDot(
  context: CanvasRenderingContext2D,
  scale: ScatterScale,
  point: ScatterPoint,
  colours: ScatterColours,
): void {
  context.fillStyle = colours.ofSource.get(point.tailed.sourceId) ?? colours.text;
  // Squares of four pixels read as dots, and ten thousand of them are painted within a frame.
  context.fillRect(scale.x(point.timeMs) - 2, scale.y(point.durationMs) - 2, 4, 4);
}

const paths: Readonly<Record<Exclude<PointKind, 'run'>, (path: Path2D) => void>> = {
  cold(path) {
    path.moveTo(0, -5);
    path.lineTo(5, 0);
    path.lineTo(0, 5);
    path.lineTo(-5, 0);
    path.closePath();
  },
  throttled(path) {
    path.moveTo(-5, -4);
    path.lineTo(5, -4);
    path.lineTo(0, 4.5);
    path.closePath();
  },
  error(path) {
    path.moveTo(-4, -4);
    path.lineTo(4, 4);
    path.moveTo(4, -4);
    path.lineTo(-4, 4);
  },
  timeout(path) {
    path.arc(0, 0, 4.5, 0, 2 * Math.PI);
    path.moveTo(0, -2.5);
    path.lineTo(0, 0);
    path.lineTo(2, 1.5);
  },
  'out-of-memory'(path) {
    path.rect(-4, -4, 8, 8);
    path.moveTo(-4, 0);
    path.lineTo(4, 0);
  },
};

function paintSign(
  context: CanvasRenderingContext2D,
  scale: ScatterScale,
  point: ScatterPoint,
  colours: ScatterColours,
): void {
  if (point.kind === 'run') return;
  const path = new Path2D();
  paths[point.kind](path);
  context.save();
  context.translate(scale.x(point.timeMs), scale.y(point.durationMs));
  context.strokeStyle = colourOf(point.kind, colours);
  context.lineWidth = 1.6;
  context.stroke(path);
  context.restore();
}

function colourOf(kind: PointKind, colours: ScatterColours): string {
  if (kind === 'cold') return colours.cold;
  return kind === 'timeout' || kind === 'throttled' ? colours.warn : colours.bad;
}

interface Limit {
  readonly ms: number;
  readonly text: string;
  readonly colour: string;
  readonly dash: readonly number[];
}

function paintLimits(context: CanvasRenderingContext2D, scatter: Scatter, colours: ScatterColours): void {
  const { scale, p95Ms, timeoutsMs } = scatter;
  const p95: readonly Limit[] =
    p95Ms === undefined ? [] : [{ ms: Math.max(0.1, p95Ms), text: 'p95', colour: colours.warn, dash: [3, 4] }];
  const timeouts = timeoutsMs
    .filter((ms) => scale.covers(ms))
    .map((ms): Limit => ({ ms, text: 'timeout', colour: colours.text, dash: [8, 3] }));
  const written: number[] = [];
  context.lineWidth = 1;
  context.textAlign = 'left';
  for (const { ms, text, colour, dash } of [...p95, ...timeouts]) {
    const at = scale.y(ms);
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.setLineDash(dash);
    line(context, scale.left, at, scale.right, at);
    context.setLineDash([]);
    // Of two words that would run into each other, the second is left out: its line stays.
    if (written.some((other) => Math.abs(other - at) < 10)) continue;
    written.push(at);
    context.fillText(text, scale.right + 9, at + 3);
  }
}

function paintRange(
  context: CanvasRenderingContext2D,
  scale: ScatterScale,
  { fromMs, toMs }: TimeRange,
  colours: ScatterColours,
): void {
  const from = Math.max(scale.left, scale.x(fromMs));
  const to = Math.min(scale.right, scale.x(toMs));
  context.save();
  context.fillStyle = colours.selection;
  context.globalAlpha = 0.22;
  context.fillRect(from, scale.top, Math.max(1, to - from), scale.bottom - scale.top);
  context.restore();
  context.strokeStyle = colours.selection;
  line(context, from, scale.top, from, scale.bottom);
  line(context, to, scale.top, to, scale.bottom);
}

function paintCurrent(
  context: CanvasRenderingContext2D,
  scale: ScatterScale,
  point: ScatterPoint,
  colours: ScatterColours,
): void {
  context.strokeStyle = colours.text;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(scale.x(point.timeMs), scale.y(point.durationMs), 8, 0, 2 * Math.PI);
  context.stroke();
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
