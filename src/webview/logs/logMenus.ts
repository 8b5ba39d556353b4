/** The menus of the log's toolbar: saved filters, export. */

import { html, type TemplateResult } from 'lit';
import type { SavedFilter, TailSource } from '../../protocol/logPanel.ts';
import { menuButton } from '../ui/menu.ts';
import type { Reading } from './logPanelState.ts';
import type { Send } from './send.ts';

export interface LogMenuContext {
  readonly sources: readonly TailSource[];
  readonly reading: Reading;
  readonly filterText: string;
  readonly savedFilters: readonly SavedFilter[];
  readonly send: Send;
  setFilter(text: string): void;
}

/** What is done with a filter that has a name stands in the editor's own list: rename, overwrite, remove. */
export function savedFilterMenu({ savedFilters, filterText, send, setFilter }: LogMenuContext): TemplateResult {
  return menuButton({
    id: 'saved-filters',
    label: 'Saved filters',
    buttonClass: 'tool',
    content: html`<vscode-icon name="bookmark"></vscode-icon>`,
    items: [
      ...savedFilters.map(({ name, text }) => ({
        label: name,
        isChecked: text === filterText,
        act: () => setFilter(text),
      })),
      {
        label: 'Save this filter…',
        isDisabled: filterText.trim() === '',
        act: () => send('saveFilter', { text: filterText }),
      },
      {
        label: 'Manage saved filters…',
        isDisabled: savedFilters.length === 0,
        act: () => send('manageFilters', undefined),
      },
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
