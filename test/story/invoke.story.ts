/**
 * A developer and a function that is wrong, in a real VS Code: an event from a template, the error, its source, the repair,
 * what that changed; then the same event elsewhere, many times, streamed and cold. One window; each step begins where the
 * last ended.
 */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { LambdaPage } from './support/lambdaPage.ts';
import { mistake, writeParcelFunctions } from './support/parcelFunctions.ts';
import { storySteps } from './support/storySteps.ts';
import { openStoryWorld, type StoryWorld } from './support/storyWorld.ts';

let world: StoryWorld;
let lambda: LambdaPage;

beforeAll(async () => {
  world = await openStoryWorld({
    fill: writeParcelFunctions,
    settings: { 'lambdaWorkbench.connections': [{ profile: 'staging', region: 'us-east-1' }] },
  });
  lambda = new LambdaPage(world.workbench.page, process.env['LAMBDA_WORKBENCH_PICTURES']);
}, 120_000);

afterAll(async () => {
  await world?.close();
});

const step = storySteps(() => lambda);

const waitMs = { timeout: 30_000 };

const body = '{"number": 7, "items": [{"grams": 250}, {"grams": 175}]}';
const testEvent = 'two-items';

const invokePanel = (functionName = 'parcels') => lambda.panel('lambda-invoke-panel', functionName);
const runsOf = (panel: Locator) => panel.getByRole('listbox', { name: /^Runs/ }).getByRole('option');
const headline = (panel: Locator, words: string) =>
  panel.getByRole('region', { name: 'Answer' }).getByText(words, { exact: true }).first();

/** Chooses in one of the head's menus. */
async function choose(panel: Locator, menu: RegExp, item: RegExp): Promise<void> {
  await panel.getByRole('button', { name: menu }).click();
  await panel.getByRole('menu', { name: menu }).getByRole('menuitemradio', { name: item }).click();
}

async function invoke(panel: Locator): Promise<void> {
  await panel.getByRole('button', { name: /^Invoke/ }).click();
}

step('a template with its fields filled becomes the event', async () => {
  await lambda.openView();
  await lambda.functionRow('parcels').waitFor();
  await lambda.inlineAction(lambda.functionRow('parcels'), 'Invoke');
  const panel = await invokePanel();
  await panel.getByRole('button', { name: 'Template…' }).click();
  const form = panel.getByRole('dialog', { name: 'Event from a template' });
  await form.getByRole('combobox', { name: 'Find a template' }).fill('sqs standard');
  await form.getByRole('option', { name: 'Message', selected: true }).waitFor();
  await form.getByLabel('Body').fill(body);
  await form.getByRole('region', { name: 'Preview of the event' }).getByText('175').waitFor();
  await lambda.picture('invoke-template');
  await form.getByRole('button', { name: 'Use' }).click();
  await panel.getByText('Valid SQS event').waitFor();
  await lambda.picture('invoke-template-used');
});

step('the event is saved under a name, as a file of the workspace', async () => {
  const panel = await invokePanel();
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  const name = lambda.page.locator('.quick-input-widget input[type="text"]').first();
  await expect.poll(() => name.inputValue(), waitMs).toBe('event');
  await name.fill(testEvent);
  await name.press('Enter');
  await panel.getByRole('button', { name: `Test event: ${testEvent}` }).waitFor();
  const file = path.join(world.workspace, '.lambda', 'events', 'parcels', `${testEvent}.json`);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ Records: [{ eventSource: 'aws:sqs', body }] });
  await lambda.picture('invoke-saved');
});

step('the error stands apart, and its frame opens the TypeScript at the line', async () => {
  const panel = await invokePanel();
  await invoke(panel);
  await headline(panel, 'Failed').waitFor();
  await panel
    .getByText(/Cannot read properties of undefined/)
    .first()
    .waitFor();
  await lambda.picture('invoke-error');
  await panel.getByRole('list', { name: 'Stack' }).getByRole('button').first().click();
  await lambda.page.locator(`.tab.active[data-resource-name="${mistake.file}"]`).waitFor();
  const place = lambda.page.locator('.statusbar-item[id="status.editor.selection"]');
  await expect.poll(() => place.textContent(), waitMs).toContain(`Ln ${mistake.line}, `);
  await lambda.picture('invoke-source');
});

step('repaired, redeployed and run again, the answer says what changed', async () => {
  await lambda.editFile(mistake.file, mistake.text, mistake.repair);
  await lambda.inlineAction(lambda.functionRow('parcels'), 'Redeploy');
  await lambda.notification('Redeployed parcels');
  await lambda.page.keyboard.press('Escape');
  await lambda.command('Run Last Again');
  const panel = await invokePanel();
  await headline(panel, 'Succeeded').waitFor();
  await panel.getByRole('tree', { name: 'Payload' }).getByText('425').waitFor();
  await lambda.picture('invoke-repaired');
  await panel.getByRole('tab', { name: /^Compare with previous/ }).click();
  await panel.getByRole('table', { name: 'Changes' }).waitFor();
  await lambda.picture('invoke-compared');
});

