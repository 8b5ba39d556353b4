/** The menus of the log's toolbar: which part of the log, saved filters, export. */

import { html, type TemplateResult } from 'lit';
import type { LogRange, LogViewMessages, SavedFilter, TailSource } from '../../protocol/logPanel.ts';
import { menuButton } from '../ui/menu.ts';
import { formatTime } from '../ui/moments.ts';
import type { Reading } from './logPanelState.ts';

export interface LogMenuContext {
  readonly sources: readonly TailSource[];
  readonly reading: Reading;
  readonly filterText: string;
  readonly savedFilters: readonly SavedFilter[];
  send<Name extends keyof LogViewMessages['events']>(name: Name, body: LogViewMessages['events'][Name]): void;
  setFilter(text: string): void;
}

const minuteChoices = [5, 15, 60, 180, 1440];

/** One range for all sources; the word on the button is that of the first. */
export function rangeMenu({ sources, send }: LogMenuContext): TemplateResult {
  const range = sources.find((source) => source.range)?.range;
  const words = range ? rangeWords(range) : 'Range';
  return menuButton({
    id: 'range',
    label: `${words}: part of the log that is shown`,
    buttonClass: 'follow',
    content: html`${words} <vscode-icon name="chevron-down" size="14"></vscode-icon>`,
    items: minuteChoices.map((minutes) => ({
      label: rangeWords({ kind: 'last', minutes }),
      isChecked: range?.kind === 'last' && range.minutes === minutes,
      act: () => send('setRange', { range: { kind: 'last', minutes } }),
    })),
  });
}

function rangeWords(range: LogRange): string {
  if (range.kind === 'between') {
    return `${formatTime(range.startTime).slice(0, 5)} to ${formatTime(range.endTime).slice(0, 5)}`;
  }
  return range.minutes < 60 ? `Last ${range.minutes} min` : `Last ${range.minutes / 60} h`;
}

export function savedFilterMenu({ savedFilters, filterText, send, setFilter }: LogMenuContext): TemplateResult {
  return menuButton({
    id: 'saved-filters',
    label: 'Saved filters',
    buttonClass: 'tool',
    content: html`<vscode-icon name="bookmark"></vscode-icon>`,
    items: [
      {
        label: 'Save this filter…',
        isDisabled: filterText.trim() === '',
        act: () => send('saveFilter', { text: filterText }),
      },
      ...savedFilters.map(({ name, text }) => ({
        label: name,
        isChecked: text === filterText,
        act: () => setFilter(text),
      })),
      ...savedFilters.map(({ name }) => ({ label: `Delete “${name}”`, act: () => send('removeFilter', { name }) })),
    ],
  });
}

export function exportMenu({ reading, filterText, send }: LogMenuContext): TemplateResult {
  const choice = (format: 'ndjson' | 'csv', label: string) => ({
    label,
    act: () => send('export', { format, reading, filterText }),
  });
  const what = filterText.trim() === '' ? 'all' : 'filtered';
  return menuButton({
    id: 'export',
    label: 'Export',
    buttonClass: 'tool',
    content: html`<vscode-icon name="export"></vscode-icon>`,
    items: [
      choice('ndjson', `Export ${what} ${reading} as NDJSON…`),
      choice('csv', `Export ${what} ${reading} as CSV…`),
    ],
  });
}
