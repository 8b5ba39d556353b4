import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { connectLocal } from '../../src/client/localClients.ts';
import { parseServiceLine, serviceReadyFileName } from '../../src/protocol/serviceReady.ts';
import { rootFolder, samplesFolder } from '../../tools/shared/paths.ts';
import { descendantsOf, endProcessTree, isRunning } from '../../tools/shared/processTree.ts';
import { openPage } from '../../tools/vscode-host/chromium.ts';
import { RunningTool } from './runTool.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'start-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

async function functionNames(): Promise<readonly (string | undefined)[]> {
  const ready = parseServiceLine(readFileSync(path.join(folder, 'data', serviceReadyFileName), 'utf8'));
  if (ready?.event !== 'ready') throw new Error('The service left no ready line in its data folder');
  const connection = connectLocal(ready);
  try {
    const { Functions = [] } = await connection.lambda.listFunctions({});
    return Functions.map(({ FunctionName }) => FunctionName).sort();
  } finally {
    connection.dispose?.();
  }
}

/** As a person sees it: the page, the Lambda view, the functions in it. The page stays open while the tool ends. */
async function seeTheTree(link: string): Promise<void> {
  const { browser, page } = await openPage();
  onTestFinished(() => browser.close());
  await page.goto(link);
  await page.locator('.activitybar .action-label[aria-label^="Lambda"]').click({ timeout: 60_000 });
  await page.locator('.monaco-list-row', { hasText: 'hello-ts' }).waitFor({ timeout: 60_000 });
}

it('shows the samples in the VS Code behind its link, leaves nothing on Ctrl-C, and finds all of it again', async ({
  skip,
}) => {
  skip(process.platform === 'win32', 'the browser workbench does not run on Windows');
  const links: string[] = [];
  for (const end of ['SIGINT', 'SIGTERM'] as const) {
    const tool = new RunningTool(['start', '--browser', '--folder', folder]);
    const [link] = await tool.printed(/http:\/\/127\.0\.0\.1:\d+\/\?tkn=\w+/);
    expect(await functionNames()).toEqual(['flaky-report', 'hello-python', 'hello-ts', 'orders-api', 'resize-image']);

    const stranger = await fetch(new URL('/', link));
    expect(stranger.status).toBe(403);
    const welcome = await fetch(link, { redirect: 'manual' });
    expect(welcome.status).toBe(302);
    const page = await fetch(new URL('/', link), {
      headers: { cookie: welcome.headers.get('set-cookie')?.split(';')[0] ?? '' },
    });
    expect(await page.text()).toContain('samples');

    if (end === 'SIGINT') await seeTheTree(link);
    const started = tool.descendants();
    expect(started.length).toBeGreaterThan(2);
    tool.signal(end);
    expect(await tool.exited).toBe(0);
    expect(started.filter(isRunning)).toEqual([]);
    links.push(link);
  }
  // A browser tab that was left open finds its way back.
  expect(links[1]).toBe(links[0]);
}, 120_000);

it('gives a desktop VS Code the extension, the samples and the running service, and ends when it is closed', async ({
  skip,
}) => {
  skip(process.platform === 'win32', 'stands in a shell script for VS Code');
  const record = path.join(folder, 'record');
  const program = path.join(folder, 'code');
  const script = `#!/bin/sh\nprintf '%s\\n' "$LAMBDA_WORKBENCH_DATA" "$@" > "${record}.part"\nmv "${record}.part" "${record}"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  const tool = new RunningTool(['start', '--no-samples', '--folder', folder], { env: { VSCODE_PATH: program } });
  expect(await tool.exited).toBe(0);
  expect(tool.stderr).toContain('VS Code was closed.');
  expect(readFileSync(record, 'utf8').split('\n')).toEqual(
    expect.arrayContaining([
      path.join(folder, 'data'),
      samplesFolder,
      `--extensionDevelopmentPath=${rootFolder}`,
      path.join(folder, 'user'),
      '--disable-workspace-trust',
    ]),
  );
});

it('ends with everything when npm is ended without passing it on', async ({ skip }) => {
  skip(process.platform === 'win32', 'processes have no signals on Windows');
  const npm = spawn('npm', ['start', '--', '--browser', '--no-samples', '--folder', folder], {
    cwd: rootFolder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => endProcessTree(npm, 'SIGKILL'));
  await new Promise<void>((resolve) => {
    let text = '';
    npm.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('Ctrl-C ends everything')) resolve();
    });
  });
  const started = descendantsOf(npm.pid ?? 0);
  npm.kill('SIGTERM');
  await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), { timeout: 20_000, interval: 100 });
});

it('says in one sentence what is wrong with its options, before it does anything', async () => {
  const cases: readonly (readonly [args: readonly string[], sentence: string])[] = [
    [['--browser', '--desktop'], '--browser and --desktop exclude each other. See --help.\n'],
    [['--port', '99999'], 'This is not a port: 99999. See --help.\n'],
    [['--brwoser'], "Unknown option '--brwoser'. See --help.\n"],
  ];
  for (const [args, sentence] of cases) {
    const tool = new RunningTool(['start', '--folder', folder, ...args]);
    expect(await tool.exited).toBe(1);
    expect(tool.stderr).toBe(sentence);
  }
});
