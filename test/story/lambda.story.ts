/**
 * The path through every room, in a real VS Code, through its real interface: a person's first hour with the product.
 * One window for all steps; each step begins where the last one ended.
 */

import process from 'node:process';
import { afterAll, beforeAll, expect } from 'vitest';
import { LambdaPage } from './support/lambdaPage.ts';
import { storySteps } from './support/storySteps.ts';
import { openStoryWorld, type StoryWorld } from './support/storyWorld.ts';

let world: StoryWorld;
let lambda: LambdaPage;

beforeAll(async () => {
  world = await openStoryWorld();
  lambda = new LambdaPage(world.workbench.page, process.env['LAMBDA_WORKBENCH_PICTURES']);
}, 120_000);

afterAll(async () => {
  await world?.close();
});

const step = storySteps(() => lambda);

step('the Functions view shows Local with the sample functions', async () => {
  await lambda.openView();
  await lambda.functionRow('hello-ts').waitFor();
  expect(await lambda.functionRow('hello-ts').getAttribute('aria-label')).toMatch(/nodejs22\.x, 128 MB/);
  await lambda.functionRow('orders-api').click();
  await lambda.page.keyboard.press('ArrowRight');
  await lambda.row('Environment').waitFor();
  await lambda.picture('functions-view');
});

step('Invoke on a row opens the panel; the first answer is a cold start', async () => {
  await lambda.inlineAction(lambda.functionRow('hello-ts'), 'Invoke');
  const panel = await lambda.panel('lambda-invoke-panel');
  await panel.getByRole('button', { name: /^Invoke/ }).click();
  await panel.getByText('Hello, Lambda!').first().waitFor();
  await panel
    .getByText(/init \d/)
    .first()
    .waitFor();
  await lambda.picture('invoke-cold');
});

step('Lambda Logs shows the invocation with its cold start', async () => {
  await lambda.inlineAction(lambda.functionRow('hello-ts'), 'Tail Logs');
  const panel = await lambda.panel('lambda-log-panel');
  const rows = panel.getByRole('row', { name: /hello-ts/ });
  await rows.first().waitFor();
  expect(await rows.first().getAttribute('aria-label')).toMatch(/cold start/i);
  await lambda.picture('logs-cold');
});

step('a warm invoke arrives in the log panel while it follows', async () => {
  await lambda.inlineAction(lambda.functionRow('hello-ts'), 'Invoke');
  const invoke = await lambda.panel('lambda-invoke-panel');
  await invoke.getByRole('button', { name: /^Invoke/ }).click();
  const logs = await lambda.panel('lambda-log-panel');
  await expect.poll(() => logs.getByRole('row', { name: /hello-ts/ }).count(), { timeout: 20_000 }).toBe(2);
  await lambda.picture('overview');
});

step('editing the handler and one click on Redeploy give the new answer', async () => {
  await lambda.editFile('index.ts', 'Hello, ', 'Good morning, ');
  await lambda.inlineAction(lambda.functionRow('hello-ts'), 'Redeploy');
  const told = await lambda.notification('Redeployed hello-ts');
  expect(await told.textContent()).toMatch(/\d ms/);
  await lambda.picture('redeployed');
  await lambda.page.keyboard.press('Escape');
  await lambda.inlineAction(lambda.functionRow('hello-ts'), 'Invoke');
  const panel = await lambda.panel('lambda-invoke-panel');
  await panel.getByRole('button', { name: /^Invoke/ }).click();
  await panel.getByText('Good morning, Lambda!').first().waitFor();
  await lambda.picture('invoke-after-redeploy');
});

step('after kill -9 of the service functions, code and logs are all there', async () => {
  const before = await world.local.ensureRunning();
  process.kill(before.pid, 'SIGKILL');
  await expect.poll(async () => (await world.local.ensureRunning()).pid, { timeout: 30_000 }).not.toBe(before.pid);
  await lambda.command('Refresh');
  await lambda.functionRow('hello-ts').waitFor();
  await lambda.inlineAction(lambda.functionRow('hello-ts'), 'Invoke');
  const invoke = await lambda.panel('lambda-invoke-panel');
  await invoke.getByRole('button', { name: /^Invoke/ }).click();
  const logs = await lambda.panel('lambda-log-panel');
  await expect
    .poll(() => logs.getByRole('row', { name: /hello-ts/ }).count(), { timeout: 30_000 })
    .toBeGreaterThanOrEqual(4);
  await invoke.getByText('Good morning, Lambda!').first().waitFor();
  await lambda.picture('after-restart');
});

step('a profile with endpoint_url is a second target with the same actions', async () => {
  await lambda.command('Add AWS Connection…');
  await lambda.quickInput(world.profile, world.profile);
  await lambda.quickInput(world.second.region, world.second.region);
  const target = lambda.row(`${world.profile} · ${world.second.region}`);
  await target.waitFor();
  await target.click();
  await lambda.page.keyboard.press('ArrowRight');
  const row = lambda.functionRow('hello-ts', 1);
  await row.waitFor();
  await lambda.picture('second-target');
  await lambda.inlineAction(row, 'Invoke');
  const panel = await lambda.panel('lambda-invoke-panel', world.profile);
  await panel.getByRole('button', { name: /^Invoke/ }).click();
  await panel.getByText('Hello, Lambda!').first().waitFor();
  await lambda.inlineAction(row, 'Tail Logs');
  const logs = await lambda.panel('lambda-log-panel');
  await logs.getByText(`${world.profile} · ${world.second.region}`).first().waitFor();
  await lambda.picture('second-target-invoked');
});

step('a failing function stands out in the log, and its lines name the place', async () => {
  await lambda.inlineAction(lambda.functionRow('flaky-report'), 'Tail Logs');
  await lambda.inlineAction(lambda.functionRow('flaky-report'), 'Invoke');
  const invoke = await lambda.panel('lambda-invoke-panel', 'flaky-report');
  // Every third call fails, by design of the sample.
  for (const outcome of ['Succeeded', 'Succeeded', 'Failed']) {
    await invoke.getByRole('button', { name: /^Invoke/ }).click();
    await invoke.getByText(outcome).first().waitFor();
  }
  await invoke
    .getByText(/Cannot read properties of undefined/)
    .first()
    .waitFor();
  await lambda.picture('function-error');
  await lambda.command('View: Toggle Maximized Panel', 'Toggle Maximized Panel');
  const logs = await lambda.panel('lambda-log-panel');
  const failed = logs.getByRole('row', { name: /flaky-report.*TypeError/ }).first();
  await failed.click();
  await logs
    .getByText(/at sumOf/)
    .first()
    .waitFor();
  await lambda.picture('logs-invocations');
  await lambda.command('View: Toggle Maximized Panel', 'Toggle Maximized Panel');
});
