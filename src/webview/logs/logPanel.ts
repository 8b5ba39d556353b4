/** The log panel: toolbar, one of two readings of the held log, and a line of totals. Persists what was chosen, never data. */

import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import './durationScatter.ts';
import './invocationRows.ts';
import './lineRows.ts';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import { messageOf } from '../../base/humanError.ts';
import { MutableDisposable } from '../../base/lifecycle.ts';
import { type ParsedFilter, parseFilter } from '../../lambda/logFilter.ts';
import { Channel } from '../../protocol/channel.ts';
import type { LogHostMessages, LogSnapshot, LogViewMessages, SavedFilter } from '../../protocol/logPanel.ts';
import { Announcer } from '../ui/announcer.ts';
import { formatTime, plural } from '../ui/moments.ts';
import { type FollowedEnd, RowWindow } from '../ui/rowWindow.ts';
import { measureText } from '../ui/textMetrics.ts';
import type { ViewHost } from '../ui/vscodeApi.ts';
import { emptyState } from './emptyState.ts';
import { InvocationList } from './invocationList.ts';
import { knownNames } from './knownNames.ts';
import { LineList } from './lineList.ts';
import type { LogActions } from './logActions.ts';
import type { Following, LogPanelState, Reading } from './logPanelState.ts';
import { logPanelStyles } from './logPanelStyles.ts';
import { LogStore } from './logStore.ts';
import { hasFailed } from './outcomeWords.ts';
import type { TimeRange } from './scatterPoints.ts';
import { statisticsCells } from './statisticsCells.ts';
import { StripModel, stripIntervalMs } from './stripModel.ts';
import { within } from './timeRangeFilter.ts';
import { toolbar } from './toolbar.ts';
import { invocationHeader, totals } from './totals.ts';

export class LogPanel extends LitElement {
  static override styles = logPanelStyles;

