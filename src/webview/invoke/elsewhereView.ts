/** "also run on": the chosen targets as chips in the head, and their answers beside the panel's own in a table. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { TargetSummary } from '../../protocol/invokePanel.ts';
import type { MenuItem } from '../ui/menu.ts';
import { menuButton } from '../ui/menu.ts';
import { formatCost, formatMs } from '../ui/moments.ts';
import type { Elsewhere, ElsewhereRun } from './elsewhere.ts';
import { runWords } from './runWords.ts';
import { targetIcon, targetWords } from './targetMenu.ts';
import type { TargetQuestion } from './targetQuestion.ts';

export function elsewhereChips(elsewhere: Elsewhere, question: TargetQuestion, current: TargetSummary): TemplateResult {
  const opening = {
    capture: true,
    handleEvent: (event: Event) => {
      if ((event as ToggleEvent).newState === 'open') void question.ask();
    },
  };
  return html`<span class="elsewhere" @beforetoggle=${opening}>
    ${elsewhere.targets.length > 0 ? html`<span class="dim">also run on</span>` : nothing}
    ${elsewhere.targets.map(
      (target) =>
        html`<button class=${target.isProtected ? 'chip protected' : 'chip'} title="Run there no longer" aria-label=${`Also run on ${targetWords(target)}: remove`} @click=${() => elsewhere.toggle(target)}>
          ${targetIcon(target)}<span>${target.label}</span><vscode-icon name="close" size="12"></vscode-icon>
        </button>`,
    )}
    ${menuButton({
      id: 'elsewhere-menu',
      label: 'Also run on another target',
      buttonClass: 'quiet-button',
      content: elsewhere.targets.length === 0 ? 'Also run on…' : '+',
      items: items(elsewhere, question, current),
    })}
  </span>`;
}

function items(elsewhere: Elsewhere, { choices }: TargetQuestion, current: TargetSummary): readonly MenuItem[] {
  const note = (label: string): MenuItem => ({ label, isDisabled: true, act: () => {} });
  if (choices === 'asking') return [note('Asking the other targets…')];
  if ('failure' in choices) return [note(`The targets could not be asked: ${choices.failure}`)];
  const others = choices.filter(({ target }) => target.id !== current.id);
  if (others.length === 0) return [note('There is no other target: add an AWS connection in the Functions view')];
  return others.map(({ target, obstacle }) => ({
    label: obstacle === undefined ? targetWords(target) : `${target.label}: ${obstacle}`,
    isChecked: elsewhere.targets.some(({ id }) => id === target.id),
    isDisabled: obstacle !== undefined,
    act: () => elsewhere.toggle(target),
  }));
}

/** One row per target; choosing a row shows that answer below. */
export function elsewhereTable(elsewhere: Elsewhere, current: TargetSummary): TemplateResult | typeof nothing {
  if (!elsewhere.hasRuns) return nothing;
  const { own } = elsewhere;
  const here: ElsewhereRun = own ? { state: 'ended', result: own } : { state: 'running' };
  return html`<div class="compare-targets" role="group" aria-label="Answers of the targets" tabindex="0"><table>
    <thead><tr>${['Target', 'Outcome', 'Differences', 'Duration', 'Init', 'Memory', 'Client', 'Cost'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>
      ${row(current, here, elsewhere.shownTargetId === undefined, () => elsewhere.show(undefined))}
      ${elsewhere.targets.map((target) => {
        const run = elsewhere.runOf(target.id);
        return run ? row(target, run, elsewhere.shownTargetId === target.id, () => elsewhere.show(target.id)) : nothing;
      })}
    </tbody>
  </table></div>`;
}

function row(target: TargetSummary, run: ElsewhereRun, isShown: boolean, show: () => void): TemplateResult {
  const answer = run.state === 'ended' && run.result.kind === 'answer' ? run.result : undefined;
  const report = answer?.report;
  const time = (ms: number | undefined) => (ms === undefined ? '–' : formatMs(ms));
  return html`<tr class=${isShown ? 'shown' : ''}>
    <th scope="row"><button class="link" aria-pressed=${isShown} ?disabled=${run.state !== 'ended'} @click=${show}>${target.label}</button></th>
    <td>${outcome(run)}</td>
    <td>${differences(run)}</td>
    <td>${time(report?.durationMs)}</td>
    <td>${time(report?.initDurationMs)}</td>
    <td>${report ? `${report.maxMemoryUsedMB} / ${report.memorySizeMB} MB` : '–'}</td>
    <td>${time(answer?.clientMs)}</td>
    <td>${answer?.costUSD === undefined ? '–' : formatCost(answer.costUSD)}</td>
  </tr>`;
}

function outcome(run: ElsewhereRun): TemplateResult {
  switch (run.state) {
    case 'running':
      return html`<span class="dim">running…</span>`;
    case 'not-sent':
      return html`<span class="warn">not sent: ${run.reason}</span>`;
    case 'ended': {
      const { headline, detail } = runWords(run.result);
      return html`${headline} <span class="dim">${detail}</span>`;
    }
  }
}

function differences(run: ElsewhereRun): TemplateResult | string {
  if (run.state !== 'ended' || run.differences === undefined) return '–';
  return run.differences === 0 ? 'same' : html`<span class="warn">${run.differences.toLocaleString()}</span>`;
}

export const elsewhereStyles = css`
  .elsewhere {
    align-items: center;
    display: inline-flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .answers {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    overflow: hidden;
  }
  .answers > lambda-result-pane {
    flex: 1;
  }
  .compare-targets {
    border-bottom: 1px solid var(--line);
    flex: none;
    max-height: 40%;
    overflow: auto;
    padding: 6px 14px;
  }
  .compare-targets table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .compare-targets th,
  .compare-targets td {
    font-weight: 400;
    padding: 1px 14px 1px 0;
    text-align: start;
    white-space: nowrap;
  }
  .compare-targets .shown {
    background: var(--active-row);
  }
  .compare-targets button:disabled {
    color: var(--text);
    cursor: default;
  }
`;
