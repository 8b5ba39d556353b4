/** The history below event and answer: the runs as bars, a filter over them, and what can be done with the chosen one. */

import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { formatBytes } from '../../base/text.ts';
import type { HistoryEntry } from '../../protocol/invokePanel.ts';
import type { KeptRun } from '../../protocol/keptRuns.ts';
import { visible } from '../ui/lineDetail.ts';
import { menuStyles } from '../ui/menu.ts';
import { formatTime } from '../ui/moments.ts';
import { base, hatch } from '../ui/theme.ts';
import { historyStrip, historyStyles } from './historyStrip.ts';
import type { RunRecords } from './runRecords.ts';

const kinds = [
  { kind: 'failed', label: 'Failed', isMeant: (run: HistoryEntry) => run.outcome !== 'success' },
  { kind: 'cold', label: 'Cold', isMeant: (run: HistoryEntry) => run.initDurationMs !== undefined },
  { kind: 'pinned', label: 'Pinned', isMeant: (run: HistoryEntry) => run.isPinned === true },
] as const;

type Kind = (typeof kinds)[number]['kind'];

/** Of an event that is looked at without taking it into the editor. */
const mostShown = 20_000;

export class RunHistoryView extends LitElement {
  static override properties = {
    records: { attribute: false },
    runs: { attribute: false },
    shown: { attribute: false },
    kept: { attribute: false },
    note: { attribute: false },
  };

  declare records: RunRecords;
  /** What `records` says; a change of it is drawn. */
  declare runs: readonly HistoryEntry[];
  declare shown: number | undefined;
  declare kept: KeptRun | undefined;
  declare note: string | undefined;

  readonly #kinds = new Set<Kind>();
  #text = '';
  #found: ReadonlySet<number> | undefined;
  /** The next run that is chosen is compared with the shown one. */
  #isComparing = false;

  override render(): TemplateResult | typeof nothing {
    if (this.runs.length === 0) return nothing;
    const filtered = this.#filtered();
    return historyStrip({
      history: filtered,
      all: this.runs.length,
      shown: this.shown,
      choose: (runId) => this.#choose(runId),
      filter: this.#filter(),
      acts: this.#acts(),
    });
  }