step('after a reload of the window the history is there, and a run of it is run again', async () => {
  await lambda.reloadWindow();
  const panel = await invokePanel();
  await expect.poll(() => runsOf(panel).count(), waitMs).toBe(2);
  await panel.getByRole('button', { name: `Test event: ${testEvent}` }).waitFor();
  await runsOf(panel).first().click();
  await headline(panel, 'Failed').waitFor();
  await lambda.picture('invoke-history');
  await panel.getByRole('button', { name: 'Rerun' }).click();
  await expect.poll(() => runsOf(panel).count(), waitMs).toBe(3);
  await headline(panel, 'Succeeded').waitFor();
  await lambda.picture('invoke-rerun');
});

step('the same event also runs on a second target, and the answers are compared', async () => {
  const panel = await invokePanel();
  await panel.getByRole('button', { name: 'Also run on another target' }).click();
  await panel.getByRole('menuitemradio', { name: /^staging · / }).click();
  await panel.getByRole('button', { name: /^Also run on staging/ }).waitFor();
  await invoke(panel);
  const table = panel.getByRole('group', { name: 'Answers of the targets' });
  // The second target still has the mistake.
  await table.getByRole('row', { name: /Local.*Succeeded/ }).waitFor();
  await table.getByRole('row', { name: /staging.*Failed/ }).waitFor();
  await expect
    .poll(
      () =>
        table
          .getByRole('row', { name: /staging/ })
          .getByRole('cell')
          .nth(1)
          .textContent(),
      waitMs,
    )
    .toMatch(/^\d+$/);
  await lambda.picture('invoke-two-targets');
  await table.getByRole('button', { name: /^staging/ }).click();
  await headline(panel, 'Failed').waitFor();
  await lambda.picture('invoke-other-target');
  await panel.getByRole('button', { name: /^Also run on staging/ }).click();
});

step('twenty runs, four at once, are told by percentiles and a histogram', async () => {
  const panel = await invokePanel();
  await panel.getByRole('button', { name: 'Repeat…' }).click();
  const sheet = panel.getByRole('dialog', { name: 'Repeat' });
  await sheet.getByLabel('Runs').fill('20');
  await sheet.getByLabel('At once').fill('4');
  await lambda.picture('invoke-repeat-asks');
  await sheet.getByRole('button', { name: 'Start' }).click();
  const pane = panel.getByRole('region', { name: 'Repeated runs' });
  await pane.getByRole('heading', { name: 'Done: 20 of 20 runs' }).waitFor();
  await pane.getByText('20 succeeded').waitFor();
  await pane.getByRole('row', { name: /^Warm duration/ }).waitFor();
  await pane.getByRole('img', { name: /^Histogram of durations/ }).waitFor();
  await lambda.picture('invoke-repeated');
  await pane.getByRole('button', { name: 'Back to the answer' }).click();
});

step('a cold start is made on request', async () => {
  const panel = await invokePanel();
  await panel.getByRole('button', { name: 'More ways to invoke' }).click();
  await panel.getByRole('menuitem', { name: 'Invoke Cold' }).click();
  await runsOf(panel)
    .last()
    .and(panel.getByRole('option', { name: /cold start/ }))
    .waitFor();
  await panel
    .getByText(/init \d/)
    .first()
    .waitFor();
  await lambda.picture('invoke-cold-on-request');
});

step('a streamed response is drawn as it arrives', async () => {
  await lambda.inlineAction(lambda.functionRow('storyteller'), 'Invoke');
  const panel = await invokePanel('storyteller');
  await choose(panel, /^Invocation type/, /^Response stream/);
  await invoke(panel);
  await panel.getByRole('log', { name: 'Response so far' }).waitFor();
  await headline(panel, 'Succeeded').waitFor();
  await panel.getByText('Once upon a time.').first().waitFor();
  await panel.getByRole('img', { name: /^Streamed: first byte after .* 4 chunks/ }).waitFor();
  await lambda.picture('invoke-streamed');
});

step('over the handler stand Invoke, Logs, Redeploy, and how the last run went', async () => {
  await lambda.page.keyboard.press('Control+P');
  await lambda.quickInput('parcels/src/index.ts', 'index.ts');
  const lenses = lambda.page.locator('.codelens-decoration', { hasText: 'Redeploy' }).first();
  await lenses.getByText(/ms · \d+ MB · (warm|cold)/).waitFor();
  await lambda.picture('invoke-lenses');
  await lenses.getByText('Invoke', { exact: true }).click();
  await invokePanel();
});
