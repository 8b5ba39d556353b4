import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type MadePackage, makePackage } from '../../tools/package/makePackage.ts';
import { packageTargets } from '../../tools/package/targetEsbuild.ts';
import { startWorkbench } from '../../tools/vscode-host/workbench.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vsix-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Installs it as a person does and uses it: the view, and a local service that starts from inside the package. */
async function expectToWork({ file }: MadePackage, name: string): Promise<string> {
  const workspace = path.join(folder, `${name}-workspace`);
  const userDataFolder = path.join(folder, `${name}-user`);
  mkdirSync(workspace);
  const { page, close } = await startWorkbench({
    extension: { vsix: file },
    folder: workspace,
    userDataFolder,
    env: { LAMBDA_WORKBENCH_DATA: path.join(folder, `${name}-data`) },
  });
  onTestFinished(close);
  await page.locator('.activitybar .action-label[aria-label^="Lambda"]').click({ timeout: 60_000 });
  // The port is in the row once the service that came in the package answers.
  await page.locator('.monaco-list-row', { hasText: /Local.*:\d+/ }).waitFor({ timeout: 60_000 });
  const installed = path.join(userDataFolder, 'extensions');
  return path.join(installed, readdirSync(installed).find((entry) => entry.startsWith('lambda-workbench.')) ?? '');
}

it('installs and works as a universal package', async () => {
  const made = await makePackage(folder);
  await expectToWork(made, 'universal');
});

it('installs and works with esbuild inside as a package for this platform', async ({ skip }) => {
  const target = packageTargets.find((name) => name === `${process.platform}-${process.arch}`);
  skip(!target, `there is no package for ${process.platform}-${process.arch}`);
  if (!target) return;
  const extension = await expectToWork(await makePackage(folder, target), target);
  // Executable for its owner, as a package manager of the system would leave it.
  expect(statSync(path.join(extension, 'dist', 'bin', 'esbuild')).mode & 0o100).toBe(0o100);
});
