/** Saved log filters from the palette: save the one that is set, apply, rename, remove. */

import type { SavedFilters } from '../logs/savedFilters.ts';
import type { LogPanel } from '../panels/logPanel.ts';
import type { CommandHandler } from './registry.ts';

/** The view knows which filter is set; without one, its field gets the focus. */
export function saveLogFilter(panel: LogPanel): CommandHandler {
  return () => panel.askToSaveFilter();
}

export function applySavedLogFilter(filters: SavedFilters, panel: LogPanel): CommandHandler {
  return async () => {
    const filter = await filters.choose('Apply Saved Log Filter');
    if (filter) await panel.showFilter(filter.text);
  };
}

export function renameSavedLogFilter(filters: SavedFilters): CommandHandler {
  return async () => {
    const filter = await filters.choose('Rename Saved Log Filter');
    if (filter) await filters.rename(filter);
  };
}

export function removeSavedLogFilter(filters: SavedFilters): CommandHandler {
  return async () => {
    const filter = await filters.choose('Remove Saved Log Filter');
    if (filter) await filters.remove(filter.name);
  };
}
