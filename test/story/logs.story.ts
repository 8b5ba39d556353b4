/**
 * The log of a bad day, in a real VS Code: three functions on two targets are tailed, everything that can go wrong does,
 * and each of it is found, traced to its source and exported. One window for all steps; each begins where the last ended.
 */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { connectLocal } from '../../src/client/localClients.ts';
import type { ServiceReady } from '../../src/protocol/serviceReady.ts';
import { LambdaPage } from './support/lambdaPage.ts';
import { storySteps } from './support/storySteps.ts';
import { openStoryWorld, type StoryWorld } from './support/storyWorld.ts';
import { failingPlace, type Trouble, writeTroubledFunctions } from './support/troubledFunctions.ts';

let world: StoryWorld;
let lambda: LambdaPage;

beforeAll(async () => {
  world = await openStoryWorld({
    fill: writeTroubledFunctions,
    settings: { 'lambdaWorkbench.connections': [{ profile: 'staging', region: 'us-east-1' }] },
  });
  lambda = new LambdaPage(world.workbench.page, process.env['LAMBDA_WORKBENCH_PICTURES']);
}, 120_000);

afterAll(async () => {
  await world?.close();
});

const step = storySteps(() => lambda);

const waitMs = { timeout: 30_000 };

const logs = () => lambda.panel('lambda-log-panel');
/** Rows of invocations: the functions of the story, whatever happened to them. */
const rowsOf = (panel: Locator) => panel.getByRole('row', { name: /^(checkout|memory-hog|greeter), / });
const rowOf = (panel: Locator, name: RegExp) => panel.getByRole('row', { name }).first();

async function filterBy(text: string): Promise<Locator> {
  const panel = await logs();
  const field = panel.getByRole('combobox', { name: 'Filter' });
  await field.fill(text);
  await field.blur();
  return panel;
}

/** A press that the editor lost is told as such and pressed again; tailing twice is tailing once. */
async function tail(row: Locator, name: string): Promise<void> {
  for (let press = 1; press <= 3; press += 1) {
    await lambda.inlineAction(row, 'Tail Logs');
    const chip = (await logs()).getByRole('button', { name: `About the tail of ${name}` });
    const isTailed = await chip.waitFor({ timeout: 8_000 }).then(
      () => true,
      () => false,
    );
    if (isTailed) return;
  }
  throw new Error(`${name} is not tailed after three presses`);
}

/** Resolves when the function has answered, well or badly. */
async function invoke(service: ServiceReady, functionName: string, event: object): Promise<void> {
  const connection = connectLocal(service);
  try {
    await connection.lambda.invoke({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(event)) });
  } finally {
    connection.dispose?.();
  }
}

step('three functions on two targets are tailed together', async () => {
  await lambda.themed();
  await lambda.openView();
  await lambda.functionRow('checkout').waitFor();
  for (const name of ['checkout', 'memory-hog']) await tail(lambda.functionRow(name), `${name} on Local`);
  const target = lambda.row(`staging · ${world.second.region}`);
  await target.click();
  await lambda.page.keyboard.press('ArrowRight');
  // The row is drawn anew once the account is known, and its children with it.
  await target.filter({ hasText: /\d{12}/ }).waitFor();
  await tail(lambda.functionRow('greeter', 1), `greeter on staging · ${world.second.region}`);
  await lambda.picture('tail-three-functions');
});

step('a bad day arrives: cold, slow, failed, timed out and out of memory, each in words', async () => {
  const local = await world.local.ensureRunning();
  const checkout = (trouble: Trouble) => invoke(local, 'checkout', { trouble });
  await Promise.all([
    invoke(world.second, 'greeter', { name: 'World' }),
    invoke(local, 'memory-hog', {}),
    (async () => {
      for (const trouble of ['nothing', 'slow', 'fail', 'hang'] as const) await checkout(trouble);
    })(),
  ]);
  const panel = await logs();
  await rowOf(panel, /^checkout, Succeeded, cold start; /).waitFor();
  await rowOf(panel, /^checkout, Succeeded, Took 4\.\d+ s: [89]\d % of its timeout of 5 s; /).waitFor();
  await rowOf(panel, /^checkout, Failed; .*TypeError: The order has no lines/).waitFor();
  await rowOf(panel, /^checkout, Timed out; .*Timed out after 5\.00 s · last line: order arrived: hang/).waitFor();
  await rowOf(panel, /^memory-hog, Out of memory/).waitFor();
  await rowOf(panel, /^greeter, Succeeded, cold start; /).waitFor();
  await expect.poll(() => rowsOf(panel).count(), waitMs).toBe(6);
  await lambda.command('View: Toggle Maximized Panel', 'Toggle Maximized Panel');
  await lambda.picture('tail-bad-day');
});

