/**
 * What a workspace defines, in a real VS Code: SAM, Serverless, CDK and Terraform side by side, deployed without their tools,
 * with the state of each function on each target, and a mistake in a template found at its line.
 */

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { LambdaPage } from './support/lambdaPage.ts';
import { storySteps } from './support/storySteps.ts';
import { openStoryWorld, type StoryWorld } from './support/storyWorld.ts';

let world: StoryWorld;
let lambda: LambdaPage;

const waitMs = { timeout: 30_000 };

beforeAll(async () => {
  world = await openStoryWorld({
    settings: { 'lambdaWorkbench.connections': [{ profile: 'staging', region: 'us-east-1' }] },
  });
  lambda = new LambdaPage(world.workbench.page, process.env['LAMBDA_WORKBENCH_PICTURES']);
}, 120_000);

afterAll(async () => {
  await world?.close();
});

const step = storySteps(() => lambda);

function defined(name: string): Locator {
  return lambda.row(`${name}, project function`);
}

function onTarget(name: string, target: string): Locator {
  return lambda.row(`${name} on ${target}`);
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const place = path.join(world.workspace, file);
  await writeFile(place, change(await readFile(place, 'utf8')));
}

step('Project Functions lists what every kind of file defines', async () => {
  await lambda.openView();
  // Room for the rows: the other list is not looked at.
  await lambda.page.locator('.pane-header[aria-label^="Functions"]').click();
  await lambda.page.locator('.pane-header[aria-label^="Project Functions"]').click();
  await defined('shop-stock-dev').waitFor();
  for (const name of ['notes-dev-create', 'cdk-greet', 'thumbnails-dev-resize', 'hello-ts']) {
    await defined(name).scrollIntoViewIfNeeded();
    await defined(name).waitFor();
  }
  await lambda.picture('project-functions');
});

step('Deploy on a row makes the function on Local, without SAM', async () => {
  await lambda.inlineAction(defined('shop-stock-dev'), 'Deploy');
  await lambda.quickInput('Local', 'Local');
  const told = await lambda.notification('Created shop-stock-dev on Local');
  expect(await told.textContent()).toMatch(/\d ms/);
  await lambda.page.keyboard.press('Escape');
});

step('its rows tell how it stands on each target', async () => {
  await defined('shop-stock-dev').click();
  await lambda.page.keyboard.press('ArrowRight');
  await onTarget('shop-stock-dev', 'Local').waitFor();
  await expect.poll(() => onTarget('shop-stock-dev', 'Local').getAttribute('aria-label'), waitMs).toContain('in sync');
  expect(await onTarget('shop-stock-dev', 'staging').getAttribute('aria-label')).toContain('not deployed');
  await lambda.picture('project-states');
});

step('a changed file is told, and deploying it brings both sides together', async () => {
  await lambda.editFile('levels.py', 'len(item) * 10', 'len(item) * 20');
  await expect
    .poll(() => onTarget('shop-stock-dev', 'Local').getAttribute('aria-label'), waitMs)
    .toContain('changed here');
  await lambda.inlineAction(onTarget('shop-stock-dev', 'Local'), 'Deploy');
  await lambda.notification('Redeployed shop-stock-dev on Local');
  await lambda.page.keyboard.press('Escape');
  await expect.poll(() => onTarget('shop-stock-dev', 'Local').getAttribute('aria-label'), waitMs).toContain('in sync');
});

step('what is deployed there can be invoked from its row', async () => {
  await lambda.inlineAction(onTarget('shop-stock-dev', 'Local'), 'Invoke');
  const panel = await lambda.panel('lambda-invoke-panel');
  await panel.getByRole('button', { name: /^Invoke/ }).click();
  await panel.getByText('"dev"').first().waitFor();
  await lambda.picture('project-invoked');
});

step('a mistake in a template is a row that opens at its line', async () => {
  await edit('sam-shop/template.yaml', (text) => `${text}  Broken: [\n`);
  const lines = (await readFile(path.join(world.workspace, 'sam-shop/template.yaml'), 'utf8')).split('\n').length;
  const problem = lambda.row('Error in template.yaml, line');
  await problem.waitFor();
  await problem.click();
  await lambda.page.locator('.tab.active', { hasText: 'template.yaml' }).waitFor();
  await lambda.page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${lines}\\b|Ln ${lines - 1}\\b`) }).waitFor();
  await lambda.picture('project-problem');
  await edit('sam-shop/template.yaml', (text) => text.replace('  Broken: [\n', ''));
  await defined('shop-stock-dev').waitFor();
});
