/** What a suite reports when it has run, whatever ran it: vitest, mocha in the editor, or a check. */

import { readFileSync, rmSync } from 'node:fs';

export interface SuiteReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
  /** Names of what failed, for the list at the end. */
  readonly failures: readonly string[];
}

export interface SkippedTest {
  readonly name: string;
  readonly reason: string;
}

/** Where a suite in another process is told to write its report. */
export const reportVariable = 'LAMBDA_WORKBENCH_TEST_REPORT';

export function onePassed(): SuiteReport {
  return { passed: 1, failed: 0, skipped: [], failures: [] };
}

export function oneFailed(name: string): SuiteReport {
  return { passed: 0, failed: 1, skipped: [], failures: [name] };
}

export function oneSkipped(name: string, reason: string): SuiteReport {
  return { passed: 0, failed: 0, skipped: [{ name, reason }], failures: [] };
}

export function addReports(reports: readonly SuiteReport[]): SuiteReport {
  return {
    passed: reports.reduce((sum, report) => sum + report.passed, 0),
    failed: reports.reduce((sum, report) => sum + report.failed, 0),
    skipped: reports.flatMap((report) => report.skipped),
    failures: reports.flatMap((report) => report.failures),
  };
}

/** Reads and removes a report. `undefined` when the suite died before it could write one. */
export function takeReport(file: string): SuiteReport | undefined {
  try {
    const report: SuiteReport = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(file);
    return report;
  } catch {
    return undefined;
  }
}

/** `N passed, N failed`, and the skipped ones where there are some. */
export function closingLine({ passed, failed, skipped }: SuiteReport): string {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}
