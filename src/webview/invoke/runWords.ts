/** The end of a run in words: what every sign and colour of the panel stands for. */

import type { HistoryEntry, RunAnswer, RunResult } from '../../protocol/invokePanel.ts';
import type { Mark } from '../ui/marks.ts';
import { formatMs, formatTime } from '../ui/moments.ts';

export interface RunWords {
  readonly mark: Mark;
  /** One or two words: `Succeeded`, `Timed out`. */
  readonly headline: string;
  readonly detail: string;
  /** What it means, or what to do next, where that needs saying. */
  readonly explanation: string | undefined;
}

export function runWords(result: RunResult): RunWords {
  switch (result.kind) {
    case 'answer':
      return answerWords(result);
    case 'refused':
      return { mark: 'refused', headline: 'Refused', detail: result.code, explanation: result.hint };
    case 'cancelled':
      return {
        mark: 'cancelled',
        headline: 'Cancelled',
        detail: 'no answer was awaited',
        explanation: 'The request was given up. The function may have run to its end all the same: its log tells.',
      };
  }
}

function answerWords(answer: RunAnswer): RunWords {
  const executed = answer.executedVersion === undefined ? '' : ` · executed ${answer.executedVersion}`;
  const status = `${answer.statusCode}${executed}`;
  if (answer.stream?.error) return { mark: 'error', headline: 'Broke off', detail: status, explanation: undefined };
  if (answer.functionError) return { ...failureWords(answer), detail: status, explanation: undefined };
  if (answer.statusCode === 202) {
    return {
      mark: 'success',
      headline: 'Accepted',
      detail: status,
      explanation:
        'Accepted for asynchronous execution (202). Nobody receives the function’s answer; its log shows what it did.',
    };
  }
  if (answer.statusCode === 204) {
    return {
      mark: 'success',
      headline: 'Allowed',
      detail: status,
      explanation: 'A dry run (204): the call would be accepted with these permissions and parameters. Nothing ran.',
    };
  }
  return { mark: 'success', headline: 'Succeeded', detail: status, explanation: undefined };
}

function failureWords(answer: RunAnswer): Pick<RunWords, 'mark' | 'headline'> {
  switch (answer.log?.outcome) {
    case 'timeout':
      return { mark: 'timeout', headline: 'Timed out' };
    case 'out-of-memory':
      return { mark: 'out-of-memory', headline: 'Out of memory' };
    default:
      return { mark: 'error', headline: 'Failed' };
  }
}

const outcomes = { success: 'Succeeded', error: 'Failed', refused: 'Refused', cancelled: 'Cancelled' } as const;

/** A bar of the history as a sentence: `14:34:52.118, succeeded, 34.1 ms, cold start with init 118 ms`. */
export function historyWords(entry: HistoryEntry): string {
  const parts = [formatTime(entry.startedAt), outcomes[entry.outcome].toLowerCase()];
  if (entry.durationMs !== undefined) parts.push(formatMs(entry.durationMs));
  if (entry.initDurationMs !== undefined) parts.push(`cold start with init ${formatMs(entry.initDurationMs)}`);
  if (entry.isPinned) parts.push('pinned');
  return parts.join(', ');
}