  #filtered(): readonly HistoryEntry[] {
    const wanted = kinds.filter(({ kind }) => this.#kinds.has(kind));
    return this.runs.filter(
      (run) => wanted.every(({ isMeant }) => isMeant(run)) && (this.#found === undefined || this.#found.has(run.runId)),
    );
  }

  #filter(): TemplateResult {
    return html`<span class="filter">
      ${kinds.map(
        ({ kind, label }) =>
          html`<button class="choice" aria-pressed=${this.#kinds.has(kind)} @click=${() => this.#toggle(kind)}>${label}</button>`,
      )}
      <input
        type="search"
        aria-label="Runs whose event or answer contains"
        placeholder="Text in event or answer"
        .value=${this.#text}
        @change=${(event: Event) => void this.#find((event.target as HTMLInputElement).value)}
      />
    </span>`;
  }

  #acts(): TemplateResult {
    const { records } = this;
    const run = this.runs.find(({ runId }) => runId === this.shown);
    return html`<span class="acts">
      ${this.note === undefined ? nothing : html`<span class="note">${this.note}</span>`}
      ${run ? this.#runActs(run) : nothing}
      <button
        class="quiet-button"
        title="Drops every run that is not pinned"
        @click=${() => void records.forget()}
      >Clear</button>
    </span>`;
  }

  #runActs(run: HistoryEntry): TemplateResult {
    const { records } = this;
    return html`<button class="quiet-button" @click=${() => void records.rerun()}>Rerun</button>
      <button class="quiet-button" popovertarget="kept-event" aria-haspopup="dialog">Event…</button>${this.#eventSheet()}
      <button class="quiet-button" aria-pressed=${this.#isComparing} title="The next run that you choose is compared with this one" @click=${() => {
        this.#isComparing = !this.#isComparing;
        this.requestUpdate();
      }}>${this.#isComparing ? 'Choose the other run' : 'Compare with…'}</button>
      <button class="quiet-button" aria-pressed=${run.isPinned === true} @click=${() => void records.pin(run)}>${run.isPinned ? 'Unpin' : 'Pin'}</button>`;
  }

  #eventSheet(): TemplateResult {
    const onToggle = ({ newState }: ToggleEvent) => {
      if (newState === 'open') void this.records.recall();
    };
    return html`<div id="kept-event" class="sheet" popover role="dialog" aria-label="Event of the run" @beforetoggle=${onToggle}>
      ${this.kept ? this.#keptEvent(this.kept) : html`<p class="dim">${this.note ?? 'Reading…'}</p>`}
    </div>`;
  }

  #keptEvent(kept: KeptRun): TemplateResult {
    const { records } = this;
    const { eventText, qualifier, invocationType } = kept.intent;
    const cut = kept.eventBytes === undefined ? nothing : html` · the beginning of ${formatBytes(kept.eventBytes)}`;
    const hide = (event: Event) =>
      (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
    return html`<p>Sent ${formatTime(kept.result.startedAt)} to ${qualifier} · ${invocationType}${cut}${
      kept.isEventMasked ? html` · <span class="warn">secrets are hidden</span>` : nothing
    }</p>
      <pre tabindex="0" aria-label="Event">${visible(eventText.slice(0, mostShown))}${eventText.length > mostShown ? '…' : ''}</pre>
      <p class="sheet-acts">
        <button class="quiet-button" @click=${(event: Event) => {
          hide(event);
          void records.useEvent();
        }}>Put in the editor</button>
        <button class="quiet-button" @click=${(event: Event) => {
          hide(event);
          void records.saveAsTestEvent();
        }}>Save as test event…</button>
      </p>`;
  }

  #choose(runId: number): void {
    const comparesWith = this.#isComparing && this.shown !== runId ? this.shown : undefined;
    this.#isComparing = false;
    void this.records.choose(runId).then(() => {
      // The answer that was shown before is what an answer is compared with.
      if (comparesWith !== undefined) this.dispatchEvent(new CustomEvent('compare', { bubbles: true }));
    });
  }

  #toggle(kind: Kind): void {
    if (!this.#kinds.delete(kind)) this.#kinds.add(kind);
    this.requestUpdate();
  }

  async #find(text: string): Promise<void> {
    this.#text = text;
    const found = text.trim() === '' ? undefined : await this.records.find(text.trim());
    if (this.#text === text) this.#found = found;
    this.requestUpdate();
  }

  static override styles = [
    base,
    hatch,
    menuStyles,
    historyStyles,
    css`
      :host {
        flex: none;
      }
      .filter,
      .acts {
        align-items: center;
        display: inline-flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .acts {
        justify-content: flex-end;
        margin-inline-start: auto;
      }
      .note {
        color: var(--text-dim);
        padding-inline-end: 6px;
      }
      .choice,
      .quiet-button {
        border: 1px solid transparent;
        border-radius: 5px;
        color: var(--text-dim);
        line-height: 20px;
        padding: 0 6px;
      }
      .choice:hover,
      .quiet-button:hover {
        background: var(--vscode-toolbar-hoverBackground);
        color: var(--text);
      }
      [aria-pressed='true'] {
        background: var(--vscode-inputOption-activeBackground);
        border-color: var(--vscode-inputOption-activeBorder, transparent);
        color: var(--vscode-inputOption-activeForeground, var(--text));
      }
      input {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--line));
        border-radius: 3px;
        color: var(--vscode-input-foreground);
        font: inherit;
        line-height: 18px;
        padding: 0 6px;
        width: 190px;
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
      }
      .sheet p {
        margin: 0 0 6px;
      }
      @container (max-width: 560px) {
        .acts {
          flex-wrap: nowrap;
          /* From the start: what overflows at the end can be scrolled to. */
          justify-content: flex-start;
          margin-inline-start: 0;
          max-width: 100%;
          overflow-x: auto;
        }
        .acts .quiet-button {
          flex: none;
        }
      }
      .sheet {
        max-height: 75vh;
        position-area: top span-left;
        width: min(560px, 90vw);
      }
      .sheet .sheet-acts {
        display: flex;
        gap: 6px;
        margin: 0;
      }
      pre {
        background: var(--vscode-textCodeBlock-background, var(--track));
        font-family: var(--mono);
        font-size: var(--mono-size);
        margin: 0 0 8px;
        max-height: 40vh;
        overflow: auto;
        padding: 6px 8px;
        white-space: pre-wrap;
        word-break: break-word;
      }
    `,
  ];
}

customElements.define('lambda-run-history', RunHistoryView);
