/** The Invocations reading of the log: a windowed list whose rows open to their lines. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import type { TailedInvocation } from '../../protocol/logPanel.ts';
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
import { extraRowText, lineLevel, lineStyles, lineText, lineTime } from '../ui/lineView.ts';
import { markStyles } from '../ui/marks.ts';
import { menuStyles } from '../ui/menu.ts';
import { RowWindow } from '../ui/rowWindow.ts';
import { isFrame } from '../ui/stackFrames.ts';
import { base, hatch } from '../ui/theme.ts';
import { type InvocationList, type InvocationRow, lineKeyOf } from './invocationList.ts';
import { dotColours, invocationCells, invocationColumns, invocationRowStyles } from './invocationRowView.ts';
import type { LogActions } from './logActions.ts';
import { type LogStore, rowKeyOf } from './logStore.ts';
import { rowSentence } from './outcomeWords.ts';
import { invocationMenu, lineMenu, type RowMenuContext, valueMenu } from './rowMenus.ts';
import { colourOf } from './sourceColours.ts';

export class InvocationRows extends RowWindow {
  static override properties = {
    ...RowWindow.properties,
    list: { attribute: false },
    store: { attribute: false },
    actions: { attribute: false },
  };

  static override styles = [
    base,
    markStyles,
    hatch,
    jsonStyles,
    lineStyles,
    dotColours,
    invocationColumns,
    invocationRowStyles,
    menuStyles,
    contextMenuStyles,
    ...RowWindow.styles,
    css`
      :host {
        container-type: inline-size;
      }
      .twistie {
        color: var(--text-dim);
        left: 8px;
        position: absolute;
        width: 14px;
      }
      .row.below {
        background: color-mix(in srgb, var(--vscode-foreground) 4%, transparent);
        display: flex;
        font-family: var(--mono);
        font-size: var(--mono-size);
        gap: 12px;
        padding: 0 14px 0 42px;
      }
      .row.below:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .row.below.active {
        background: var(--active-row);
      }
      .row.below .toggle {
        flex: none;
        margin-inline-start: -12px;
        text-align: center;
        width: 12px;
      }
      .row.below .time {
        width: calc(var(--character) * 12.5);
      }
      .row.below .text {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .row.extra {
        padding-inline-start: calc(78px + var(--character) * 19);
      }
      @container (max-width: 520px) {
        .row.below .time,
        .row.below .level {
          display: none;
        }
        .row.extra {
          padding-inline-start: 54px;
        }
      }
      .row.actions {
        font-family: inherit;
        font-size: inherit;
        gap: 18px;
        padding-inline-start: calc(78px + var(--character) * 19);
      }
      @container (max-width: 520px) {
        .row.actions {
          padding-inline-start: 54px;
        }
      }
    `,
  ];

  declare list: InvocationList;
  declare store: LogStore;
  declare actions: LogActions;

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
    switch (content.kind) {
      case 'invocation':
        return html`<div
          id=${id}
          class=${`row invocation columns${active}`}
          role="row"
          aria-level="1"
          aria-rowindex=${row + 1}
          aria-expanded=${content.isOpen}
          aria-label=${rowSentence(content.tailed, this.store.source(content.tailed.sourceId)?.functionName ?? '')}
          @click=${() => this.#toggle(row, content)}
          @contextmenu=${openMenu}
        >
          <span class="twistie" aria-hidden="true">${content.isOpen ? '▾' : '▸'}</span>${this.#cells(content.tailed)}${more}
        </div>`;
      case 'line':
        return html`<div
          id=${id}
          class=${`row below ${content.line.kind} ${(content.line.level ?? '').toLowerCase()}${active}`}
          role="row"
          aria-level="2"
          aria-rowindex=${row + 1}
          aria-expanded=${content.canOpen ? content.isOpen : nothing}
          @click=${() => this.#toggle(row, content)}
          @contextmenu=${openMenu}
        >
          <span class="toggle" aria-hidden="true">${content.canOpen ? (content.isOpen ? '▾' : '▸') : ''}</span
          >${lineTime(content.line, 'gridcell', content.tailed.invocation.startedAt, this.actions.isSinceStart)}${lineLevel(content.line, 'gridcell')}<span class="text" role="gridcell"
            >${lineText(content.line, content.tailed.invocation.report, (text) => this.#openFrame(content, text))}</span
          >${more}
        </div>`;
      case 'extra':
        return html`<div
          id=${id}
          class=${`row below extra ${content.line.kind}${active}`}
          role="row"
          aria-level="3"
          aria-rowindex=${row + 1}
          @click=${() => this.activate(row)}
          @contextmenu=${openMenu}
        >
          <span class="text" role="gridcell"
            >${extraRowText(content.extra, (text) => this.#openFrame(content, text))}</span
          >${more}
        </div>`;
      case 'actions':
        return html`<div id=${id} class=${`row below actions${active}`} role="row" aria-level="2" aria-rowindex=${row + 1}>
          <span role="gridcell"
            ><button class="link" @click=${() => this.actions.invoke(content.tailed.sourceId)}>Invoke…</button></span
          >${
            this.actions.canInvokeAgain(content.tailed)
              ? html`<span role="gridcell"
                  ><button class="link" @click=${() => this.actions.invokeAgain(content.tailed)}>Invoke again with this event</button></span
                >`
              : nothing
          }<span role="gridcell"
            ><button class="link" @click=${() => this.#copyId(content.tailed)}>Copy request id</button></span
          ><span role="gridcell"><button class="link" @click=${() => this.#copyLines(content.tailed)}>Copy lines</button></span>
        </div>`;
    }
  }

  protected override onRowKey(row: number, event: KeyboardEvent): boolean {
    const content = this.list.row(row);
    if (!content) return false;
    const isOpen = 'isOpen' in content && content.isOpen;
    const isValue = content.kind === 'extra' && content.extra.kind === 'json';
    if (isMenuKey(event) || (event.key === 'Enter' && isValue)) {
      this.#openMenu(row, placeBelow(this.renderRoot.querySelector('.row.active')));
      return true;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
      this.#copyLines(content.tailed);
      return true;
    }
    if (event.key === 'Enter' && content.kind === 'extra') return this.#openFrameOf(content);
    if (event.key === 'Enter' || event.key === ' ') {
      this.#toggle(row, content);
      return true;
    }
    if (event.key === 'ArrowRight' && 'isOpen' in content && !isOpen) {
      this.#toggle(row, content);
      return true;
    }
    if (event.key !== 'ArrowLeft') return false;
    if (isOpen) this.#toggle(row, content);
    else this.activate(this.list.rowOfKey(`${rowKeyOf(content.tailed)}\n0`) ?? row);
    return true;
  }

  #cells(tailed: TailedInvocation): TemplateResult {
    const source = this.store.source(tailed.sourceId);
    return invocationCells(tailed, {
      source,
      showsTarget: source !== undefined && this.store.hasNamesake(source),
      colour: colourOf(this.store.sources, tailed.sourceId),
      thresholds: this.store.thresholds,
      copy: (text) => this.actions.copy(text, 'Request id'),
    });
  }

  #openMenu(row: number, place: MenuPlace | undefined): void {
    const content = this.list.row(row);
    if (!content || !place) return;
    this.activate(row);
    const show = (menu: ContextMenu) => openContextMenu(this.renderRoot as ShadowRoot, place, menu, () => this.focus());
    const context = { store: this.store, actions: this.actions, now: systemClock.now(), show };
    show(menuOf(content, context));
  }

  #toggle(row: number, content: InvocationRow): void {
    this.activate(row);
    if (content.kind === 'invocation') this.#tellToggle(rowKeyOf(content.tailed));
    if (content.kind === 'line' && content.canOpen) this.#tellToggle(lineKeyOf(content.tailed, content.line));
  }

  #tellToggle(key: string): void {
    // A drag that selected text is no click.
    if (this.shadowRoot && (document.getSelection()?.toString() ?? '') !== '') return;
    this.dispatchEvent(new CustomEvent<string>('toggle-open', { detail: key }));
  }

  #openFrame(content: InvocationRow, text: string): void {
    this.actions.openFrame(content.tailed.sourceId, text);
  }

  #openFrameOf(content: InvocationRow & { readonly kind: 'extra' }): boolean {
    if (content.extra.kind !== 'text' || !isFrame(content.extra.text)) return false;
    this.#openFrame(content, content.extra.text);
    return true;
  }

  #copyId(tailed: TailedInvocation): void {
    this.actions.copy(tailed.invocation.requestId, 'Request id');
  }

  #copyLines(tailed: TailedInvocation): void {
    this.actions.copy(tailed.invocation.lines.map((line) => line.event.message.trimEnd()).join('\n'), 'Lines');
  }
}

function menuOf(content: InvocationRow, context: RowMenuContext): ContextMenu {
  const { tailed } = content;
  if (content.kind === 'extra' && content.extra.kind === 'json') {
    return valueMenu(content.tailed.sourceId, content.line, content.extra.row, context.actions);
  }
  if (content.kind === 'invocation' || content.kind === 'actions') return invocationMenu(tailed, context);
  return lineMenu(tailed.sourceId, content.line, tailed, context);
}

customElements.define('lambda-invocation-rows', InvocationRows);
