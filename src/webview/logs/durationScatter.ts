/** Durations over time: brush to select, hover to identify, click or Enter to open. Every gesture has its key. */

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { TailSource } from '../../protocol/logPanel.ts';
import { lengths } from '../ui/lengths.ts';
import { formatMs, formatTime, plural } from '../ui/moments.ts';
import { base } from '../ui/theme.ts';
import { dotColours } from './invocationRowView.ts';
import { rowSentence } from './outcomeWords.ts';
import { paintScatter, type ScatterColours } from './scatterPainter.ts';
import { pointNear, type ScatterPoint, ScatterScale, type TimeRange } from './scatterPoints.ts';
import { colourOf } from './sourceColours.ts';

/** Below this, a press with a trembling hand is still a click; in pixels. */
const leastDrag = 4;

export class DurationScatter extends LitElement {
  static override properties = {
    points: { attribute: false },
    sources: { attribute: false },
    p95Ms: { attribute: false },
    range: { attribute: false },
  };

  static override styles = [
    base,
    dotColours,
    css`
      :host {
        display: block;
        min-width: 0;
        position: relative;
      }
      .plot,
      canvas {
        height: 100%;
        position: absolute;
        width: 100%;
      }
      .plot {
        cursor: crosshair;
        inset: 0;
        touch-action: none;
        user-select: none;
      }
      .tip {
        background: var(--vscode-editorHoverWidget-background, var(--vscode-editorWidget-background));
        border: 1px solid var(--vscode-editorHoverWidget-border, var(--line));
        color: var(--vscode-editorHoverWidget-foreground, var(--text));
        font-size: 11px;
        left: var(--tip-left);
        max-width: min(320px, var(--tip-room));
        overflow: hidden;
        padding: 3px 7px;
        pointer-events: none;
        position: absolute;
        right: var(--tip-right);
        text-overflow: ellipsis;
        top: var(--tip-y);
        white-space: nowrap;
        z-index: 3;
      }
    `,
  ];

  declare points: readonly ScatterPoint[];
  declare sources: readonly TailSource[];
  declare p95Ms: number | undefined;
  declare range: TimeRange | undefined;

  #current: ScatterPoint | undefined;
  #spoken = '';
  #pressedAt: number | undefined;
  #brush: TimeRange | undefined;
  #frame = 0;
  readonly #resized = new ResizeObserver(() => this.#paintSoon());
  readonly #themed = new MutationObserver(() => this.#paintSoon());

  constructor() {
    super();
    this.points = [];
    this.sources = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
    this.#themed.observe(document.documentElement, { attributes: true });
    this.#themed.observe(document.body, { attributes: true });
  }

  override disconnectedCallback(): void {
    this.#resized.disconnect();
    this.#themed.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const current = this.#current;
    return html`<div
        class="plot"
        role="application"
        aria-roledescription="chart"
        aria-label=${this.#summary()}
        tabindex="0"
        @keydown=${this.#onKeyDown}
        @pointerdown=${this.#onPointerDown}
        @pointermove=${this.#onPointerMove}
        @pointerup=${this.#onPointerUp}
        @pointercancel=${this.#dropBrush}
        @pointerleave=${() => this.#pressedAt === undefined && this.#setCurrent(undefined)}
        @blur=${() => this.#setCurrent(undefined)}
      >
        <canvas aria-hidden="true"></canvas>
        ${this.sources.map(({ id }) => html`<i hidden class=${colourOf(this.sources, id)} data-source=${id}></i>`)}
      </div>
      ${current === undefined ? nothing : html`<div class="tip" aria-hidden="true" ${lengths(this.#tipPlace(current))}>${this.#tip(current)}</div>`}
      <div class="unseen" role="status" aria-live="polite">${this.#spoken}</div>`;
  }

  protected override updated(): void {
    this.#paintSoon();
  }

  get #plot(): HTMLElement | undefined {
    return this.renderRoot?.querySelector<HTMLElement>('.plot') ?? undefined;
  }

  get #scale(): ScatterScale {
    return new ScatterScale(this.points, this.clientWidth, this.clientHeight);
  }

  #summary(): string {
    const counts = (kind: ScatterPoint['kind']) => this.points.filter((point) => point.kind === kind).length;
    const p95 = this.p95Ms === undefined ? '' : `, p95 ${formatMs(this.p95Ms)}`;
    const throttled = counts('throttled');
    const failed = this.points.length - counts('run') - counts('cold') - throttled;
    return `Durations over time: ${plural(this.points.length, 'invocation')}, ${plural(counts('cold'), 'cold start')}, ${failed} failed${throttled > 0 ? `, ${throttled} throttled` : ''}${p95}. Arrow keys move through them, Shift selects a time, Enter opens one, Escape clears the selection.`;
  }

