/** The log panel: toolbar, strip, one of two readings of the held log, and a line of totals. Persists what was chosen, never data. */

import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import { Channel } from '../../protocol/channel.ts';
import type { LogHostMessages, LogViewMessages, SavedFilter } from '../../protocol/logPanel.ts';
import { FrameDrawing } from '../ui/frameDrawing.ts';
import type { ViewHost } from '../ui/vscodeApi.ts';
import { emptyState, loadingState } from './emptyState.ts';
import { FilterChoice } from './filterChoice.ts';
import { FilterField } from './filterField.ts';
import { InvocationList } from './invocationList.ts';
import { knownNames } from './knownNames.ts';
import { LineList } from './lineList.ts';
import { LogFeed } from './logFeed.ts';
import type { LogPanelState } from './logPanelState.ts';
import { logPanelStyles } from './logPanelStyles.ts';
import { LogStore } from './logStore.ts';
import { logStrip } from './logStrip.ts';
import { LogVoice } from './logVoice.ts';
import { OlderReader } from './olderReader.ts';
import { hasFailed } from './outcomeWords.ts';
import { PanelActions } from './panelActions.ts';
import { PanelMemory } from './panelMemory.ts';
import { ReadingPosition } from './readingPosition.ts';
import {
  invocationReading,
  lineReading,
  measureRows,
  olderRow,
  type ReadingContext,
  unseenButton,
} from './readings.ts';
import { RowVisitor } from './rowVisitor.ts';
import type { Send } from './send.ts';
import { SettledFilter } from './settledFilter.ts';
import { StripModel } from './stripModel.ts';
import { toolbar } from './toolbar.ts';
import { invocationHeader, totals } from './totals.ts';

export class LogPanel extends LitElement {
  static override styles = logPanelStyles;

