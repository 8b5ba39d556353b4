/** Runs in the invoke panel beyond one answer: where they go, the kept ones, repeated ones, ones on other targets. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TargetSummary } from '../../src/protocol/invokePanel.ts';
import { WebviewBench } from '../support/webviewPage.ts';
import { answer, historyEntry, InvokeBench, intent, snapshot } from './invokeBench.ts';

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

const prod: TargetSummary = {
  id: 'prod/eu-west-1',
  label: 'prod · eu-west-1',
  accountId: '492100870087',
  region: 'eu-west-1',
  isProtected: true,
};

describe('the target', () => {
  it('is chosen among those that have the function; the others say why not', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Target: Local · 000000000000 · us-east-1' }).click();
    await page.getByText('Asking the other targets…').waitFor();
    await panel.view.answer('targetChoices', [
      { target: snapshot.target },
      { target: prod },
      { target: { ...prod, id: 'dev/us-east-1', label: 'dev · us-east-1' }, obstacle: 'has no function of this name' },
    ]);
    const missing = page.getByRole('menuitemradio', { name: 'dev · us-east-1: has no function of this name' });
    await missing.waitFor();
    expect(await missing.isDisabled()).toBe(true);
    await page.getByRole('menuitemradio', { name: 'prod · eu-west-1 · 492100870087' }).click();
    expect((await panel.view.take('switchTarget')).body).toEqual({ targetId: 'prod/eu-west-1' });
  });

  it('is told the newest draft before it is switched, and shows what the other one holds', async () => {
    const panel = await InvokeBench.open(bench, { history: [historyEntry(1)] });
    const { page } = panel.view;
    await panel.type('{"last": 1}');
    await page.getByRole('button', { name: /^Target:/ }).click();
    await panel.view.answer('targetChoices', [{ target: snapshot.target }, { target: prod }]);
    await page.getByRole('menuitemradio', { name: /^prod/ }).click();
    await panel.view.take('switchTarget');
    const names = (await panel.view.sent()).map(({ name }) => name);
    expect(names.indexOf('intentChanged')).toBeLessThan(names.indexOf('switchTarget'));

    await panel.view.tell('snapshot', {
      ...snapshot,
      function: { targetId: prod.id, functionName: 'hello-ts' },
      target: prod,
      intent: { ...intent, eventText: '{"of": "prod"}' },
    });
    await panel.view.tell('targetSwitched', { sentence: 'On prod now, with the event that was kept for it.' });
    await page.getByText('{"of": "prod"}').waitFor();
    await page.locator('.notice', { hasText: 'with the event that was kept for it' }).waitFor();
    expect(await page.getByRole('option').count()).toBe(0);
  });
});

describe('the qualifier', () => {
  it('says which version an alias stands for, and takes one that is not listed', async () => {
    const panel = await InvokeBench.open(bench, { qualifierNotes: { live: 'version 2 · 10 % version 3' } });
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Qualifier: $LATEST' }).click();
    await page.getByRole('menuitemradio', { name: 'live · version 2 · 10 % version 3' }).waitFor();
    await page.getByRole('menuitem', { name: 'Other…' }).click();
    await page.keyboard.type('canary');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Qualifier: canary' }).waitFor();
    await page.keyboard.press('Control+Enter');
    expect((await panel.run(answer())).body).toEqual({ ...intent, qualifier: 'canary' });
  });
});

describe('the tenant', () => {
  it('is asked for, and demanded, only where tenants are isolated', async () => {
    const { configuration } = snapshot;
    if (!configuration) throw new Error('The bench has a configuration');
    const panel = await InvokeBench.open(bench, { configuration: { ...configuration, isTenantIsolated: true } });
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').filter({ hasText: 'Say for which tenant' }).waitFor();
    await page.keyboard.type('blue');
    await page.keyboard.press('Control+Enter');
    expect((await panel.run(answer())).body).toEqual({ ...intent, tenantId: 'blue' });

    const other = await InvokeBench.open(bench);
    expect(await other.view.page.getByRole('textbox', { name: 'Tenant id' }).count()).toBe(0);
  });
});
