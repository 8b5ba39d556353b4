/** Runs a suite in a process of its own, shows what it prints and counts what it reports. */

import path from 'node:path';
import { runCommand } from '../shared/childProcess.ts';
import { cacheFolder, rootFolder } from '../shared/paths.ts';
import { addReports, oneFailed, reportVariable, type SuiteReport, takeReport } from './suiteReport.ts';

/** `args` are those of this Node. A suite that hangs, dies or fails without saying what counts as one failure. */
export async function runSuite(
  name: string,
  args: readonly string[],
  deadlineMs: number,
  env: NodeJS.ProcessEnv,
  print: (text: string) => void = (text) => process.stdout.write(text),
): Promise<SuiteReport> {
  const file = path.join(cacheFolder, 'test', `${name}-report.json`);
  takeReport(file);
  const { exitCode, output, timedOut } = await runCommand(process.execPath, args, {
    cwd: rootFolder,
    env: {
      ...process.env,
      ...env,
      [reportVariable]: file,
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
    },
    deadlineMs,
    onOutput: print,
  });
  const report = takeReport(file) ?? mochaSummary(output) ?? { passed: 0, failed: 0, skipped: [], failures: [] };
  if (timedOut) return addReports([report, oneFailed(`${name}: ended after ${deadlineMs / 1000} s without a result`)]);
  if (exitCode === 0 && report.passed + report.failed + report.skipped.length === 0) {
    return oneFailed(`${name}: ended well without having run a single test`);
  }
  if (exitCode !== 0 && report.failed === 0)
    return addReports([report, oneFailed(`${name}: ended with status ${exitCode}`)]);
  return report;
}

/** The counts at the end of mocha's output, for a suite inside the editor that can write no report. */
function mochaSummary(output: string): SuiteReport | undefined {
  const count = (word: string) => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0);
  if (!/^\s*\d+ passing/m.test(output)) return undefined;
  const skipped = Array.from({ length: count('pending') }, () => ({
    name: 'editor',
    reason: 'pending in the editor suite',
  }));
  const failed = count('failing');
  return {
    passed: count('passing'),
    failed,
    skipped,
    failures: failed > 0 ? [`editor: ${failed} failing, see above`] : [],
  };
}
