/** The figures above the list: how fast, how cold, how wrong, how dear; those of each function in a table behind a button. */

import { html, nothing, type TemplateResult } from 'lit';
import type { LogStatistics } from '../../lambda/logStatistics.ts';
import type { TailSource, TailStatistics } from '../../protocol/logPanel.ts';
import { mark } from '../ui/marks.ts';
import { formatCost, formatCostPerMillion, formatMs, plural } from '../ui/moments.ts';
import { colourOf } from './sourceColours.ts';

export function statisticsCells(statistics: TailStatistics, sources: readonly TailSource[]): TemplateResult {
  const { all } = statistics;
  return html`<div class="statistics">
    <dl>
      ${cell('p50', ms(all.p50Ms))}${cell('p95', ms(all.p95Ms))}${cell('p99', ms(all.p99Ms))}
      ${cell(
        all.initP50Ms === undefined ? 'cold starts' : `cold, init ${formatMs(all.initP50Ms)}`,
        html`${all.coldStarts > 0 ? mark('cold') : nothing} ${percent(all.coldStartRate)}`,
        all.coldStarts > 0 ? 'cold' : '',
        `${plural(all.coldStarts, 'cold start')}; the init time is their median`,
      )}
      ${cell(
        `errors, ${all.failures} of ${all.invocations.toLocaleString()}`,
        html`${all.failures > 0 ? mark('error') : nothing} ${percent(all.errorRate)}`,
        all.failures > 0 ? 'bad' : '',
        `Errors, timeouts and out-of-memory together; ${plural(all.timeouts, 'timeout')}, ${all.outOfMemory} out of memory`,
      )}
      ${all.costUSD === undefined || all.reported === 0 ? nothing : costCell(all.costUSD, all.reported)}
      ${cell(all.environments === 1 ? 'environment' : 'environments', environments(all), '', environmentsTitle(all))}
    </dl>
    ${sources.length > 1 ? perSource(statistics, sources) : nothing}
  </div>`;
}

function costCell(costUSD: number, reported: number): TemplateResult {
  return cell(
    `${formatCostPerMillion(costUSD / reported)}`,
    formatCost(costUSD),
    '',
    'What these calls cost by the list price, without the free tier',
  );
}

/** `4 · 2 at once`. */
function environments({ environments, peakConcurrency }: LogStatistics): string {
  return peakConcurrency > 1 ? `${environments} · ${peakConcurrency} at once` : String(environments);
}

function environmentsTitle({ environments, peakConcurrency }: LogStatistics): string {
  return `${plural(environments, 'execution environment')} seen; at most ${plural(peakConcurrency, 'invocation')} at the same moment`;
}

function cell(term: string, value: string | TemplateResult, kind = '', title?: string): TemplateResult {
  return html`<div title=${title ?? nothing}><dt>${term}</dt><dd class=${kind}>${value}</dd></div>`;
}

function perSource({ bySource }: TailStatistics, sources: readonly TailSource[]): TemplateResult {
  const rows = sources.flatMap((source) => {
    const own = bySource[source.id];
    return own ? [sourceRow(source, own, colourOf(sources, source.id))] : [];
  });
  return html`<button class="tool per-source" popovertarget="per-source" title="Figures of each function" aria-label="Figures of each function">
      <vscode-icon name="table" size="14"></vscode-icon>
    </button>
    <div id="per-source" class="sheet" popover role="dialog" aria-label="Figures of each function">
      <table>
        <thead>
          <tr>${['Function', 'Calls', 'p50', 'p95', 'p99', 'Cold', 'Init p50', 'Failed', 'Environments', 'At once', 'Cost'].map((name) => html`<th scope="col">${name}</th>`)}</tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>`;
}

function sourceRow(source: TailSource, own: LogStatistics, colour: string): TemplateResult {
  const figures = [
    own.invocations.toLocaleString(),
    ms(own.p50Ms),
    ms(own.p95Ms),
    ms(own.p99Ms),
    percent(own.coldStartRate),
    ms(own.initP50Ms),
    percent(own.errorRate),
    String(own.environments),
    String(own.peakConcurrency),
    own.costUSD === undefined ? '–' : formatCost(own.costUSD),
  ];
  return html`<tr>
    <th scope="row"><i class="dot ${colour}"></i> ${source.functionName} <span class="dim">${source.targetLabel}</span></th>
    ${figures.map((figure) => html`<td>${figure}</td>`)}
  </tr>`;
}

function ms(value: number | undefined): string {
  return value === undefined ? '–' : formatMs(value);
}

function percent(share: number | undefined): string {
  if (share === undefined) return '–';
  return `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)} %`;
}
