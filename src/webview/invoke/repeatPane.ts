/** Many runs of one event, live: progress, percentiles, a histogram of cold and warm, failures by reason. Loaded when first shown. */

import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { Histogram, RepeatState, Spread } from '../../protocol/repeatRuns.ts';
import { formatCost, formatMs, plural } from '../ui/moments.ts';
import { base } from '../ui/theme.ts';
import type { RepeatControl } from './repeatControl.ts';

export class RepeatPane extends LitElement {
  static override properties = {
    repeat: { attribute: false },
    state: { attribute: false },
    failure: { attribute: false },
  };

  declare repeat: RepeatControl;
  /** What `repeat` says; a change of it is drawn. */
  declare state: RepeatState | undefined;
  declare failure: string | undefined;

  override render(): TemplateResult {
    const { repeat, state } = this;
    if (!state) return html`<p class="empty">Waiting for the first run…</p>`;
    return html`<div class="head">
        <h2>${titles[state.state]} ${state.ended.toLocaleString()} of ${plural(state.count, 'run')}</h2>
        <span class="dim">${state.concurrency} at once · ${formatMs(state.elapsedMs)}${rate(state)}</span>
        <span class="grow"></span>
        ${
          state.state === 'running'
            ? html`<vscode-button secondary icon="debug-stop" @click=${() => repeat.stop()}>Stop</vscode-button>`
            : html`<button class="quiet-button" @click=${() => void repeat.export('csv')}>Export CSV</button>
                <button class="quiet-button" @click=${() => void repeat.export('ndjson')}>Export NDJSON</button>`
        }
        <button class="quiet-button" @click=${() => repeat.hide()}>Back to the answer</button>
      </div>
      <progress aria-label="Runs that have ended" max=${state.count} .value=${state.ended}></progress>
      ${this.failure === undefined ? nothing : html`<p class="bad" role="alert">${this.failure}</p>`}
      <div class="content" tabindex="0" role="group" aria-label="Figures of the runs">
        ${outcomes(state)}${spreads(state)}${state.histogram ? histogram(state.histogram) : nothing}${failures(state)}
      </div>`;
  }

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        overflow: hidden;
      }
      .head {
        align-items: center;
        border-bottom: 1px solid var(--line);
        display: flex;
        flex: none;
        flex-wrap: wrap;
        gap: 4px 10px;
        padding: 6px 14px;
      }
      h2,
      h3 {
        font-size: inherit;
        font-weight: 600;
        margin: 0;
      }
      .grow {
        flex: 1;
      }
      .quiet-button {
        border-radius: 5px;
        color: var(--text-dim);
        line-height: 22px;
        padding: 0 7px;
      }
      .quiet-button:hover {
        background: var(--vscode-toolbar-hoverBackground);
        color: var(--text);
      }
      progress {
        appearance: none;
        background: var(--track);
        border: 0;
        display: block;
        flex: none;
        height: 3px;
        width: 100%;
      }
      progress::-webkit-progress-bar {
        background: transparent;
      }
      progress::-webkit-progress-value {
        background: var(--vscode-progressBar-background, var(--vscode-focusBorder));
      }
      .content {
        display: grid;
        gap: 14px;
        /* Rather scrolled than squeezed. */
        grid-auto-rows: max-content;
        overflow: auto;
        padding: 12px 14px;
      }
      .empty,
      p {
        margin: 0;
        padding: 8px 14px;
      }
      .outcomes {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 22px;
      }
      .outcomes b {
        font-size: 1.25em;
        font-variant-numeric: tabular-nums;
      }
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        font-weight: 400;
        padding: 1px 14px 1px 0;
        text-align: end;
      }
      th:first-child {
        text-align: start;
      }
      .table {
        overflow-x: auto;
      }
      svg {
        display: block;
        height: 130px;
        width: 100%;
      }
      rect.warm {
        fill: var(--fill-ok);
      }
      rect.cold {
        fill: var(--fill-cold);
        stroke: var(--text);
        stroke-dasharray: 2 2;
        stroke-width: 0.6;
      }
      .axis {
        color: var(--text-dim);
        display: flex;
        font-size: 11px;
        justify-content: space-between;
      }
      .legend {
        color: var(--text-dim);
        display: inline-flex;
        gap: 12px;
        margin-inline-start: 10px;
      }
      .legend i {
        display: inline-block;
        height: 9px;
        margin-inline-end: 4px;
        width: 9px;
      }
      .legend .warm {
        background: var(--fill-ok);
      }
      .legend .cold {
        background: var(--fill-cold);
        outline: 1px dashed var(--text);
        outline-offset: -1px;
      }
      ul {
        margin: 4px 0 0;
        padding: 0 0 0 18px;
      }
      li {
        overflow-wrap: anywhere;
      }
    `,
  ];
}

const titles = { running: 'Running:', finished: 'Done:', stopped: 'Stopped:' } as const;

function rate({ ended, elapsedMs }: RepeatState): string {
  return elapsedMs < 500 ? '' : ` · ${((ended * 1000) / elapsedMs).toFixed(1)} per second`;
}

function outcomes(state: RepeatState): TemplateResult {
  const facts: readonly (readonly [number, string, string])[] = [
    [state.succeeded, 'succeeded', ''],
    [state.failed, 'failed', 'bad'],
    [state.throttled, 'throttled', 'warn'],
    [state.refused, 'refused', 'bad'],
    [state.cancelled, 'cancelled', ''],
    [state.cold, 'cold', 'cold'],
  ];
  return html`<div class="outcomes">
    ${facts.map(([count, name, tone], place) =>
      count > 0 || place === 0 ? html`<span class=${tone}><b>${count.toLocaleString()}</b> ${name}</span>` : nothing,
    )}
    ${state.costUSD === undefined ? nothing : html`<span><b>${formatCost(state.costUSD)}</b> by the price list</span>`}
  </div>`;
}

function spreads({ warmDuration, coldDuration, clientTime }: RepeatState): TemplateResult {
  const rows: readonly (readonly [string, Spread | undefined])[] = [
    ['Warm duration', warmDuration],
    ['Cold: init + duration', coldDuration],
    ['Seen by the client', clientTime],
  ];
  return html`<div class="table"><table>
    <thead><tr><th scope="col">Time</th><th scope="col">p50</th><th scope="col">p95</th><th scope="col">p99</th><th scope="col">longest</th><th scope="col">runs</th></tr></thead>
    <tbody>${rows.map(([name, spread]) =>
      spread
        ? html`<tr><th scope="row">${name}</th><td>${formatMs(spread.p50)}</td><td>${formatMs(spread.p95)}</td><td>${formatMs(spread.p99)}</td><td>${formatMs(spread.longest)}</td><td>${spread.count.toLocaleString()}</td></tr>`
        : nothing,
    )}</tbody>
  </table></div>`;
}

const height = 100;

function histogram({ edges, warm, cold }: Histogram): TemplateResult {
  const highest = Math.max(1, ...warm.map((count, place) => count + (cold[place] ?? 0)));
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / highest) * height));
  const bars = warm.map((count, place) => {
    const coldCount = cold[place] ?? 0;
    const [below, above] = [tall(count), tall(coldCount)];
    const words = `${formatMs(edges[place] ?? 0)} to ${formatMs(edges[place + 1] ?? 0)}: ${count} warm, ${coldCount} cold`;
    return svg`<g><title>${words}</title>
      <rect class="warm" x=${place + 0.05} width="0.9" y=${height - below} height=${below} />
      <rect class="cold" x=${place + 0.05} width="0.9" y=${height - below - above} height=${above} vector-effect="non-scaling-stroke" />
    </g>`;
  });
  const label = `Histogram of durations from ${formatMs(edges[0] ?? 0)} to ${formatMs(edges.at(-1) ?? 0)}, highest bar ${highest} runs`;
  return html`<div>
    <h3>Durations <span class="legend"><span><i class="warm"></i>warm</span><span><i class="cold"></i>cold, with init</span></span></h3>
    <svg role="img" aria-label=${label} viewBox="0 0 ${warm.length} ${height}" preserveAspectRatio="none">${bars}</svg>
    <div class="axis" aria-hidden="true">${[0, 0.25, 0.5, 0.75, 1].map((share) => html`<span>${formatMs(edges[Math.round(share * (edges.length - 1))] ?? 0)}</span>`)}</div>
  </div>`;
}

function failures({ failures }: RepeatState): TemplateResult | typeof nothing {
  if (failures.length === 0) return nothing;
  return html`<div>
    <h3>What went wrong</h3>
    <ul>${failures.map(
      ({ message, count, requestId }) =>
        html`<li><b>${count.toLocaleString()}</b> × <span class="bad">${message}</span>${requestId ? html` <span class="dim">for instance ${requestId}</span>` : nothing}</li>`,
    )}</ul>
  </div>`;
}

customElements.define('lambda-repeat-pane', RepeatPane);
