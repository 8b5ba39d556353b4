/** The two readings of the log as lists: a row for an invocation, or one for a line. */

import './invocationRows.ts';
import './lineRows.ts';
import { html, nothing, type TemplateResult } from 'lit';
import { plural } from '../ui/moments.ts';
import { measureText } from '../ui/textMetrics.ts';
import type { InvocationList } from './invocationList.ts';
import type { LineList } from './lineList.ts';
import type { LogActions } from './logActions.ts';
import type { LogStore } from './logStore.ts';
import type { OlderReader } from './olderReader.ts';
import type { ReadingPosition } from './readingPosition.ts';

export interface ReadingContext {
  readonly store: LogStore;
  readonly position: ReadingPosition;
  readonly actions: LogActions;
  readonly rowHeight: number;
  /** Characters of a row's text that have room. */
  readonly textWidth: number;
  /** Grows with every change of what is held. */
  readonly version: number;
  readOlder(): void;
}

/** Also tells the rows' styles how wide a character is. */
export function measureRows(panel: HTMLElement): Pick<ReadingContext, 'rowHeight' | 'textWidth'> {
  const { rowHeight, characterWidth } = measureText(panel);
  panel.style.setProperty('--character', `${characterWidth}px`);
  // What is left of a row below another for its text: the columns before it are fixed, and gone where it is narrow.
  const before = panel.clientWidth > 520 ? 80 + 19 * characterWidth : 80;
  return { rowHeight, textWidth: Math.max(20, Math.floor((panel.clientWidth - before) / characterWidth)) };
}

export function invocationReading(list: InvocationList, context: ReadingContext): TemplateResult {
  const { position } = context;
  return html`<lambda-invocation-rows
    .label=${'Invocations, newest first'}
    .list=${list}
    .store=${context.store}
    .actions=${context.actions}
    .follow=${position.followedEnd}
    .rowHeight=${context.rowHeight}
    @left-end=${() => position.stay()}
    @reached-start=${() => position.resume()}
    @reached-end=${() => context.readOlder()}
    @toggle-open=${(event: CustomEvent<string>) => position.toggleInvocation(event.detail)}
  ></lambda-invocation-rows>`;
}

export function lineReading(list: LineList, context: ReadingContext): TemplateResult {
  const { position } = context;
  return html`<lambda-line-rows
    .label=${'Log lines, newest last'}
    .list=${list}
    .store=${context.store}
    .actions=${context.actions}
    .follow=${position.followedEnd}
    .rowHeight=${context.rowHeight}
    .textWidth=${context.textWidth}
    .version=${context.version}
    @left-end=${() => position.stay()}
    @reached-end=${() => position.resume()}
    @reached-start=${() => context.readOlder()}
    @toggle-open=${(event: CustomEvent<string>) => position.toggleLine(event.detail)}
  ></lambda-line-rows>`;
}

/** At the oldest end: what is being read, or why there is no more. */
export function olderRow({ words }: OlderReader): TemplateResult | typeof nothing {
  return words === '' ? nothing : html`<div class="older" role="status">${words}</div>`;
}

/** What came while the reader was elsewhere, and the way there. */
export function unseenButton(position: ReadingPosition): TemplateResult {
  const { isLines, unseen } = position;
  return html`<vscode-button
    class=${isLines ? 'new below' : 'new above'}
    icon=${isLines ? 'arrow-down' : 'arrow-up'}
    @click=${() => position.follow()}
    >${plural(unseen, isLines ? 'new line' : 'new invocation')}</vscode-button
  >`;
}
