/** Goes to a row of the log, whatever hides it, and marks a row that is meant elsewhere. */

import type { LitElement } from 'lit';
import type { InvocationRef, RequestHit } from '../../protocol/logPanel.ts';
import { idOfRow, RowWindow } from '../ui/rowWindow.ts';
import type { FilterChoice } from './filterChoice.ts';
import type { LineList } from './lineList.ts';
import type { LogStore } from './logStore.ts';
import type { ReadingPosition } from './readingPosition.ts';

export interface RowVisitorContext {
  /** The element whose root holds the lists. */
  readonly panel: LitElement;
  readonly store: LogStore;
  readonly lineList: LineList;
  readonly choice: FilterChoice;
  readonly position: ReadingPosition;
}

export class RowVisitor {
  readonly #context: RowVisitorContext;
  #awaited: string | undefined;
  #pointed: Element | undefined;

  constructor(context: RowVisitorContext) {
    this.#context = context;
  }

  /** Opens the row of an invocation; one that is not held yet is gone to when `arrived` finds it. */
  async reveal({ sourceId, key }: InvocationRef): Promise<void> {
    const rowKey = `${sourceId} ${key}`;
    this.#awaited = this.#context.store.invocation(rowKey) ? undefined : rowKey;
    await this.revealRow(rowKey);
  }

  /** More is held than before. */
  arrived(): void {
    if (this.#awaited === undefined || !this.#context.store.invocation(this.#awaited)) return;
    const rowKey = this.#awaited;
    this.#awaited = undefined;
    void this.revealRow(rowKey);
  }

  async revealRow(rowKey: string): Promise<void> {
    const { store, choice, position } = this.#context;
    const tailed = store.invocation(rowKey);
    if (!tailed) return;
    choice.admit(tailed, store.source(tailed.sourceId));
    position.openInvocation(rowKey);
    (await this.#drawnRows('lambda-invocation-rows'))?.reveal(headOf(rowKey));
  }

  /** A hit that belongs to no invocation is a row of the other reading. */
  async goTo({ sourceId, invocationKey, eventId }: RequestHit): Promise<void> {
    if (invocationKey !== undefined) return this.revealRow(`${sourceId} ${invocationKey}`);
    const { choice, position, lineList } = this.#context;
    const key = `${sourceId} ${eventId}`;
    choice.setText('');
    choice.setRange(undefined);
    lineList.find(key);
    position.openLine(key);
    (await this.#drawnRows('lambda-line-rows'))?.reveal(`0 ${key}`);
  }

  /** Marks the row of an invocation where it is in sight; none takes the mark away. */
  point(rowKey: string | undefined): void {
    this.#pointed?.part.remove('pointed');
    const { renderRoot } = this.#context.panel;
    const rows = renderRoot.querySelector('lambda-invocation-rows')?.shadowRoot;
    this.#pointed = rowKey === undefined ? undefined : (rows?.getElementById(idOfRow(headOf(rowKey))) ?? undefined);
    this.#pointed?.part.add('pointed');
  }

  async #drawnRows(name: 'lambda-invocation-rows' | 'lambda-line-rows'): Promise<RowWindow | undefined> {
    const { panel } = this.#context;
    panel.requestUpdate();
    await panel.updateComplete;
    const rows = panel.renderRoot.querySelector(name);
    if (!(rows instanceof RowWindow)) return undefined;
    await rows.updateComplete;
    return rows;
  }
}

/** The first of an invocation's rows. */
function headOf(rowKey: string): string {
  return `${rowKey}\n0`;
}
