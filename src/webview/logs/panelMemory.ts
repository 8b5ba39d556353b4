/** What the panel leaves with the editor for its next life: what was chosen, never data. */

import type { ViewHost } from '../ui/vscodeApi.ts';
import type { FilterChoice } from './filterChoice.ts';
import type { LogPanelState } from './logPanelState.ts';
import type { ReadingPosition } from './readingPosition.ts';
import { recentFrom, withRecent } from './recentFilters.ts';

/** Up to this height in pixels a panel has room for few rows; the container queries of the styles say the same. */
const lowHeight = 280;

export class PanelMemory {
  readonly #position: ReadingPosition;
  readonly #choice: FilterChoice;
  #host: ViewHost<LogPanelState> | undefined;
  #recentFilters: readonly string[] = [];
  #isSinceStart = false;
  #isStripOpen = true;
  /** Where the panel is low, rows come first until somebody asks. */
  #isStripOpenWhenLow = false;

  constructor(position: ReadingPosition, choice: FilterChoice) {
    this.#position = position;
    this.#choice = choice;
  }

  /** Takes up what was left; another version may have left something else. */
  restore(host: ViewHost<LogPanelState>): void {
    const state = host.readState();
    this.#position.setReading(state?.reading === 'lines' ? 'lines' : 'invocations');
    this.#choice.setText(typeof state?.filterText === 'string' ? state.filterText : '');
    this.#recentFilters = recentFrom(state?.recentFilters);
    this.#isSinceStart = state?.isSinceStart === true;
    this.#isStripOpen = state?.isStripOpen !== false;
    this.#isStripOpenWhenLow = state?.isStripOpenWhenLow === true;
    this.#host = host;
  }

  save(): void {
    this.#host?.writeState({
      reading: this.#position.reading,
      filterText: this.#choice.text,
      recentFilters: this.#recentFilters,
      ...(this.#isSinceStart && { isSinceStart: true }),
      isStripOpen: this.#isStripOpen,
      isStripOpenWhenLow: this.#isStripOpenWhenLow,
    });
  }

  /** Whether lines tell their time from the START of their request instead of the time of day. */
  get isSinceStart(): boolean {
    return this.#isSinceStart;
  }

  toggleSinceStart(): void {
    this.#isSinceStart = !this.#isSinceStart;
    this.save();
  }

  /** The newest first. */
  get recentFilters(): readonly string[] {
    return this.#recentFilters;
  }

  /** The filter that is set was meant as it stands. */
  rememberFilter(): void {
    if (this.#choice.error) return;
    this.#recentFilters = withRecent(this.#recentFilters, this.#choice.text);
    this.save();
  }

  /** Whether a panel of this height shows the strip. */
  isStripShown(height: number): boolean {
    return height <= lowHeight ? this.#isStripOpenWhenLow : this.#isStripOpen;
  }

  toggleStrip(height: number): void {
    if (height <= lowHeight) this.#isStripOpenWhenLow = !this.#isStripOpenWhenLow;
    else this.#isStripOpen = !this.#isStripOpen;
    if (!this.isStripShown(height)) this.#choice.setRange(undefined);
    this.save();
  }
}