step('each kind of trouble is found by its filter', async () => {
  const found: readonly (readonly [filter: string, rows: readonly RegExp[]])[] = [
    ['cold:true', [/^checkout, Succeeded, cold/, /^greeter, Succeeded, cold/, /^memory-hog, Out of memory/]],
    ['duration>4s function:checkout', [/^checkout, Succeeded, Took/, /^checkout, Timed out/]],
    ['slow:true', [/^checkout, Succeeded, Took/]],
    ['outcome:error', [/^checkout, Failed/]],
    ['outcome:timeout', [/^checkout, Timed out/]],
    ['outcome:out-of-memory', [/^memory-hog, Out of memory/]],
    ['level:error "no lines"', [/^checkout, Failed/]],
    ['$.name = World', [/^greeter, Succeeded/]],
    ['target:staging', [/^greeter, Succeeded/]],
  ];
  for (const [filter, names] of found) {
    const panel = await filterBy(filter);
    for (const name of names) await rowOf(panel, name).waitFor();
    await expect.poll(() => rowsOf(panel).count(), { ...waitMs, message: filter }).toBe(names.length);
  }
  await rowOf(await filterBy('cold:true'), /^greeter, Succeeded, cold/).waitFor();
  await lambda.picture('tail-filtered');
});

step('signs and bars are there in a light theme and in high contrast as well, wide and narrow', async () => {
  const page = lambda.page;
  const wide = page.viewportSize();
  for (const [label, kind, name] of [
    ['Light Modern', 'vs', 'light'],
    ['Dark High Contrast', 'hc-black', 'contrast'],
    ['Dark Modern', 'vs-dark', 'dark'],
  ] as const) {
    await lambda.chooseTheme(label, kind);
    await rowOf(await filterBy(''), /^checkout, Timed out/).waitFor();
    await lambda.picture(`tail-${name}`);
    await page.setViewportSize({ width: 700, height: 800 });
    await rowOf(await logs(), /^memory-hog, Out of memory/).waitFor();
    await lambda.picture(`tail-${name}-narrow`);
    if (wide) await page.setViewportSize(wide);
  }
});

step('a frame of the error leads through the source map to the line of the TypeScript', async () => {
  const panel = await filterBy('outcome:error');
  await rowOf(panel, /^checkout, Failed/).click();
  const frame = panel
    .getByRole('link')
    .filter({ hasText: /index\.mjs:\d+/ })
    .first();
  await frame.waitFor();
  await lambda.picture('tail-error-opened');
  // The panel gives way to the editor that opens.
  await frame.click();
  await lambda.page.locator(`.tab.active[data-resource-name="${failingPlace.file}"]`).waitFor();
  const place = lambda.page.locator('.statusbar-item[id="status.editor.selection"]');
  await expect.poll(() => place.textContent(), waitMs).toContain(`Ln ${failingPlace.line}, `);
  await lambda.picture('tail-source');
});

step('what is filtered is exported, and the notification opens it', async () => {
  const panel = await filterBy('function:checkout');
  await panel.getByText('4 invocations').waitFor();
  await panel.getByRole('button', { name: 'Export' }).click();
  await panel.getByRole('menuitem', { name: 'Export filtered invocations as NDJSON…' }).click();
  const file = path.join(world.workspace, 'bad-day.ndjson');
  const place = lambda.page.locator('.quick-input-widget input[type="text"]').first();
  await expect.poll(() => place.inputValue(), waitMs).toContain('lambda-invocations.ndjson');
  await lambda.picture('tail-export-asks');
  await place.fill(file);
  await place.press('Enter');
  const told = await lambda.notification('Exported: ');
  const rows = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const read = rows.map((row) => JSON.parse(row) as { function: string; outcome: string; coldStart: boolean });
  expect(read.map(({ function: name, outcome }) => [name, outcome]).sort()).toEqual([
    ['checkout', 'error'],
    ['checkout', 'success'],
    ['checkout', 'success'],
    ['checkout', 'timeout'],
  ]);
  await lambda.picture('tail-exported');
  await told.getByText('Open', { exact: true }).click();
  await lambda.page.locator('.tab.active[data-resource-name="bad-day.ndjson"]').waitFor();
});

step('after a reload of the window the tail is back, with what was logged', async () => {
  await (await filterBy('')).getByText('6 invocations').waitFor();
  await lambda.reloadWindow();
  const panel = await lambda.panel('lambda-log-panel', 'greeter');
  for (const name of ['checkout', 'memory-hog', 'greeter']) {
    await panel.getByRole('button', { name: new RegExp(`^About the tail of ${name} on `) }).waitFor();
  }
  await panel.getByText('6 invocations').waitFor();
  await invoke(world.second, 'greeter', { name: 'again' });
  await panel.getByText('7 invocations').waitFor();
});
