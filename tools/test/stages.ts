/** The stages of `npm test`, in the order in which they run: what fails fastest comes first. */

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { buildAll } from '../build/buildAll.ts';
import { runChecks } from '../check/runChecks.ts';
import { rootFolder, toolScript } from '../shared/paths.ts';
import { ensureChromium, ensureVscodeHost } from '../vscode-host/setup.ts';
import { runSuite } from './runSuite.ts';
import { addReports, oneFailed, onePassed, oneSkipped, type SuiteReport } from './suiteReport.ts';

export interface Stage {
  readonly name: string;
  /** The stage is ended, with everything that it started, when it takes longer. */
  readonly deadlineMs: number;
  run(deadlineMs: number): Promise<SuiteReport>;
}

export const stageNames = [
  'build',
  'check',
  'unit',
  'contract',
  'runtimes',
  'tools',
  'webview',
  'editor',
  'story',
  'package',
] as const;
export type StageName = (typeof stageNames)[number];

/** `browserOnly` leaves a desktop VS Code alone. */
export function testStages(browserOnly: boolean): readonly Stage[] {
  return [
    { name: 'build', deadlineMs: 180_000, run: build },
    { name: 'check', deadlineMs: 360_000, run: check },
    { name: 'unit', deadlineMs: 480_000, run: (deadlineMs) => vitest('unit', deadlineMs) },
    { name: 'contract', deadlineMs: 780_000, run: (deadlineMs) => vitest('contract', deadlineMs) },
    // Its first run on a computer builds the clients of other languages, which takes minutes; they are kept.
    { name: 'runtimes', deadlineMs: 720_000, run: (deadlineMs) => vitest('runtimes', deadlineMs) },
    { name: 'tools', deadlineMs: 300_000, run: browserSuite('tools') },
    { name: 'webview', deadlineMs: 600_000, run: browserSuite('webview') },
    { name: 'editor', deadlineMs: 420_000, run: (deadlineMs) => editor(browserOnly, deadlineMs) },
    { name: 'story', deadlineMs: 720_000, run: browserSuite('story') },
    { name: 'package', deadlineMs: 300_000, run: browserSuite('package') },
  ];
}

async function build(): Promise<SuiteReport> {
  const { report } = await buildAll();
  return addReports([
    onePassed(),
    ...report.problems.map((problem) => {
      console.log(`  ✗ ${problem}`);
      return oneFailed(`build: ${problem}`);
    }),
  ]);
}

async function check(): Promise<SuiteReport> {
  const results = await runChecks((line) => console.log(line));
  return addReports(
    results.map(({ check: { name }, outcome }) => {
      if (outcome.kind === 'skipped') return oneSkipped(`check: ${name}`, outcome.reason);
      return outcome.kind === 'passed' ? onePassed() : oneFailed(`check: ${name}`);
    }),
  );
}

function browserSuite(project: StageName) {
  return async (deadlineMs: number): Promise<SuiteReport> => {
    if (!hasTests(project)) return oneSkipped(project, `there is no suite in test/${project}`);
    const needsWorkbench = project !== 'webview';
    if (needsWorkbench && process.platform === 'win32') {
      return oneSkipped(project, 'the browser workbench does not run on Windows');
    }
    const chromium = await ensureChromium();
    if (needsWorkbench) await ensureVscodeHost();
    return vitest(project, deadlineMs, { CHROMIUM_PATH: chromium });
  };
}

function vitest(project: StageName, deadlineMs: number, env: NodeJS.ProcessEnv = {}): Promise<SuiteReport> {
  const reporters = ['--reporter=default', '--reporter=./tools/test/vitestReporter.ts'];
  const args = [...process.execArgv, toolScript('vitest', 'vitest.mjs'), 'run', '--project', project, ...reporters];
  return runSuite(project, args, deadlineMs, env);
}

function editor(browserOnly: boolean, deadlineMs: number): Promise<SuiteReport> {
  const args = [
    ...process.execArgv,
    path.join(rootFolder, 'tools', 'editorTests.ts'),
    ...(browserOnly ? ['--browser'] : []),
  ];
  // The workbench gives up a little earlier, so that it can leave a picture.
  return runSuite('editor', args, deadlineMs, { CODE_WEB_DEADLINE_MS: String(deadlineMs - 30_000) });
}

function hasTests(project: StageName): boolean {
  const folder = path.join(rootFolder, 'test', project);
  return existsSync(folder) && readdirSync(folder).length > 0;
}

/** The stages that a person asked for. Throws a `HumanError` for a name that is none. */
export function chooseStages(all: readonly Stage[], only: string | undefined): readonly Stage[] {
  if (only === undefined) return all;
  const names = only.split(',');
  const unknown = names.find((name) => !all.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    throw new HumanError(`There is no stage "${unknown}": use ${all.map(({ name }) => name).join(', ')}. See --help.`);
  }
  return all.filter(({ name }) => names.includes(name));
}
