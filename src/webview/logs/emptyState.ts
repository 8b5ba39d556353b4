/** What stands where there are no rows: why, and the one thing to do about it. */

import { html, nothing, type TemplateResult } from 'lit';
import type { TailSource } from '../../protocol/logPanel.ts';
import type { LogFeed } from './logFeed.ts';

export interface EmptyStateContext {
  readonly sources: readonly TailSource[];
  /** Empty when no filter is set. */
  readonly filterText: string;
  /** Something is held, so the filter hides it. */
  readonly hasContent: boolean;
  addSource(): void;
  clearFilter(): void;
}

/** Before the host's first answer, or after it refused. */
export function loadingState(feed: LogFeed): TemplateResult {
  if (feed.failure === undefined) return html`<p class="loading" role="status">Reading the log…</p>`;
  return message(
    'The log could not be read.',
    feed.failure,
    html`<vscode-button icon="refresh" @click=${() => void feed.ask()}>Try again</vscode-button>`,
  );
}

export function emptyState(context: EmptyStateContext): TemplateResult {
  const { sources } = context;
  if (sources.length === 0) {
    return message(
      'No function is being tailed.',
      'Choose functions, and every invocation appears here as it happens: cold starts, slow calls and errors stand out.',
      html`<vscode-button icon="add" @click=${() => context.addSource()}>Tail a function's logs…</vscode-button>`,
    );
  }
  if (context.hasContent && context.filterText !== '') {
    return message(
      html`Nothing matches <code>${context.filterText}</code>.`,
      'New invocations are still being followed.',
      html`<vscode-button secondary @click=${() => context.clearFilter()}>Clear filter</vscode-button>`,
    );
  }
  const failed = sources.every((source) => source.state.state === 'failed');
  if (failed)
    return message('The log cannot be read.', 'The functions above say why, and can be tried again.', nothing);
  const waiting = sources.filter((source) => source.state.state !== 'failed').map((source) => source.functionName);
  const names = waiting.length > 3 ? 'one of them' : waiting.join(' or ');
  return message('Waiting for the first log line.', `Invoke ${names} and its log appears here.`, nothing);
}

function message(
  headline: string | TemplateResult,
  explanation: string,
  action: TemplateResult | typeof nothing,
): TemplateResult {
  return html`<div class="empty" role="status"><p class="headline">${headline}</p><p class="dim">${explanation}</p>${action}</div>`;
}