  readonly #store = new LogStore();
  readonly #lineList = new LineList(this.#store);
  readonly #names = () => knownNames(this.#store);
  readonly #drawing = new FrameDrawing(() => this.requestUpdate());
  readonly #position = new ReadingPosition(this.#drawing.soon);
  readonly #choice = new FilterChoice(this.#drawing.soon);
  readonly #memory = new PanelMemory(this.#position, this.#choice);
  readonly #visitor = new RowVisitor({
    panel: this,
    store: this.#store,
    lineList: this.#lineList,
    choice: this.#choice,
    position: this.#position,
  });
  readonly #strip = new StripModel(systemClock, this.#drawing.soon);
  /** Of the strip, and of the reading that is not on screen. */
  readonly #ofStrip = new SettledFilter(systemClock, this.#drawing.soon);
  readonly #ofOther = new SettledFilter(systemClock, this.#drawing.soon);
  readonly #older = new OlderReader((query) => this.#connected.request('older', query), this.#drawing.soon);
  readonly #feed = new LogFeed(this.#store, () => this.#connected.request('ready', undefined), {
    replaced: ({ savedFilters }, keepsPlaces) => {
      if (savedFilters) this.#savedFilters = savedFilters;
      if (!keepsPlaces) this.#position.forgetLines();
      this.#visitor.arrived();
      this.#drawing.soon();
    },
    appended: ({ lines, invocations }, newInvocations) => {
      this.#position.came(this.#position.isLines ? lines.length : newInvocations);
      if (this.#position.isFollowing) this.#voice.tellArrivals(lines.length, invocations.filter(hasFailed).length);
      this.#visitor.arrived();
      this.#drawing.soon();
    },
    failed: () => this.requestUpdate(),
  });
  readonly #voice = new LogVoice(systemClock, () => this.requestUpdate());
  readonly #send: Send = (name, body) => this.#channel?.send(name, body);
  readonly #actions = new PanelActions({
    channel: () => this.#connected,
    filterText: () => this.#choice.text,
    setFilter: (text) => {
      this.#setFilter(text);
      this.#settleFilter();
    },
    isSinceStart: () => this.#memory.isSinceStart,
    toggleSinceStart: () => {
      this.#memory.toggleSinceStart();
      this.#drawing.soon();
    },
    goTo: (hit) => void this.#visitor.goTo(hit),
    say: (sentence) => this.#voice.say(sentence),
  });
  #channel: Channel<LogViewMessages, LogHostMessages> | undefined;
  #savedFilters: readonly SavedFilter[] = [];
  #focusesFilter = false;
  readonly #resized = new ResizeObserver(this.#drawing.soon);

  /** Gives the panel its host; the panel asks for everything else. */
  connect(host: ViewHost<LogPanelState>): void {
    this.#memory.restore(host);
    const channel = new Channel<LogViewMessages, LogHostMessages>(host.port, {});
    this.#channel = channel;
    channel.on('snapshot', (snapshot) => this.#feed.replace(snapshot));
    channel.on('sources', (sources) => {
      this.#store.setSources(sources);
      this.#drawing.soon();
    });
    channel.on('savedFilters', (filters) => {
      this.#savedFilters = filters;
      this.#drawing.soon();
    });
    channel.on('knownRequests', (known) => this.#actions.setKnownRequests(known));
    channel.on('applyFilter', ({ text }) => {
      this.#setFilter(text);
      this.#settleFilter();
    });
    channel.on('saveFilterAsked', () => this.#saveFilter());
    channel.on('reveal', (ref) => void this.#visitor.reveal(ref));
    channel.on('batch', (batch) => this.#feed.append(batch));
    void this.#feed.ask();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    this.#resized.disconnect();
    this.#channel?.dispose();
    this.#voice.dispose();
    this.#strip.dispose();
    this.#ofStrip.dispose();
    this.#ofOther.dispose();
    this.#drawing.dispose();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (!this.#feed.isReady) return loadingState(this.#feed);
    const { rowHeight, textWidth } = measureRows(this);
    const { isLines, openInvocations, openLines } = this.#position;
    const chosen = this.#choice.shown;
    const settled = this.#ofOther.of(chosen);
    const list = new InvocationList(this.#store, isLines ? settled : chosen, openInvocations, textWidth);
    this.#lineList.update(isLines ? chosen : settled, openLines, textWidth);
    const shown = isLines ? this.#lineList.lineCount : list.invocations.length;
    const context: ReadingContext = {
      store: this.#store,
      position: this.#position,
      actions: this.#actions,
      rowHeight,
      textWidth,
      version: this.#drawing.version,
      readOlder: () => void this.#older.read(this.#choice.text, () => this.#store.sources),
    };
    return html`${this.#toolbar(shown)}${this.#memory.isStripShown(this.clientHeight) && this.#store.invocationCount > 0 ? this.#figures() : nothing}
      <div class="list">
        ${isLines ? olderRow(this.#older) : nothing}${isLines || shown === 0 ? nothing : invocationHeader()}
        ${shown === 0 ? this.#empty() : isLines ? lineReading(this.#lineList, context) : invocationReading(list, context)}
        ${isLines ? nothing : olderRow(this.#older)}${this.#position.unseen > 0 && shown > 0 ? unseenButton(this.#position) : nothing}
      </div>
      ${totals(list.invocations, this.#lineList.lineCount, this.#store.dropped)}
      <div class="unseen" role="status" aria-live="polite">${this.#voice.sentence}</div>`;
  }

  get #connected(): Channel<LogViewMessages, LogHostMessages> {
    if (!this.#channel) throw new Error('The panel has no host yet');
    return this.#channel;
  }

  #toolbar(shown: number): TemplateResult {
    const held = this.#position.isLines ? this.#store.lineCount : this.#store.invocationCount;
    return toolbar({
      sources: this.#store.sources,
      reading: this.#position.reading,
      filterText: this.#choice.text,
      filterError: this.#choice.error,
      names: this.#names,
      count: this.#choice.shown.kind === 'everything' ? '' : `${shown.toLocaleString()} of ${held.toLocaleString()}`,
      following: this.#position.following,
      isStripOpen: this.#memory.isStripShown(this.clientHeight),
      savedFilters: this.#savedFilters,
      recentFilters: this.#memory.recentFilters,
      toggleStrip: () => {
        this.#memory.toggleStrip(this.clientHeight);
        this.#drawing.soon();
      },
      send: this.#send,
      setReading: (reading) => {
        this.#position.setReading(reading);
        this.#memory.save();
      },
      setFilter: (text) => this.#setFilter(text),
      settleFilter: () => this.#settleFilter(),
      toggleFollowing: () => this.#position.toggleFollowing(),
      clear: () => this.#clear(),
    });
  }

  #figures(): TemplateResult {
    return logStrip({
      ...this.#strip.content(this.#store, this.#ofStrip.of(this.#choice.filter), this.#choice.range),
      sources: this.#store.sources,
      range: this.#choice.range,
      setRange: (range) => this.#choice.setRange(range),
      open: (rowKey) => void this.#visitor.revealRow(rowKey),
      point: (rowKey) => this.#visitor.point(rowKey),
    });
  }

  #empty(): TemplateResult {
    return emptyState({
      sources: this.#store.sources,
      filterText: this.#choice.filter.kind === 'filter' ? this.#choice.text : '',
      hasContent: this.#store.lineCount > 0 || this.#store.invocationCount > 0,
      send: this.#send,
      clearFilter: () => {
        this.#choice.setRange(undefined);
        this.#setFilter('');
      },
    });
  }

  #clear(): void {
    this.#channel?.send('clear', undefined);
    this.#store.clear();
    this.#position.closeAll();
    this.#position.follow();
    this.#choice.setRange(undefined);
  }

  #setFilter(text: string): void {
    this.#choice.setText(text);
    this.#position.forgetUnseen();
    this.#memory.save();
  }

  #saveFilter(): void {
    const text = this.#choice.text.trim();
    if (text !== '') this.#channel?.send('saveFilter', { text });
    else this.#focusesFilter = true;
    this.requestUpdate();
  }

  /** The first question may come before the first drawing. */
  protected override updated(): void {
    const field = this.#focusesFilter ? this.renderRoot.querySelector('lambda-filter-field') : undefined;
    if (!(field instanceof FilterField)) return;
    this.#focusesFilter = false;
    void field.updateComplete.then(() => field.focus());
  }

  #settleFilter(): void {
    this.#memory.rememberFilter();
    this.#drawing.soon();
  }
}

customElements.define('lambda-log-panel', LogPanel);
