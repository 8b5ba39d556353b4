/** The log panel's toolbar: tailed functions, the choice of reading, the filter, and what can be done with the whole log. */

import './filterField.ts';
import { html, nothing, type TemplateResult } from 'lit';
import type { KnownNames } from '../../lambda/logFilterCompletion.ts';
import type { FilterError } from './filterChoice.ts';
import { legend } from './legend.ts';
import { exportMenu, type LogMenuContext, savedFilterMenu } from './logMenus.ts';
import type { Following, Reading } from './logPanelState.ts';
import { rangeMenu } from './rangeMenu.ts';
import { followRange } from './rangeWords.ts';
import { sourceChip } from './sourceChip.ts';
import { colourOf } from './sourceColours.ts';

export interface ToolbarContext extends LogMenuContext {
  readonly filterError: FilterError | undefined;
  readonly recentFilters: readonly string[];
  readonly names: () => KnownNames;
  /** How much of what is held is shown; empty where that is all. */
  readonly count: string;
  readonly following: Following;
  readonly isStripOpen: boolean;
  setReading(reading: Reading): void;
  /** The filter is what was meant: it is remembered. */
  settleFilter(): void;
  toggleFollowing(): void;
  toggleStrip(): void;
  clear(): void;
}

export function toolbar(context: ToolbarContext): TemplateResult {
  const { sources, send } = context;
  return html`<div class="toolbar" role="toolbar" aria-label="Log">
    <ul class="sources" aria-label="Tailed functions">
      ${sources.map((source, place) => sourceChip(source, colourOf(sources, source.id), place, send))}
      <li>
        <button class="chip add" title="Tail another function's logs…" aria-label="Tail another function's logs…" @click=${() => send('addSource', undefined)}>
          <vscode-icon name="add" size="14"></vscode-icon>
        </button>
      </li>
    </ul>
    <div class="controls">
      ${readingSwitch(context)}<span class="filter">${filterField(context)}${savedFilterMenu(context)}</span>
      ${sources.length > 0 ? rangeMenu(sources, (range) => send('setRange', { range })) : nothing}${followButton(context)}
      <span class="tools">
        <button
          class="tool strip-toggle"
          aria-pressed=${context.isStripOpen}
          title="Figures and durations"
          aria-label="Figures and durations"
          @click=${() => context.toggleStrip()}
        ><vscode-icon name="graph-scatter"></vscode-icon></button>
        ${exportMenu(context)}${tool('clear-all', 'Clear', () => context.clear())}
        ${tool('go-to-file', 'Open in editor', () => send('openInEditor', undefined))}${legend()}
      </span>
    </div>
  </div>`;
}

function readingSwitch(context: ToolbarContext): TemplateResult {
  const choice = (reading: Reading, label: string, icon: string) =>
    html`<button aria-pressed=${context.reading === reading} title=${label} @click=${() => context.setReading(reading)}
      ><vscode-icon name=${icon} size="14"></vscode-icon><span class="words">${label}</span></button>`;
  return html`<span class="switch" role="group" aria-label="Reading"
    >${choice('invocations', 'Invocations', 'zap')}${choice('lines', 'Lines', 'list-flat')}</span
  >`;
}

function filterField(context: ToolbarContext): TemplateResult {
  return html`<lambda-filter-field
    .text=${context.filterText}
    .error=${context.filterError}
    .names=${context.names}
    .count=${context.count}
    .saved=${context.savedFilters}
    .recent=${context.recentFilters}
    @filter-text=${(event: CustomEvent<string>) => context.setFilter(event.detail)}
    @filter-settled=${() => context.settleFilter()}
    @filter-help=${openLegend}
  ></lambda-filter-field>`;
}

function openLegend(event: Event): void {
  const toolbar = (event.currentTarget as HTMLElement).closest('.toolbar');
  const source = toolbar?.querySelector<HTMLElement>('[popovertarget="legend"]');
  toolbar?.querySelector<HTMLElement>('#legend')?.showPopover(source ? { source } : undefined);
}

function followButton(context: ToolbarContext): TemplateResult {
  const { sources, send } = context;
  if (sources.length > 0 && sources.every(({ range }) => range?.kind === 'between')) {
    return html`<button class="follow" title="Nothing is followed in a closed piece of the past" @click=${() => send('setRange', { range: followRange })}>
      <vscode-icon name="debug-continue" size="14"></vscode-icon><span class="words">Follow again</span>
    </button>`;
  }
  const isFollowing = context.following === 'following';
  return html`<button
    class=${isFollowing ? 'follow on' : 'follow'}
    aria-pressed=${isFollowing}
    title=${isFollowing ? 'Pause: the list stops moving, nothing is lost' : 'Go back to the newest and follow'}
    @click=${() => context.toggleFollowing()}
  >
    <vscode-icon name=${isFollowing ? 'circle-filled' : 'debug-pause'} size="14"></vscode-icon><span class="words">${isFollowing ? 'Following' : 'Paused'}</span>
  </button>`;
}

function tool(icon: string, label: string, act: () => void): TemplateResult {
  return html`<button class="tool" title=${label} aria-label=${label} @click=${act}><vscode-icon name=${icon}></vscode-icon></button>`;
}
