/** The log panel's toolbar: tailed functions, the choice of reading, the filter, and what can be done with the whole log. */

import './filterField.ts';
import { html, nothing, type TemplateResult } from 'lit';
import type { ParsedFilter } from '../../lambda/logFilter.ts';
import type { KnownNames } from '../../lambda/logFilterCompletion.ts';
import { legend } from './legend.ts';
import { exportMenu, type LogMenuContext, rangeMenu, savedFilterMenu } from './logMenus.ts';
import type { Following, Reading } from './logPanelState.ts';
import { sourceChip } from './sourceChip.ts';
import { colourOf } from './sourceColours.ts';

export interface ToolbarContext extends LogMenuContext {
  readonly filterError: Extract<ParsedFilter, { kind: 'error' }> | undefined;
  readonly names: () => KnownNames;
  readonly count: string;
  readonly following: Following;
  readonly isStripOpen: boolean;
  setReading(reading: Reading): void;
  toggleFollowing(): void;
  toggleStrip(): void;
  clear(): void;
}

export function toolbar(context: ToolbarContext): TemplateResult {
  const { sources } = context;
  return html`<div class="toolbar" role="toolbar" aria-label="Log">
    <ul class="sources" aria-label="Tailed functions">
      ${sources.map((source, place) => sourceChip(source, colourOf(sources, source.id), place, context.send))}
      <li>
        <button class="chip add" title="Tail another function's logs…" aria-label="Tail another function's logs…" @click=${() => context.send('addSource', undefined)}>
          <vscode-icon name="add" size="14"></vscode-icon>
        </button>
      </li>
    </ul>
    ${readingSwitch(context)}${filterField(context)}${savedFilterMenu(context)}${sources.length > 0 ? rangeMenu(context) : nothing}${followButton(context)}
    <span class="tools">
      <button
        class="tool strip-toggle"
        aria-pressed=${context.isStripOpen}
        title="Figures and durations"
        aria-label="Figures and durations"
        @click=${() => context.toggleStrip()}
      ><vscode-icon name="graph-scatter"></vscode-icon></button>
      ${exportMenu(context)}${tool('clear-all', 'Clear', () => context.clear())}
      ${tool('go-to-file', 'Open in editor', () => context.send('openInEditor', undefined))}${legend()}
    </span>
  </div>`;
}

function readingSwitch(context: ToolbarContext): TemplateResult {
  const choice = (reading: Reading, label: string) =>
    html`<button aria-pressed=${context.reading === reading} @click=${() => context.setReading(reading)}>${label}</button>`;
  return html`<span class="switch" role="group" aria-label="Reading">${choice('invocations', 'Invocations')}${choice('lines', 'Lines')}</span>`;
}

function filterField(context: ToolbarContext): TemplateResult {
  return html`<lambda-filter-field
    .text=${context.filterText}
    .error=${context.filterError}
    .names=${context.names}
    .count=${context.count}
    @filter-text=${(event: CustomEvent<string>) => context.setFilter(event.detail)}
  ></lambda-filter-field>`;
}

function followButton(context: ToolbarContext): TemplateResult {
  const isFollowing = context.following === 'following';
  return html`<button
    class=${isFollowing ? 'follow on' : 'follow'}
    aria-pressed=${isFollowing}
    title=${isFollowing ? 'Pause: the list stops moving, nothing is lost' : 'Go back to the newest and follow'}
    @click=${() => context.toggleFollowing()}
  >
    <vscode-icon name=${isFollowing ? 'circle-filled' : 'debug-pause'} size="14"></vscode-icon>${isFollowing ? 'Following' : 'Paused'}
  </button>`;
}

function tool(icon: string, label: string, act: () => void): TemplateResult {
  return html`<button class="tool" title=${label} aria-label=${label} @click=${act}><vscode-icon name=${icon}></vscode-icon></button>`;
}
