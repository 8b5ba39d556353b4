/** What stands where there are no rows: why, and the one thing to do about it. */

import { html, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import type { TailSource } from '../../protocol/logPanel.ts';
import type { LogFeed } from './logFeed.ts';
import { followRange, rangeWords, sharedRange } from './rangeWords.ts';
import type { Send } from './send.ts';
import { disconnectedNote } from './sourceNotes.ts';

export interface EmptyStateContext {
  readonly sources: readonly TailSource[];
  /** Empty when no filter is set. */
  readonly filterText: string;
  /** Something is held, so the filter hides it. */
  readonly hasContent: boolean;
  readonly send: Send;
  clearFilter(): void;
}

/** Before the host's first answer, or after it refused. */
export function loadingState(feed: LogFeed): TemplateResult {
  if (feed.failure === undefined) return html`<p class="loading" role="status">Reading the log…</p>`;
  const again = button('refresh', 'Try again', () => void feed.ask());
  return message('The log could not be read.', feed.failure, again);
}

export function emptyState(context: EmptyStateContext): TemplateResult {
  const { sources, send } = context;
  if (sources.length === 0) {
    return message(
      'No function is being tailed.',
      'Choose functions, and every invocation appears here as it happens: cold starts, slow calls and errors stand out.',
      button('add', "Tail a function's logs…", () => send('addSource', undefined)),
    );
  }
  if (context.hasContent) {
    const headline =
      context.filterText === ''
        ? 'Nothing in the selected time.'
        : html`Nothing matches <code>${context.filterText}</code>.`;
    const clear = html`<vscode-button secondary @click=${() => context.clearFilter()}>Clear filter</vscode-button>`;
    return message(headline, 'New invocations are still being followed.', clear);
  }
  return withoutLines(sources, send);
}

/** The tails that still hope for something say why there is nothing; those that cannot, only where all cannot. */
function withoutLines(sources: readonly TailSource[], send: Send): TemplateResult {
  const inState = (...states: readonly TailSource['state']['state'][]) =>
    sources.filter(({ state }) => states.includes(state.state));
  const [open] = inState('waiting', 'following');
  if (open) {
    const names = namesOf(inState('waiting', 'following'));
    const range = sharedRange(sources);
    const isQuiet = inState('waiting').length === 0 && range !== undefined && range !== 'several';
    return message(
      isQuiet
        ? `Following. Nothing was logged in the ${lower(rangeWords(range, 0))}.`
        : 'Waiting for the first log line.',
      `Invoke ${names} and its log appears here.`,
      button('play', 'Invoke…', () => send('invoke', { sourceId: open.id })),
    );
  }
  const lost = inState('reconnecting');
  if (lost[0]?.state.state === 'reconnecting') {
    const { brief } = disconnectedNote(lost[0].state.since);
    const again = button('refresh', 'Try now', () => {
      for (const { id } of lost) send('retrySource', { sourceId: id });
    });
    return message(
      `${brief.charAt(0).toUpperCase()}${brief.slice(1)}: ${namesOf(lost)}.`,
      'It is tried again by itself. What is logged meanwhile is read afterwards.',
      again,
    );
  }
  if (inState('starting').length > 0) {
    return message(
      `Connecting to the log of ${namesOf(inState('starting'))}…`,
      'Its newest lines come first.',
      nothing,
    );
  }
  const [paused] = inState('paused');
  if (paused?.state.state === 'paused') {
    const { message: why, actionTitle } = paused.state;
    const resume = button('key', actionTitle, () => {
      for (const { id } of inState('paused')) send('resumeSource', { sourceId: id });
    });
    return message('The tail is paused.', `${why} It goes on where it stopped.`, resume);
  }
  const failed = inState('failed');
  if (failed[0]?.state.state === 'failed') {
    const retry = button('refresh', 'Try again', () => {
      for (const { id } of failed) send('retrySource', { sourceId: id });
    });
    return message('The log cannot be read.', failed[0].state.message, retry);
  }
  const range = sharedRange(sources);
  const words =
    range === undefined || range === 'several' ? 'in these pieces of time' : rangeWords(range, systemClock.now());
  return message(
    'Nothing was logged in this piece of time.',
    `${words}: read to its end.`,
    button('debug-continue', 'Follow again', () => send('setRange', { range: followRange })),
  );
}

function namesOf(sources: readonly TailSource[]): string {
  return sources.length > 3 ? 'one of them' : sources.map(({ functionName }) => functionName).join(' or ');
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function button(icon: string, label: string, act: () => void): TemplateResult {
  return html`<vscode-button icon=${icon} @click=${act}>${label}</vscode-button>`;
}

function message(
  headline: string | TemplateResult,
  explanation: string,
  action: TemplateResult | typeof nothing,
): TemplateResult {
  return html`<div class="empty" role="status"><p class="headline">${headline}</p><p class="dim">${explanation}</p>${action}</div>`;
}
