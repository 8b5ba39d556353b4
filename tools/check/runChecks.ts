/** Runs the checks, two at a time, and tells each one's end in a line. */

import { availableParallelism } from 'node:os';
import { formatDuration } from '../../src/base/text.ts';
import { type Check, type CheckOutcome, checks, runCheck } from './checks.ts';

const shownLines = 120;

export interface CheckResult {
  readonly check: Check;
  readonly outcome: CheckOutcome;
}

export async function runChecks(print: (line: string) => void): Promise<readonly CheckResult[]> {
  const waiting = [...checks];
  const results: CheckResult[] = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const outcome = await runCheck(check);
      results.push({ check, outcome });
      print(lineOf(check, outcome));
    }
  };
  // Type checker and linter use every core by themselves: more than two at once would only make both slower.
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  return results;
}

function lineOf({ name }: Check, outcome: CheckOutcome): string {
  switch (outcome.kind) {
    case 'passed':
      return `  ✓ ${name}  ${formatDuration(outcome.durationMs)}`;
    case 'skipped':
      return `  - ${name}: ${outcome.reason}`;
    case 'failed':
      return `  ✗ ${name}  ${formatDuration(outcome.durationMs)}\n${indent(outcome.output)}`;
  }
}

/** The first of what a tool complains about; one broken file can make thousands of lines. */
function indent(text: string): string {
  const lines = text.trimEnd().split('\n');
  const shown = lines.slice(0, shownLines).map((line) => `      ${line}`);
  if (lines.length > shownLines) shown.push(`      … and ${lines.length - shownLines} lines more`);
  return shown.join('\n');
}
