/** Writes a suite's report: beside vitest's own counts it keeps why a test was skipped. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { reportVariable, type SkippedTest, type SuiteReport } from './suiteReport.ts';

// vitest takes the default export of a file that is named as a reporter.
export default class SuiteReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env[reportVariable];
    if (!file) return;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(reportOf(modules, unhandled)));
  }
}

function reportOf(modules: readonly TestModule[], unhandled: readonly SerializedError[]): SuiteReport {
  let passed = 0;
  const skipped: SkippedTest[] = [];
  // An error outside of every test fails the run as surely as one inside.
  const failures = unhandled.map((error) => `outside of a test: ${error.message}`);
  for (const module of modules) {
    const place = module.relativeModuleId;
    if (module.errors().length > 0) failures.push(`${place} (did not load)`);
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) failures.push(`${place} > ${suite.fullName} (setup)`);
    }
    for (const test of module.children.allTests()) {
      const name = `${place} > ${test.fullName}`;
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'skipped') skipped.push({ name, reason: result.note ?? 'no reason given' });
      else failures.push(name);
    }
  }
  return { passed, failed: failures.length, skipped, failures };
}