  readonly #store = new LogStore();
  readonly #lineList = new LineList(this.#store);
  readonly #openInvocations = new Set<string>();
  readonly #openLines = new Set<string>();
  readonly #names = () => knownNames(this.#store);
  readonly #strip = new StripModel(systemClock);
  readonly #stripTimer = new MutableDisposable();
  readonly #announcer = new Announcer(systemClock, 5000, (sentence) => this.#setSpoken(sentence));
  readonly #actions: LogActions = {
    copy: (text, what) => {
      this.#channel?.send('copy', { text });
      this.#setSpoken(`${what} copied`);
    },
    openFrame: (sourceId, text) => this.#channel?.send('openFrame', { sourceId, text }),
    invoke: (sourceId) => this.#channel?.send('invoke', { sourceId }),
  };
  #host: ViewHost<LogPanelState> | undefined;
  #channel: Channel<LogViewMessages, LogHostMessages> | undefined;
  #reading: Reading = 'invocations';
  #filterText = '';
  /** The last filter that could be read: while an expression is half typed, the list stays as it was. */
  #filter: ParsedFilter = { kind: 'everything' };
  #filterError: Extract<ParsedFilter, { kind: 'error' }> | undefined;
  /** The time that was selected in the scatter. */
  #range: TimeRange | undefined;
  /** Filter and range together: one object for as long as neither changes. */
  #shownFilter: ParsedFilter = { kind: 'everything' };
  #isStripOpen = true;
  #savedFilters: readonly SavedFilter[] = [];
  #isReadingOlder = false;
  #olderNote = '';
  #following: Following = 'following';
  /** Rows that came since the list stopped following. */
  #unseen = 0;
  #spoken = '';
  #failure: string | undefined;
  #isReady = false;
  #isAsking = false;
  #frame = 0;
  #version = 0;

  /** Gives the panel its host; the panel asks for everything else. */
  connect(host: ViewHost<LogPanelState>): void {
    this.#host = host;
    const state = host.readState();
    this.#reading = state?.reading === 'lines' ? 'lines' : 'invocations';
    this.#isStripOpen = state?.isStripOpen !== false;
    this.#setFilter(typeof state?.filterText === 'string' ? state.filterText : '');
    this.#channel = new Channel<LogViewMessages, LogHostMessages>(host.port, {});
    this.#channel.on('snapshot', (snapshot) => this.#replace(snapshot));
    this.#channel.on('sources', (sources) => {
      this.#store.setSources(sources);
      this.#contentChanged();
    });
    this.#channel.on('savedFilters', (filters) => {
      this.#savedFilters = filters;
      this.#contentChanged();
    });
    this.#channel.on('applyFilter', ({ text }) => this.#setFilter(text));
    this.#channel.on('batch', (batch) => {
      const invocationsBefore = this.#store.invocationCount;
      if (!this.#store.append(batch)) {
        void this.#ask();
        return;
      }
      const added = this.#reading === 'lines' ? batch.lines.length : this.#store.invocationCount - invocationsBefore;
      if (this.#following !== 'following') this.#unseen += Math.max(0, added);
      this.#announce(batch.lines.length, batch.invocations.filter(hasFailed).length);
      this.#contentChanged();
    });
    void this.#ask();
  }

  override disconnectedCallback(): void {
    this.#channel?.dispose();
    this.#announcer.dispose();
    this.#stripTimer.dispose();
    cancelAnimationFrame(this.#frame);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (!this.#isReady) {
      return html`<p class="loading" role="status">${this.#failure === undefined ? 'Reading the log…' : `The log could not be read: ${this.#failure}`}</p>`;
    }
    const metrics = measureText(this);
    this.style.setProperty('--character', `${metrics.characterWidth}px`);
    // What is left of a row below another for its text: the columns before it are fixed, and gone where it is narrow.
    const before = this.clientWidth > 520 ? 80 + 19 * metrics.characterWidth : 80;
    const textWidth = Math.max(20, Math.floor((this.clientWidth - before) / metrics.characterWidth));
    const list = new InvocationList(this.#store, this.#shownFilter, this.#openInvocations, textWidth);
    this.#lineList.update(this.#shownFilter, this.#openLines, textWidth);
    const isLines = this.#reading === 'lines';
    const shown = isLines ? this.#lineList.lineCount : list.invocations.length;
    const held = isLines ? this.#store.lineCount : this.#store.invocationCount;
    const follow: FollowedEnd | undefined = this.#following === 'following' ? (isLines ? 'end' : 'start') : undefined;
    return html`${toolbar({
      sources: this.#store.sources,
      reading: this.#reading,
      filterText: this.#filterText,
      filterError: this.#filterError,
      names: this.#names,
      count: this.#shownFilter.kind === 'everything' ? '' : `${shown.toLocaleString()} of ${held.toLocaleString()}`,
      following: this.#following,
      isStripOpen: this.#isStripOpen,
      savedFilters: this.#savedFilters,
      toggleStrip: () => this.#toggleStrip(),
      send: (name, body) => this.#channel?.send(name, body),
      setReading: (reading) => this.#setReading(reading),
      setFilter: (text) => this.#setFilter(text),
      toggleFollowing: () => this.#setFollowing(this.#following === 'following' ? 'paused' : 'following'),
      clear: () => this.#clear(),
    })}
      ${this.#isStripOpen && this.#store.invocationCount > 0 ? this.#figures() : nothing}
      <div class="list">
        ${isLines ? this.#olderRow() : nothing}
        ${isLines || shown === 0 ? nothing : invocationHeader()}
        ${shown === 0 ? this.#empty() : isLines ? this.#lines(follow, metrics.rowHeight, textWidth) : this.#invocations(follow, metrics.rowHeight, list)}
        ${isLines ? nothing : this.#olderRow()}
        ${this.#unseen > 0 && shown > 0 ? this.#unseenButton(isLines) : nothing}
      </div>
      ${totals(list.invocations, this.#lineList.lineCount, this.#store.dropped)}
      <div class="unseen" role="status" aria-live="polite">${this.#spoken}</div>`;
  }

  #figures(): TemplateResult {
    const { points, statistics } = this.#strip.content(this.#store, this.#filter, this.#range);
    if (this.#strip.isStale) {
      this.#stripTimer.value = systemClock.after(stripIntervalMs, () => this.#contentChanged());
    }
    return html`<div class="strip">
      ${statisticsCells(statistics, this.#store.sources)}
      <lambda-duration-scatter
        .points=${points}
        .sources=${this.#store.sources}
        .p95Ms=${statistics.all.p95Ms}
        .range=${this.#range}
        @select-range=${(event: CustomEvent<TimeRange | null>) => this.#setRange(event.detail ?? undefined)}
        @open-point=${(event: CustomEvent<string>) => void this.#reveal(event.detail)}
      ></lambda-duration-scatter>
      ${
        this.#range === undefined
          ? nothing
          : html`<span class="selection"
              >${formatTime(this.#range.fromMs)} to ${formatTime(this.#range.toMs)}
              <button class="tool" aria-label="Show all times" title="Show all times (Escape)" @click=${() => this.#setRange(undefined)}>
                <vscode-icon name="close" size="12"></vscode-icon></button
            ></span>`
      }
    </div>`;
  }

  #olderRow(): TemplateResult | typeof nothing {
    const text = this.#isReadingOlder ? 'Reading older lines…' : this.#olderNote;
    return text === '' ? nothing : html`<div class="older" role="status">${text}</div>`;
  }

  #invocations(follow: FollowedEnd | undefined, rowHeight: number, list: InvocationList): TemplateResult {
    return html`<lambda-invocation-rows
      .label=${'Invocations, newest first'}
      .list=${list}
      .store=${this.#store}
      .actions=${this.#actions}
      .follow=${follow}
      .rowHeight=${rowHeight}
      @left-end=${() => this.#setFollowing('reading')}
      @reached-start=${() => this.#resume()}
      @reached-end=${() => void this.#readOlder()}
      @toggle-open=${(event: CustomEvent<string>) => this.#toggleInvocation(event.detail)}
    ></lambda-invocation-rows>`;
  }

  #lines(follow: FollowedEnd | undefined, rowHeight: number, textWidth: number): TemplateResult {
    return html`<lambda-line-rows
      .label=${'Log lines, newest last'}
      .list=${this.#lineList}
      .store=${this.#store}
      .actions=${this.#actions}
      .follow=${follow}
      .rowHeight=${rowHeight}
      .textWidth=${textWidth}
      .version=${this.#version}
      @left-end=${() => this.#setFollowing('reading')}
      @reached-end=${() => this.#resume()}
      @reached-start=${() => void this.#readOlder()}
      @toggle-open=${(event: CustomEvent<string>) => this.#toggleLine(event.detail)}
    ></lambda-line-rows>`;
  }

  #unseenButton(isLines: boolean): TemplateResult {
    return html`<vscode-button
      class=${isLines ? 'new below' : 'new above'}
      icon=${isLines ? 'arrow-down' : 'arrow-up'}
      @click=${() => this.#setFollowing('following')}
      >${plural(this.#unseen, isLines ? 'new line' : 'new invocation')}</vscode-button
    >`;
  }

  #empty(): TemplateResult {
    return emptyState({
      sources: this.#store.sources,
      filterText: this.#filter.kind === 'filter' ? this.#filterText : '',
      hasContent: this.#store.lineCount > 0 || this.#store.invocationCount > 0,
      addSource: () => this.#channel?.send('addSource', undefined),
      clearFilter: () => this.#setFilter(''),
    });
  }

  /** The oldest end was reached: what came before it is asked for, unless there is no more. */
  async #readOlder(): Promise<void> {
    const hasOlder = this.#store.sources.some((source) => source.history?.hasOlder);
    if (this.#isReadingOlder || !this.#channel || !hasOlder) return;
    this.#isReadingOlder = true;
    this.#contentChanged();
    try {
      const filterText = this.#filterText.trim();
      const { hasOlder: hasMore } = await this.#channel.request('older', filterText === '' ? {} : { filterText });
      const notes = new Set(this.#store.sources.flatMap(({ history }) => (history?.note ? [history.note] : [])));
      this.#olderNote = hasMore ? '' : [...notes].join(' ') || 'Nothing older is to be had.';
    } catch (error) {
      this.#olderNote = `Older lines could not be read: ${messageOf(error)}`;
    }
    this.#isReadingOlder = false;
    this.#contentChanged();
  }

  /** Opens the row of an invocation and goes there, whatever hides it. */
  async #reveal(rowKey: string): Promise<void> {
    const tailed = this.#store.invocation(rowKey);
    if (!tailed) return;
    const source = this.#store.source(tailed.sourceId);
    if (this.#filter.kind === 'filter' && !this.#filter.filter.matchesInvocation(tailed, source)) this.#setFilter('');
    const { startedAt } = tailed.invocation;
    if (this.#range && (startedAt < this.#range.fromMs || startedAt > this.#range.toMs)) this.#setRange(undefined);
    this.#reading = 'invocations';
    this.#openInvocations.add(rowKey);
    this.#following = 'reading';
    this.requestUpdate();
    await this.updateComplete;
    const rows = this.renderRoot.querySelector('lambda-invocation-rows');
    if (!(rows instanceof RowWindow)) return;
    await rows.updateComplete;
    rows.reveal(`${rowKey}\n0`);
  }

  #setRange(range: TimeRange | undefined): void {
    this.#range = range;
    this.#shownFilter = within(this.#filter, range);
    this.#contentChanged();
  }

  #toggleStrip(): void {
    this.#isStripOpen = !this.#isStripOpen;
    if (!this.#isStripOpen) this.#setRange(undefined);
    this.#persist();
    this.#contentChanged();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      const snapshot = await this.#channel?.request('ready', undefined);
      if (snapshot) this.#replace(snapshot);
    } catch (error) {
      this.#failure = messageOf(error);
      this.requestUpdate();
    } finally {
      this.#isAsking = false;
    }
  }

  #replace(snapshot: LogSnapshot): void {
    if (!this.#store.replace(snapshot)) {
      this.#openLines.clear();
      this.#unseen = 0;
    }
    if (snapshot.savedFilters) this.#savedFilters = snapshot.savedFilters;
    this.#isReady = true;
    this.#contentChanged();
  }

  #clear(): void {
    this.#channel?.send('clear', undefined);
    this.#store.clear();
    this.#openInvocations.clear();
    this.#openLines.clear();
    this.#setRange(undefined);
    this.#setFollowing('following');
  }

  #setReading(reading: Reading): void {
    this.#reading = reading;
    this.#setFollowing('following');
    this.#persist();
  }

  #setFilter(text: string): void {
    this.#filterText = text;
    const filter = parseFilter(text);
    this.#filterError = filter.kind === 'error' ? filter : undefined;
    if (filter.kind !== 'error') this.#filter = filter;
    this.#shownFilter = within(this.#filter, this.#range);
    this.#unseen = 0;
    this.#persist();
    this.#contentChanged();
  }

  #setFollowing(following: Following): void {
    this.#following = following;
    if (following === 'following') this.#unseen = 0;
    this.#contentChanged();
  }

  /** Back at the newest row by scrolling: goes on, unless it was stopped by hand. */
  #resume(): void {
    if (this.#following === 'reading') this.#setFollowing('following');
  }

  #toggleInvocation(key: string): void {
    if (!this.#openInvocations.delete(key)) this.#openInvocations.add(key);
    if (this.#following === 'following') this.#setFollowing('reading');
    this.#contentChanged();
  }

  #toggleLine(key: string): void {
    if (!this.#openLines.delete(key)) this.#openLines.add(key);
    if (this.#following === 'following') this.#setFollowing('reading');
    this.#contentChanged();
  }

  #announce(lines: number, failures: number): void {
    if (this.#following !== 'following' || lines === 0) return;
    const failed = failures > 0 ? `, ${plural(failures, 'failed invocation')}` : '';
    this.#announcer.announce(`${plural(lines, 'new line')}${failed}`);
  }

  #setSpoken(sentence: string): void {
    this.#spoken = sentence;
    this.requestUpdate();
  }

  #persist(): void {
    this.#host?.writeState({
      reading: this.#reading,
      filterText: this.#filterText,
      isStripOpen: this.#isStripOpen,
    });
  }

  /** Draws at most once a frame, however many batches arrive in between. */
  #contentChanged(): void {
    this.#version += 1;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.requestUpdate();
    });
  }
}

customElements.define('lambda-log-panel', LogPanel);
