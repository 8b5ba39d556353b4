/**
 * A change on its way to a function, in a real VS Code: the link that is found, somebody else's code, the way back, the save that
 * deploys, the canary that goes back by itself, a mistake in the code, and the same on a second endpoint. One window; each step
 * begins where the last ended.
 */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {
  GetAliasCommand,
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { ServiceReady } from '../../src/protocol/serviceReady.ts';
import { zipOf } from '../support/zip.ts';
import {
  forgetGreeterLink,
  greeting,
  handlerAnswering,
  saveLinks,
  write,
  writeGreeterFunctions,
} from './support/greeterFunctions.ts';
import { LambdaPage } from './support/lambdaPage.ts';
import { storySteps } from './support/storySteps.ts';
import { openStoryWorld, type StoryWorld } from './support/storyWorld.ts';

let world: StoryWorld;
let lambda: LambdaPage;
/** Another developer, and the users of the function: clients of the same services that the window knows nothing of. */
let others: LambdaClient;
let onSecond: LambdaClient;

const FunctionName = 'greeter';
const waitMs = { timeout: 30_000 };

beforeAll(async () => {
  world = await openStoryWorld({
    fill: writeGreeterFunctions,
    settings: { 'lambdaWorkbench.connections': [{ profile: 'staging', region: 'us-east-1' }] },
  });
  forgetGreeterLink(world.workspace);
  others = clientOf(await world.local.ensureRunning());
  onSecond = clientOf(world.second);
  lambda = new LambdaPage(world.workbench.page, process.env['LAMBDA_WORKBENCH_PICTURES']);
}, 120_000);

afterAll(async () => {
  others?.destroy();
  onSecond?.destroy();
  await world?.close();
});

const step = storySteps(() => lambda);

function clientOf({ endpoint, region, accessKeyId, secretAccessKey }: ServiceReady): LambdaClient {
  return new LambdaClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
}

async function answer(client = others, Qualifier?: string): Promise<unknown> {
  const { Payload } = await client.send(new InvokeCommand({ FunctionName, ...(Qualifier ? { Qualifier } : {}) }));
  return JSON.parse(Payload?.transformToString() ?? 'null');
}

const save = (answered: string) => write(world.workspace, 'greeter/index.mjs', handlerAnswering(answered));

/** The centre lists what came before as well; it is emptied before something is awaited that was told before. */
async function forgetNotifications(): Promise<void> {
  await lambda.command('Notifications: Clear All Notifications', 'Notifications: Clear All Notifications');
}

async function fromMenu(row: Locator, title: string): Promise<void> {
  await row.click({ button: 'right' });
  const menu = lambda.page.locator('.monaco-menu');
  const item = menu.locator('.action-item', { hasText: title }).first();
  await item.waitFor();
  // A menu takes no press in its first moments: one that stays open did not take it.
  const press = async () => {
    if (await item.isVisible()) await item.click({ timeout: 2_000 }).catch(() => {});
    return menu.count();
  };
  await expect.poll(press, { ...waitMs, interval: 500 }).toBe(0);
}

const dialog = () => lambda.page.locator('.monaco-dialog-box');

step('a function without a link finds its folder by itself, and answers anew', async () => {
  await lambda.openView();
  await lambda.functionRow(FunctionName).waitFor();
  save('Good day');
  await lambda.inlineAction(lambda.functionRow(FunctionName), 'Redeploy');
  await lambda.notification('Redeployed greeter on Local');
  expect(await answer()).toBe('Good day');
  const links = await readFile(path.join(world.workspace, '.vscode', 'lambda-workbench.json'), 'utf8');
  expect(links).toContain('"folder": "greeter"');
  await lambda.picture('redeploy-linked');
});

step('what another client deployed is not overwritten unseen: the difference is shown first', async () => {
  await others.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf({ 'index.mjs': handlerAnswering('theirs') }) }),
  );
  save('Good evening');
  await forgetNotifications();
  await lambda.inlineAction(lambda.functionRow(FunctionName), 'Redeploy');
  await dialog().getByText('was deployed by someone else since you last did').waitFor();
  await lambda.picture('redeploy-conflict');
  await dialog().getByText('Show Difference', { exact: true }).click();
  await lambda.page.locator('.tab', { hasText: 'to be deployed' }).first().waitFor();
  const question = await lambda.notification('was deployed by someone else since you last did');
  await lambda.picture('redeploy-difference');
  expect(await answer()).toBe('theirs');
  await question.getByText('Overwrite', { exact: true }).click();
  await lambda.notification('Redeployed greeter on Local');
  expect(await answer()).toBe('Good evening');
});

step('Undo brings it back, after a reload of the window too', async () => {
  // The view was open, so it is again: its icon would close it.
  await lambda.reloadWindow();
  await lambda.functionRow(FunctionName).waitFor();
  await fromMenu(lambda.functionRow(FunctionName), 'Undo Last Redeploy');
  await lambda.notification('runs the code of before the redeploy again');
  expect(await answer()).toBe('theirs');
  await lambda.picture('redeploy-undone');
});

