/** Runs in the invoke panel beyond one answer: where they go, the kept ones, repeated ones, ones on other targets. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TargetSummary } from '../../src/protocol/invokePanel.ts';
import { WebviewBench } from '../support/webviewPage.ts';
import { answer, historyEntry, InvokeBench, intent, repeatProgress, snapshot } from './invokeBench.ts';

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
    await page.getByRole('button', { name: 'Target: Local 000000000000 · us-east-1' }).click();
    await page.getByRole('menuitem', { name: 'Asking the other targets…' }).waitFor();
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

describe('the history', () => {
  const kept = {
    runId: 1,
    intent: { ...intent, eventText: '{"sent": "then"}', qualifier: 'live' },
    result: answer({ payloadText: '{"came":"back"}' }),
  };
  const history = [
    historyEntry(1, { initDurationMs: 118 }),
    historyEntry(2, { outcome: 'error' }),
    historyEntry(3, { isPinned: true }),
  ];

  async function openKept(change: object = {}): Promise<InvokeBench> {
    const panel = await InvokeBench.open(bench, { history });
    await panel.view.page.getByRole('option').first().click();
    await panel.view.answer('keptRun', { ...kept, ...change });
    return panel;
  }

  it('shows a run from before a restart with its answer, and sends its event again', async () => {
    const panel = await openKept();
    const { page } = panel.view;
    await page.getByText('"came"').waitFor();
    await page.getByRole('button', { name: 'Rerun' }).click();
    const request = await panel.run(answer());
    expect(request.body).toMatchObject({ ...intent, eventText: '{"sent": "then"}', qualifier: 'live' });
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('.cm-content').textContent()).toContain('"Ada"');
  });

  it('does not send an event whose secrets were not kept: it is to be completed', async () => {
    const panel = await openKept({ isEventMasked: true });
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Rerun' }).click();
    await page.locator('.note', { hasText: 'Secrets of this event were not kept' }).waitFor();
    await page.locator('.cm-line', { hasText: '{"sent": "then"}' }).waitFor();
    expect((await panel.view.sent()).some(({ name }) => name === 'invoke')).toBe(false);
  });

  it('says that only the beginning of an answer was kept', async () => {
    const panel = await openKept({ payloadBytes: 3 * 1024 * 1024 });
    await panel.view.page.locator('.note', { hasText: 'the beginning was kept: 3 MB in all' }).waitFor();
  });

  it('shows the event of a run, and saves it as a test event', async () => {
    const panel = await openKept();
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Event…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Event of the run' });
    await sheet.getByText('{"sent": "then"}').waitFor();
    await sheet.getByRole('button', { name: 'Save as test event…' }).click();
    const request = await panel.view.take('saveTestEvent');
    expect(request.body).toEqual({ eventText: '{"sent": "then"}' });
    await panel.view.reply(request, { name: 'then' });
    await page.locator('.note', { hasText: 'Saved as test event then.' }).waitFor();
  });

  it('is filtered by outcome, by cold starts, by pins and by text', async () => {
    const panel = await InvokeBench.open(bench, { history });
    const { page } = panel.view;
    const bars = page.getByRole('option');
    for (const [name, ends] of [
      ['Failed', 'failed, 34.1 ms'],
      ['Cold', 'cold start with init 118 ms'],
      ['Pinned', 'pinned'],
    ] as const) {
      const button = page.getByRole('button', { name, exact: true });
      await button.click();
      await page.getByText('1 of 3 runs').waitFor();
      expect(await bars.getAttribute('aria-label')).toMatch(new RegExp(`${ends}$`));
      await button.click();
    }
    await page.getByRole('searchbox', { name: /event or answer/ }).fill('A-7');
    await page.keyboard.press('Enter');
    const request = await panel.view.take('findRuns');
    expect(request.body).toEqual({ text: 'A-7' });
    await panel.view.reply(request, [2]);
    await page.getByText('1 of 3 runs').waitFor();
    expect(await bars.getAttribute('aria-label')).toMatch(/failed/);
  });

  it('has the run that has just ended: its event is seen, and sent again', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await panel.run(answer());
    await page.getByRole('button', { name: 'Event…' }).click();
    await panel.view.answer('keptRun', kept);
    await page.getByRole('dialog', { name: 'Event of the run' }).getByText('{"sent": "then"}').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Rerun' }).click();
    expect((await panel.run(answer())).body).toEqual({ ...kept.intent, testEventName: '', templateId: '' });
  });

  it('says that the event of a run was not kept', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await panel.run(answer());
    await page.getByRole('button', { name: 'Rerun' }).click();
    await panel.view.answer('keptRun', null);
    await page.locator('.note', { hasText: 'The event of this run was not kept.' }).waitFor();
  });

  it('has the answer before, for a panel that comes to life while the next one is on its way', async () => {
    const startedAt = Date.now();
    const panel = await InvokeBench.open(bench, {
      history: [historyEntry(1), historyEntry(2, { outcome: 'cancelled' })],
      run: { state: 'running', runId: 3, startedAt },
    });
    const result = answer({ payloadText: '{"came":"again"}' });
    const told = {
      run: { state: 'finished', runId: 3, result },
      history: [historyEntry(1), historyEntry(2, { outcome: 'cancelled' }), historyEntry(3)],
    };
    await panel.view.tell('run', told);
    const request = await panel.view.take('keptRun');
    expect(request.body).toEqual({ runId: 1 });
    // The same run, told twice, is no other run.
    await panel.view.tell('run', told);
    await panel.view.reply(request, { ...kept, result: { ...kept.result, startedAt: 7 } });
    await panel.view.page.getByRole('tab', { name: 'Compare with previous 1 changed' }).waitFor();
  });

  it('compares two runs that are chosen one after the other', async () => {
    const panel = await openKept();
    const { page } = panel.view;
    await page.getByText('"came"').waitFor();
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await page.getByRole('option').nth(2).click();
    const second = { ...kept, runId: 3, result: answer({ payloadText: '{"came":"again"}', startedAt: 5 }) };
    await panel.view.answer('keptRun', second);
    await page.getByRole('tab', { name: /^Compare/, selected: true }).waitFor();
    await page.getByText('"again"').waitFor();
    await page.getByText('"back"').waitFor();
  });

  it('pins and clears by asking the host, and shows what it says', async () => {
    const panel = await openKept();
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    const pin = await panel.view.take('pinRun');
    expect(pin.body).toEqual({ runId: 1, isPinned: true });
    await panel.view.tell('history', [{ ...historyEntry(1), isPinned: true }]);
    await panel.view.reply(pin, undefined);
    await page.getByRole('button', { name: 'Unpin' }).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await panel.view.refuse('clearHistory', 'The disk is full.');
    await page.locator('.note', { hasText: 'The disk is full.' }).waitFor();
  });
});

describe('repeat', () => {
  async function begin(): Promise<InvokeBench> {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Repeat…' }).click();
    await panel.view.answer('repeatTerms', {
      mostConcurrency: 50,
      perRun: { costUSD: 2e-6, basis: 'as the last run cost' },
    });
    await page.getByRole('spinbutton', { name: 'Runs' }).fill('500');
    await page.getByRole('spinbutton', { name: 'At once' }).fill('20');
    await page.getByText('About $0.0010, as the last run cost.').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    const request = await panel.view.take('repeat');
    expect(request.body).toEqual({ intent, count: 500, concurrency: 20 });
    await panel.view.reply(request, { hasBegun: true });
    await panel.view.tell('repeat', repeatProgress);
    return panel;
  }

  it('says what it costs before, shows how it goes, and stops', async () => {
    const panel = await begin();
    const { page } = panel.view;
    const pane = page.getByRole('region', { name: 'Repeated runs' });
    await pane.getByText('Running: 240 of 500 runs').waitFor();
    await pane.getByRole('row', { name: /Warm duration 12.3 ms 31.2 ms 44.9 ms 61.0 ms 218/ }).waitFor();
    await pane
      .getByRole('img', { name: /Histogram of durations from 5.00 ms to 320 ms, highest bar 120 runs/ })
      .waitFor();
    await pane.getByText('for instance 8f2c0041').waitFor();
    await pane.getByRole('button', { name: 'Stop' }).click();
    await panel.view.take('stopRepeat');
    await panel.view.tell('repeat', { ...repeatProgress, state: 'stopped' });
    await pane.getByText('Stopped: 240 of 500 runs').waitFor();
    expect(await page.locator('.unseen[role=status]').textContent()).toBe('240 runs ended: 230 succeeded, 8 failed.');
    await pane.getByRole('button', { name: 'Export CSV' }).click();
    await panel.view.refuse('exportRepeat', 'The disk is full.');
    await pane.getByRole('alert').filter({ hasText: 'The disk is full.' }).waitFor();
    await pane.getByRole('button', { name: 'Back to the answer' }).click();
    await page.getByRole('region', { name: 'Answer' }).waitFor();
  });

  it('is not begun with an event that is not JSON, nor where the host declines', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Repeat…' }).click();
    await panel.view.answer('repeatTerms', { mostConcurrency: 100 });
    await page.getByRole('button', { name: 'Start' }).click();
    const request = await panel.view.take('repeat');
    await panel.view.reply(request, { hasBegun: false });
    await page.getByRole('region', { name: 'Answer' }).waitFor();
    await panel.type('{');
    await page.getByRole('button', { name: 'Repeat…' }).click();
    await panel.view.answer('repeatTerms', { mostConcurrency: 100 });
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('alert').filter({ hasText: 'Not sent, since the event is not JSON' }).waitFor();
    expect((await panel.view.sent()).filter(({ name }) => name === 'repeat')).toHaveLength(1);
  });
});

describe('other targets', () => {
  it('get the same event at once; outcomes, times and differences stand side by side', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Also run on another target' }).click();
    await panel.view.answer('targetChoices', [{ target: snapshot.target }, { target: prod }]);
    await page.getByRole('menuitemradio', { name: /^prod/ }).click();
    await page.getByRole('button', { name: /^Also run on prod/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await panel.begin();
    const request = await panel.view.take('runOn');
    expect(request.body).toEqual({ targetId: prod.id, intent });
    const table = page.getByRole('group', { name: 'Answers of the targets' });
    await table.getByText('running…').first().waitFor();
    await panel.end(answer());
    await panel.view.reply(
      request,
      answer({ payloadText: '{"greeting":"Hi Ada","tags":["a",{"b":null}]}', clientMs: 99 }),
    );
    await table
      .getByRole('row', { name: /^Local Succeeded .* – 34.1 ms – 98 \/ 256 MB 41.6 ms \$0.00000084$/ })
      .waitFor();
    await table
      .getByRole('row', { name: /^prod · eu-west-1 Succeeded .* 1 34.1 ms .* 99.0 ms \$0.00000084$/ })
      .waitFor();
    await table.getByRole('button', { name: 'prod · eu-west-1' }).click();
    await page.getByText('"Hi Ada"').waitFor();
    await table.getByRole('button', { name: 'Local' }).click();
    await page.getByText('"Hello Ada"').waitFor();
  });

  it('that were declined, or could not be asked, say so', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Also run on another target' }).click();
    await panel.view.answer('targetChoices', [{ target: snapshot.target }, { target: prod }]);
    await page.getByRole('menuitemradio', { name: /^prod/ }).click();
    await page.keyboard.press('Control+Enter');
    await panel.begin();
    await panel.view.answer('runOn', null);
    await page.getByText('not sent: declined').waitFor();
    await panel.end(answer());
    await page.keyboard.press('Control+Enter');
    await panel.begin();
    await panel.view.refuse('runOn', 'This workspace is not trusted.');
    await page.getByText('not sent: This workspace is not trusted.').waitFor();
  });
});

it('a cold start is asked for in the menu of the button', async () => {
  const panel = await InvokeBench.open(bench);
  const { page } = panel.view;
  await page.getByRole('button', { name: 'More ways to invoke' }).click();
  await page.getByRole('menuitem', { name: 'Invoke Cold' }).click();
  const request = await panel.view.take('invokeCold');
  expect(request.body).toEqual(intent);
  await panel.view.reply(request, undefined);
  await panel.view.tell('run', { run: { state: 'running', runId: 1, startedAt: Date.now() }, history: [] });
  await panel.end(answer({ initMs: 118 }), { initDurationMs: 118 });
  await page.locator('.cold-start').waitFor();
});
