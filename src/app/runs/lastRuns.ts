/** How each function's last run of this window went, in one line: what stands over its handler. */

import { Emitter, type Event } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { formatDuration } from '../../base/text.ts';
import type { FunctionKey, RunResult } from '../../protocol/invokePanel.ts';

export class LastRuns implements Disposable {
  readonly #words = new Map<string, string>();
  readonly #changed = new Emitter<FunctionKey>();

  readonly onDidChange: Event<FunctionKey> = this.#changed.event;

  add(key: FunctionKey, result: RunResult): void {
    this.#words.set(idOf(key), wordsOf(result));
    this.#changed.fire(key);
  }

  /** `12 ms · 48 MB · warm`; `undefined` before the first run. */
  of(key: FunctionKey): string | undefined {
    return this.#words.get(idOf(key));
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function wordsOf(result: RunResult): string {
  if (result.kind === 'cancelled') return 'cancelled';
  if (result.kind === 'refused') return `not run: ${result.code}`;
  const { report, functionError } = result;
  const parts = [
    functionError?.errorType,
    report && formatDuration(report.durationMs),
    report && `${report.maxMemoryUsedMB} MB`,
    report && (report.initDurationMs === undefined ? 'warm' : `cold ${formatDuration(report.initDurationMs)}`),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? `status ${result.statusCode}` : parts.join(' · ');
}

function idOf({ targetId, functionName }: FunctionKey): string {
  return `${targetId}/${functionName}`;
}