step('watched, a save is live without another press', async () => {
  await forgetNotifications();
  await lambda.inlineAction(lambda.functionRow(FunctionName), 'Redeploy');
  await lambda.notification('Redeployed greeter on Local');
  await fromMenu(lambda.functionRow(FunctionName), 'Watch and Redeploy on Save');
  await lambda.page.locator('.statusbar-item', { hasText: 'greeter' }).waitFor();
  await lambda.editFile('index.mjs', 'Good evening', 'Good night');
  await expect.poll(() => answer(), waitMs).toBe('Good night');
  await lambda.picture('redeploy-watched');
  // Changes that come from elsewhere count as well: a formatter, a pull.
  save('Good morning');
  await expect.poll(() => answer(), waitMs).toBe('Good morning');
  await fromMenu(lambda.functionRow(FunctionName), 'Watch and Redeploy on Save');
  await expect.poll(() => lambda.page.locator('.statusbar-item', { hasText: 'greeter' }).count(), waitMs).toBe(0);
});

step('a canary whose invocations fail goes back by itself', async () => {
  const live = { name: 'live', shift: { percent: 50, minutes: 5 } };
  const link = { functionName: FunctionName, target: { kind: 'local' }, folder: 'greeter', build: { kind: 'copy' } };
  saveLinks(world.workspace, [{ ...link, alias: live }]);
  save('version one');
  await forgetNotifications();
  await lambda.inlineAction(lambda.functionRow(FunctionName), 'Redeploy');
  await lambda.notification('live → 1');
  write(
    world.workspace,
    'greeter/index.mjs',
    "export const handler = async () => { throw new Error('no greeting'); };\n",
  );
  await forgetNotifications();
  await lambda.inlineAction(lambda.functionRow(FunctionName), 'Redeploy');
  await expect
    .poll(async () => (await alias()).RoutingConfig?.AdditionalVersionWeights ?? {}, waitMs)
    .toEqual({ '2': 0.5 });
  // Its users.
  await expect
    .poll(
      async () => {
        await others.send(new InvokeCommand({ FunctionName, Qualifier: 'live' }));
        return (await alias()).RoutingConfig?.AdditionalVersionWeights ?? {};
      },
      { ...waitMs, interval: 50 },
    )
    .toEqual({});
  const told = await lambda.notification('live went back to 1');
  expect(await told.textContent()).toContain('no greeting');
  await lambda.picture('redeploy-canary');
  expect(await answer(others, 'live')).toBe('version one');
  // The step after this one begins with code that works.
  saveLinks(world.workspace, [link]);
});

const alias = () =>
  others.send(new GetAliasCommand({ FunctionName, Name: 'live' })).catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) return { RoutingConfig: undefined };
    throw error;
  });

step('a mistake in the code lands in Problems, at its line, and goes when it is repaired', async () => {
  const source = 'typed/src/index.ts';
  write(world.workspace, source, 'export const handler = async () => {\n  return greeting of;\n};\n');
  await forgetNotifications();
  await lambda.inlineAction(lambda.functionRow('typed'), 'Redeploy');
  const told = await lambda.notification('The build of');
  await told.getByText('Show Problems', { exact: true }).click();
  const marker = lambda.page.locator('.markers-panel .monaco-list-row', { hasText: 'Ln 2, Col 19' });
  await marker.waitFor();
  await lambda.picture('redeploy-problem');
  await marker.dblclick();
  await lambda.page.locator('.tab.active', { hasText: 'index.ts' }).waitFor();
  const place = lambda.page.locator('.statusbar-item[id="status.editor.selection"]');
  await expect.poll(() => place.textContent(), waitMs).toContain('Ln 2, Col 19');
  write(world.workspace, source, "export const handler = async (): Promise<string> => 'typed two';\n");
  await forgetNotifications();
  await lambda.inlineAction(lambda.functionRow('typed'), 'Redeploy');
  await lambda.notification('Redeployed typed on Local');
  await expect.poll(() => marker.count(), waitMs).toBe(0);
});

step('a second endpoint is redeployed to with the same press', async () => {
  const target = lambda.row('staging · us-east-1');
  await target.click();
  await lambda.page.keyboard.press('ArrowRight');
  const row = lambda.functionRow(FunctionName, 1);
  await row.waitFor();
  expect(await answer(onSecond)).toBe(greeting);
  save('Hello, staging');
  await forgetNotifications();
  await lambda.inlineAction(row, 'Redeploy');
  await lambda.notification('Redeployed greeter on staging');
  expect(await answer(onSecond)).toBe('Hello, staging');
  await fromMenu(row, 'Undo Last Redeploy');
  await lambda.notification('greeter on staging · us-east-1 runs the code of before');
  expect(await answer(onSecond)).toBe(greeting);
  await lambda.picture('redeploy-second');
});
