/** The Functions view over ten thousand functions, in a real VS Code: first row, whole list, scrolling, filter, memory. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { silentLog } from '../../src/base/log.ts';
import { connectProfile } from '../../src/client/awsClients.ts';
import { budgets } from '../build/budgets.ts';
import { rootFolder } from '../shared/paths.ts';
import { ensureChromium, ensureVscodeHost } from '../vscode-host/setup.ts';
import { startWorkbench } from '../vscode-host/workbench.ts';
import { extensionHostBytes } from './extensionHost.ts';
import { longestTask } from './longestTask.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { startScriptedLambda } from './scriptedLambda.ts';
import { timed } from './statistics.ts';

const functionCount = 10_000;
const patienceMs = 60_000;
const region = 'eu-west-1';
const rows = '.pane-body .monaco-list-row';

export const functionsView: Benchmark = {
  ids: ['functions-view'],
  async run(signal) {
    await ensureVscodeHost();
    await ensureChromium();
    const folder = mkdtempSync(path.join(tmpdir(), 'functions-view-'));
    const lambda = await startScriptedLambda(functionCount);
    try {
      const env = writeProfile(folder, lambda.endpoint);
      const bareMs = await timed(() => listAll(env));
      signal.throwIfAborted();
      return await measure(folder, env, bareMs);
    } finally {
      await lambda.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

async function measure(folder: string, env: Environment, bareMs: number): Promise<readonly Measurement[]> {
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace);
  const userDataFolder = path.join(folder, 'user');
  const workbench = await startWorkbench({
    extension: { folder: rootFolder },
    folder: workspace,
    userDataFolder,
    env,
    settings: { 'lambdaWorkbench.connections': [{ profile: 'many', region }] },
    // Nothing runs here: the connection alone is looked at.
    trust: true,
    viewport: { width: 1200, height: 900 },
  });
  try {
    const { page } = workbench;
    page.setDefaultTimeout(patienceMs);
    await page.locator('.activitybar .action-label[aria-label^="Lambda"]').click();
    const target = page.locator(`${rows}[aria-label^="many"]`).first();
    await target.waitFor();
    const before = extensionHostBytes(userDataFolder);
    const startedAt = performance.now();
    await target.click();
    await page.locator(`${rows}[aria-label^="service-00-handler-00000,"]`).waitFor();
    const firstMs = performance.now() - startedAt;
    await page.locator(`${rows}[aria-label*="10,000 functions"]:not([aria-label*="so far"])`).waitFor();
    const allMs = performance.now() - startedAt;
    const after = extensionHostBytes(userDataFolder);
    const scrolled = await longestTask(page, () => scroll(page));
    const filterMs = await filter(page);
    return measurements({ firstMs, allMs, bareMs, scrollMs: scrolled.wallMs, filterMs, before, after });
  } finally {
    await workbench.close();
  }
}

interface Seen {
  readonly firstMs: number;
  readonly allMs: number;
  readonly bareMs: number;
  readonly scrollMs: number;
  readonly filterMs: number;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

function measurements({ firstMs, allMs, bareMs, scrollMs, filterMs, before, after }: Seen): readonly Measurement[] {
  const floorWhat = 'the same pages over the SDK alone';
  const all = functionCount.toLocaleString('en');
  const value = (id: string, what: string, ms: number, atMost: number): Measurement => ({
    id: `functions-view-${id}`,
    what,
    value: ms,
    unit: 'ms',
    floor: undefined,
    floorWhat: undefined,
    goal: { of: 'value', atMost },
  });
  const grown = before === undefined || after === undefined ? undefined : after - before;
  return [
    value('first', `First row of ${all} functions, from the click`, firstMs, budgets.functionsFirstRowMs),
    {
      ...value('all', `All ${all} functions listed, from the click`, allMs, 0),
      floor: bareMs,
      floorWhat,
      goal: undefined,
    },
    value('scroll', `Scrolling through ${all} rows: longest task of the window`, scrollMs, budgets.functionsScrollMs),
    value('filter', `Filter typed over ${all} functions, last key to the rows`, filterMs, budgets.functionsFilterMs),
    ...(grown === undefined
      ? []
      : [
          {
            id: 'functions-view-memory',
            what: `What the extension host grew by for ${all} functions`,
            value: grown,
            unit: 'bytes',
            floor: undefined,
            floorWhat: undefined,
            goal: { of: 'value', atMost: budgets.functionsBytes },
          } as const,
        ]),
  ];
}

/** From the beginning to somewhere far down, as a wheel does it. */
async function scroll(page: Page): Promise<void> {
  const list = page.locator('.pane-body .monaco-list').first();
  await list.hover();
  for (let turn = 0; turn < 60; turn += 1) {
    await page.mouse.wheel(0, 1500);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

/** Types a name that one function has, and waits for its row to be alone. */
async function filter(page: Page): Promise<number> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.fill('>Lambda: Filter Functions');
  await page.locator('.quick-input-list .monaco-list-row[aria-label^="Lambda: Filter Functions"]').first().click();
  await page.locator('.quick-input-title', { hasText: 'Filter Functions' }).waitFor();
  await page.keyboard.type('handler-0765', { delay: 20 });
  const startedAt = performance.now();
  await page.keyboard.press('4');
  await page.locator(`${rows}[aria-label*="-handler-07654,"]`).waitFor();
  await page.locator(`${rows}[aria-label*="-handler-07653,"]`).waitFor({ state: 'detached' });
  const filterMs = performance.now() - startedAt;
  await page.keyboard.press('Escape');
  return filterMs;
}

type Environment = Readonly<Record<string, string>>;

function writeProfile(folder: string, endpoint: string): Environment {
  const file = path.join(folder, 'aws-config');
  writeFileSync(
    file,
    `[profile many]\nregion = ${region}\nendpoint_url = ${endpoint}\naws_access_key_id = A\naws_secret_access_key = B\n`,
  );
  return {
    LAMBDA_WORKBENCH_DATA: path.join(folder, 'local'),
    AWS_CONFIG_FILE: file,
    AWS_SHARED_CREDENTIALS_FILE: file,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The floor: every page once, one after the other. */
async function listAll(environment: Environment): Promise<void> {
  const kept = { ...process.env };
  Object.assign(process.env, environment);
  const connection = await connectProfile({ profile: 'many', region }, silentLog, { environment });
  try {
    let marker: string | undefined;
    do {
      const page = await connection.lambda.listFunctions({
        MaxItems: 50,
        ...(marker === undefined ? {} : { Marker: marker }),
      });
      marker = page.NextMarker;
    } while (marker !== undefined);
  } finally {
    connection.dispose();
    for (const name of Object.keys(environment)) {
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    }
  }
}
