/** The Lines reading of the log: a windowed list of single rows, any of which opens to everything it holds. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import {
  type ContextMenu,
  contextMenuStyles,
  isMenuKey,
  type MenuPlace,
  moreButton,
  openContextMenu,
  placeBelow,
  placeOfClick,
} from '../ui/contextMenu.ts';
import { jsonStyles } from '../ui/jsonTokens.ts';
import { detailOf } from '../ui/lineDetail.ts';
import { canOpen } from '../ui/lineRows.ts';
import { extraRowText, lineLevel, lineStyles, lineText, lineTime } from '../ui/lineView.ts';
import { mark, markStyles } from '../ui/marks.ts';
import { menuStyles } from '../ui/menu.ts';
import { RowWindow } from '../ui/rowWindow.ts';
import { isFrame } from '../ui/stackFrames.ts';
import { base } from '../ui/theme.ts';
import { dotColours } from './invocationRowView.ts';
import type { LineList, LineRow } from './lineList.ts';
import type { LogActions } from './logActions.ts';
import type { LogStore } from './logStore.ts';
import { markOf, outcomeWords } from './outcomeWords.ts';
import { lineMenu, ownerOf, valueMenu } from './rowMenus.ts';
import { colourOf } from './sourceColours.ts';

export class LineRows extends RowWindow {
  static override properties = {
    ...RowWindow.properties,
    list: { attribute: false },
    store: { attribute: false },
    actions: { attribute: false },
    textWidth: { attribute: false },
    /** Changes with the content of `list`, which itself stays the same object. */
    version: { attribute: false },
  };

  static override styles = [
    base,
    markStyles,
    jsonStyles,
    lineStyles,
    dotColours,
    menuStyles,
    contextMenuStyles,
    ...RowWindow.styles,
    css`
      :host {
        container-type: inline-size;
      }
      .row {
        display: flex;
        font-family: var(--mono);
        font-size: var(--mono-size);
        gap: 12px;
        padding: 0 14px 0 8px;
      }
      .toggle {
        color: var(--text-dim);
        flex: none;
        margin-inline-end: -6px;
        text-align: center;
        width: 12px;
      }
      .function {
        flex: none;
        overflow: hidden;
        text-overflow: ellipsis;
        width: 15ch;
      }
      .dot {
        background: var(--dot);
        border: 1px solid var(--edge);
        border-radius: 50%;
        display: inline-block;
        height: 8px;
        margin-inline-end: 6px;
        width: 8px;
      }
      .text {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .more {
        color: var(--text-dim);
        flex: none;
        font-size: 0.92em;
      }
      .row.extra {
        background: color-mix(in srgb, var(--vscode-foreground) 4%, transparent);
        padding-inline-start: 42px;
      }
      .row.report {
        border-bottom: 1px solid var(--line);
      }
      .row.report.stands-out {
        background: color-mix(in srgb, var(--tint) 8%, transparent);
      }
      .row.verdict-cold {
        --tint: var(--fill-cold);
      }
      .row.verdict-throttled,
      .row.verdict-slow {
        --tint: var(--fill-warn);
      }
      .row.verdict-error,
      .row.verdict-timeout,
      .row.verdict-out-of-memory {
        --tint: var(--fill-bad);
      }
      .verdict {
        font-family: var(--vscode-font-family);
        margin-inline-start: 10px;
      }
      @container (max-width: 620px) {
        .function {
          width: 14px;
        }
        .function .name {
          display: none;
        }
      }
      @container (max-width: 420px) {
        .level {
          display: none;
        }
      }
    `,
  ];

  declare list: LineList;
  declare store: LogStore;
  declare actions: LogActions;
  declare textWidth: number;
  declare version: number;

  protected override get rowCount(): number {
    return this.list.rowCount;
  }

  protected override get listRole(): 'treegrid' {
    return 'treegrid';
  }

  protected override keyOfRow(row: number): string {
    return this.list.keyOfRow(row);
  }

  protected override rowOfKey(key: string): number | undefined {
    return this.list.rowOfKey(key);
  }

  protected override renderRow(row: number, id: string, isActive: boolean): TemplateResult {
    const content = this.list.row(row);
    if (!content) return html``;
    const active = isActive ? ' active' : '';
    const openMenu = (event: MouseEvent) => this.#openMenu(row, placeOfClick(event));
    const more = moreButton((place) => this.#openMenu(row, place));
    const openFrame = (text: string) => this.actions.openFrame(content.tailed.sourceId, text);
    if (content.extra) {
      return html`<div
        id=${id}
        class=${`row extra${active}`}
        role="row"
        aria-level="2"
        aria-rowindex=${row + 1}
        @click=${() => this.activate(row)}
        @contextmenu=${openMenu}
      ><span class="text" role="gridcell">${extraRowText(content.extra, openFrame)}</span>${more}</div>`;
    }
    const { line } = content.tailed;
    const owner = this.store.invocationOf(content.tailed)?.invocation;
    const opens = canOpen(line, this.textWidth);
    const isOpen = this.list.isOpen(content.key);
    const further = detailOf(line).rest.length;
    return html`<div
      id=${id}
      class=${`row ${line.kind} ${(line.level ?? '').toLowerCase()} ${this.#verdictClass(content)}${active}`}
      role="row"
      aria-level="1"
      aria-rowindex=${row + 1}
      aria-expanded=${opens ? isOpen : nothing}
      @click=${() => this.#toggle(row, content)}
      @contextmenu=${openMenu}
    ><span class="toggle" aria-hidden="true">${opens ? (isOpen ? '▾' : '▸') : ''}</span
      >${lineTime(line, 'gridcell', owner?.startedAt, this.actions.isSinceStart)}${this.store.sources.length > 1 ? this.#functionCell(content) : nothing}${lineLevel(line, 'gridcell')}<span class="text" role="gridcell">${lineText(line, owner?.report, openFrame)}${this.#verdict(content)}</span
      >${further > 0 && !isOpen ? html`<span class="more" role="gridcell">+${further} ${further === 1 ? 'line' : 'lines'}</span>` : nothing}${more}</div>`;
  }

  protected override onRowKey(row: number, event: KeyboardEvent): boolean {
    const content = this.list.row(row);
    if (!content) return false;
    const isOpen = this.list.isOpen(content.key);
    if (isMenuKey(event) || (event.key === 'Enter' && content.extra?.kind === 'json')) {
      this.#openMenu(row, placeBelow(this.renderRoot.querySelector('.row.active')));
      return true;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
      this.actions.copy(content.tailed.line.event.message.trimEnd(), 'Line');
      return true;
    }
    if (event.key === 'Enter' && content.extra?.kind === 'text' && isFrame(content.extra.text)) {
      this.actions.openFrame(content.tailed.sourceId, content.extra.text);
      return true;
    }
    const opens = event.key === 'Enter' || event.key === ' ' || (event.key === 'ArrowRight' && !isOpen);
    if (opens || (event.key === 'ArrowLeft' && isOpen)) {
      this.#toggle(this.list.rowOfKey(`0 ${content.key}`) ?? row, content);
      return true;
    }
    return false;
  }

  #openMenu(row: number, place: MenuPlace | undefined): void {
    const content = this.list.row(row);
    if (!content || !place) return;
    this.activate(row);
    const { extra, tailed } = content;
    const { actions, store } = this;
    const show = (menu: ContextMenu) => openContextMenu(this.renderRoot as ShadowRoot, place, menu, () => this.focus());
    const context = { store, actions, now: systemClock.now(), show };
    show(
      extra?.kind === 'json'
        ? valueMenu(tailed.sourceId, tailed.line, extra.row, actions)
        : lineMenu(tailed.sourceId, tailed.line, ownerOf(tailed, store), context),
    );
  }

  #functionCell(content: LineRow): TemplateResult {
    const source = this.store.source(content.tailed.sourceId);
    const name = source?.functionName ?? '';
    return html`<span class="function" role="gridcell" title=${`${name} · ${source?.targetLabel ?? ''}`}
      ><i class="dot ${colourOf(this.store.sources, content.tailed.sourceId)}"></i><span class="name">${name}${source && this.store.hasNamesake(source) ? html` <span class="dim">${source.targetLabel}</span>` : nothing}</span></span
    >`;
  }

  /** On REPORT lines: what was remarkable about the invocation, in words. */
  #verdict(content: LineRow): TemplateResult | typeof nothing {
    const tailed = content.tailed.line.kind === 'report' ? this.store.invocationOf(content.tailed) : undefined;
    if (!tailed) return nothing;
    const kind = markOf(tailed);
    // The cold start is in the numbers already; success needs no word.
    if (kind === 'success' || kind === 'running' || (kind === 'cold' && !tailed.isSlow)) return nothing;
    return html`<span class="verdict">${mark(kind)} ${outcomeWords(tailed)}</span>`;
  }

  #verdictClass(content: LineRow): string {
    const tailed = content.tailed.line.kind === 'report' ? this.store.invocationOf(content.tailed) : undefined;
    const kind = tailed ? markOf(tailed) : 'success';
    return kind === 'success' || kind === 'running' ? '' : `stands-out verdict-${kind}`;
  }

  #toggle(row: number, content: LineRow): void {
    this.activate(row);
    if ((document.getSelection()?.toString() ?? '') !== '') return;
    if (!canOpen(content.tailed.line, this.textWidth)) return;
    this.dispatchEvent(new CustomEvent<string>('toggle-open', { detail: content.key }));
  }
}

customElements.define('lambda-line-rows', LineRows);