  #tip({ tailed, durationMs, timeMs }: ScatterPoint): string {
    const name = this.#nameOf(tailed.sourceId);
    return `${formatTime(timeMs)} · ${name} · ${formatMs(durationMs)} · ${tailed.invocation.summary.slice(0, 80)}`;
  }

  #nameOf(sourceId: string): string {
    return this.sources.find(({ id }) => id === sourceId)?.functionName ?? '';
  }

  #tipPlace(point: ScatterPoint): Readonly<Record<string, string>> {
    const scale = this.#scale;
    const { clientWidth: width, clientHeight: height } = this;
    const [x, y] = [scale.x(point.timeMs), scale.y(point.durationMs)];
    // On the side with more room, so that the point itself stays in sight.
    const isLeft = x < width / 2;
    return {
      '--tip-left': isLeft ? `${x + 12}px` : 'auto',
      '--tip-right': isLeft ? 'auto' : `${width - x + 12}px`,
      '--tip-room': `${(isLeft ? width - x : x) - 16}px`,
      '--tip-y': `${y > height / 2 ? y - 30 : y + 10}px`,
    };
  }

  #setCurrent(point: ScatterPoint | undefined): void {
    if (point === this.#current) return;
    this.#current = point;
    this.dispatchEvent(new CustomEvent<string | null>('point', { detail: point?.rowKey ?? null }));
    this.requestUpdate();
  }

  #onPointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#pressedAt = event.offsetX;
    this.#plot?.setPointerCapture(event.pointerId);
  }

  #onPointerMove(event: PointerEvent): void {
    const { offsetX, offsetY } = event;
    const scale = this.#scale;
    if (this.#pressedAt !== undefined && Math.abs(offsetX - this.#pressedAt) >= leastDrag) {
      const [from, to] = [Math.min(this.#pressedAt, offsetX), Math.max(this.#pressedAt, offsetX)];
      this.#brush = { fromMs: scale.timeAt(from), toMs: scale.timeAt(to) };
      this.#current = undefined;
      this.requestUpdate();
      return;
    }
    this.#setCurrent(pointNear(this.points, scale, offsetX, offsetY));
  }

  #onPointerUp(event: PointerEvent): void {
    const brush = this.#brush;
    const wasPressed = this.#pressedAt !== undefined;
    this.#dropBrush();
    if (brush) this.#select(brush);
    else if (wasPressed) {
      const point = pointNear(this.points, this.#scale, event.offsetX, event.offsetY);
      if (point) this.#open(point);
      else this.#select(undefined);
    }
  }

  #dropBrush(): void {
    this.#pressedAt = undefined;
    this.#brush = undefined;
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = this.#current ? this.points.findIndex(({ rowKey }) => rowKey === this.#current?.rowKey) : -1;
    const last = this.points.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: place < 0 ? last : place - 1,
      ArrowRight: place < 0 ? 0 : place + 1,
      Home: 0,
      End: last,
    };
    const move = moves[event.key];
    if (move !== undefined && last >= 0) this.#moveTo(Math.max(0, Math.min(last, move)), event.shiftKey);
    else if (event.key === 'Enter' && this.#current) this.#open(this.#current);
    else if (event.key === 'Escape') this.#select(undefined);
    else return;
    event.preventDefault();
  }

  #moveTo(place: number, selects: boolean): void {
    const point = this.points[place];
    if (!point) return;
    const from = this.#current ?? point;
    this.#setCurrent(point);
    this.#spoken = rowSentence(point.tailed, this.#nameOf(point.tailed.sourceId));
    if (!selects) return;
    const range = this.range ?? { fromMs: from.timeMs, toMs: from.timeMs };
    // The end that the keyboard was on moves; the other stays.
    const fixed = range.toMs === from.timeMs ? range.fromMs : range.toMs;
    this.#select({ fromMs: Math.min(fixed, point.timeMs), toMs: Math.max(fixed, point.timeMs) });
  }

  #open(point: ScatterPoint): void {
    this.dispatchEvent(new CustomEvent<string>('open-point', { detail: point.rowKey }));
  }

  #select(range: TimeRange | undefined): void {
    this.dispatchEvent(new CustomEvent<TimeRange | null>('select-range', { detail: range ?? null }));
    this.requestUpdate();
  }

  /** The browser calls no frame of a page that nobody sees. */
  #paintSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    const [width, height] = [this.clientWidth, this.clientHeight];
    if (!canvas || !context || width === 0 || height === 0) return;
    const ratio = window.devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (this.points.length === 0) return;
    const { points, p95Ms } = this;
    const timeoutsMs = [...new Set(this.sources.flatMap((source) => source.timeoutMs ?? []))];
    const range = this.#brush ?? this.range;
    const scatter = { points, scale: this.#scale, p95Ms, timeoutsMs, range, current: this.#current };
    paintScatter(context, scatter, this.#colours());
  }

  #colours(): ScatterColours {
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim() || style.color;
    const dots = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-source]')];
    return {
      text: colour('--text-dim'),
      grid: colour('--vscode-panel-border'),
      cold: colour('--text-cold'),
      bad: colour('--text-bad'),
      warn: colour('--text-warn'),
      selection: colour('--vscode-focusBorder'),
      ofSource: new Map(
        dots.map((dot) => [dot.dataset['source'] ?? '', getComputedStyle(dot).getPropertyValue('--dot').trim()]),
      ),
    };
  }
}

customElements.define('lambda-duration-scatter', DurationScatter);
