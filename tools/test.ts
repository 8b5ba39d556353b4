/** `npm test`: everything that must hold, stage by stage, and one closing line. */

import { systemClock, withDeadline } from '../src/base/clock.ts';
import { isAbortError, messageOf } from '../src/base/humanError.ts';
import { formatDuration } from '../src/base/text.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';
import { chooseStages, type Stage, testStages } from './test/stages.ts';
import { addReports, closingLine, oneFailed, type SuiteReport } from './test/suiteReport.ts';

/** Room for a stage to end its own processes and say so before it is given up. */
const graceMs = 20_000;

await toolMain(async (signal) => {
  const options = readOptions({ only: { type: 'string' }, browser: { type: 'boolean', default: false } });
  const stages = chooseStages(testStages(options.browser), options.only);
  const startedAt = performance.now();
  const reports: SuiteReport[] = [];
  for (const stage of stages) {
    console.log(`\n── ${stage.name}`);
    const report = await runStage(stage, signal);
    reports.push(report.result);
    console.log(`── ${stage.name}: ${closingLine(report.result)}, ${formatDuration(report.durationMs)}`);
    // Nothing that follows could be trusted without a build.
    if (stage.name === 'build' && report.result.failed > 0) break;
  }
  const all = addReports(reports);
  console.log(`\n${formatDuration(performance.now() - startedAt)} in all`);
  for (const name of all.failures) console.log(`failed: ${name}`);
  for (const { name, reason } of all.skipped) console.log(`skipped: ${name}: ${reason}`);
  console.log(closingLine(all));
  return all.failed === 0 ? 0 : 1;
});

async function runStage(stage: Stage, signal: AbortSignal) {
  const startedAt = performance.now();
  try {
    const result = await withDeadline(
      systemClock,
      stage.deadlineMs + graceMs,
      `stage ${stage.name}`,
      () => stage.run(stage.deadlineMs),
      signal,
    );
    return { result, durationMs: performance.now() - startedAt };
  } catch (error) {
    if (signal.aborted || isAbortError(error)) throw error;
    console.log(messageOf(error));
    const reason = messageOf(error).split('\n')[0];
    return { result: oneFailed(`${stage.name}: ${reason}`), durationMs: performance.now() - startedAt };
  }
}
