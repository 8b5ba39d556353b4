/** The invoke panel as a developer uses it. */

import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebviewBench } from '../support/webviewPage.ts';
import { answer, failure, historyEntry, InvokeBench, intent, snapshot } from './invokeBench.ts';

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

/** Text without the layout's white space. */
const words = async (locator: Locator) => ((await locator.textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();
const eventText = (panel: InvokeBench) =>
  panel.view.page
    .locator('.cm-line')
    .allTextContents()
    .then((lines) => lines.join('\n'));

describe('the event', () => {
  it('can be edited before the code editor has come, and nothing typed is lost to it', async () => {
    const view = await bench.page({ panel: 'invoke', slowChunks: true });
    await view.answer('ready', snapshot);
    const field = view.page.getByRole('textbox', { name: 'Event, as JSON' });
    await expect.poll(() => field.inputValue()).toBe(intent.eventText);
    await field.fill('{"typed": "early"}');
    await view.releaseChunks();
    await view.page.locator('.cm-content').waitFor();
    expect(await view.page.locator('.cm-content').textContent()).toBe('{"typed": "early"}');
    expect((await view.take('intentChanged')).body).toEqual({ ...intent, eventText: '{"typed": "early"}' });
  });

  it('is told to the host on every change and left with the editor', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.type('{"name": "Grace"}');
    expect((await panel.view.take('intentChanged')).body).toEqual({ ...intent, eventText: '{"name": "Grace"}' });
    await expect
      .poll(() => panel.view.state())
      .toEqual({
        function: snapshot.function,
        splitRatio: 0.5,
        intent: { ...intent, eventText: '{"name": "Grace"}' },
      });
  });

  it('is told at once when the panel loses the focus', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.page.evaluate(() => {
      // No timer fires any more: what is told now was not waited for.
      window.setTimeout = (() => 0) as unknown as typeof window.setTimeout;
    });
    await panel.type('{"name": "Mary"}');
    await panel.view.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    expect((await panel.view.take('intentChanged')).body).toMatchObject({ eventText: '{"name": "Mary"}' });
  });

  it('shows what was typed last at once after a reload, before the host has answered', async () => {
    const state = { function: snapshot.function, intent: { ...intent, eventText: '{"kept": true}' } };
    const view = await bench.page({ panel: 'invoke', state });
    await expect.poll(() => view.page.locator('.cm-content').textContent()).toBe('{"kept": true}');
  });

  it('is not overwritten by a snapshot, but is by its own text editor', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.type('{"mine": 1}');
    await panel.view.tell('snapshot', { ...snapshot, qualifiers: ['$LATEST', 'new-alias'] });
    await panel.view.tell('replaceEvent', { eventText: '{"saved": 2}' });
    await expect.poll(() => eventText(panel)).toBe('{"saved": 2}');
    await panel.view.page.locator('.cm-content').focus();
    await panel.view.page.keyboard.press('Control+z');
    expect(await eventText(panel)).toBe('{"mine": 1}');
  });

  it('says in words where it is not JSON, and takes one there', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.type('{\n  "a": 1,\n  "b": [1, 2,]\n}');
    const problem = panel.view.page.getByRole('button', { name: /Line 3, column 14/ });
    await problem.waitFor();
    expect(await words(problem)).toBe('Line 3, column 14: Nothing follows the last comma: remove it');
    await problem.click();
    await panel.view.page.keyboard.press('Backspace');
    await panel.view.page.keyboard.press('Backspace');
    await panel.view.page.keyboard.insertText(']');
    await panel.view.page.getByText('Valid JSON').waitFor();
  });

  it('is formatted without touching what a number or a doubled name says', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.type('{"id":12345678901234567890,"id":1.0}');
    await panel.view.page.getByRole('button', { name: 'Format' }).click();
    expect(await eventText(panel)).toBe('{\n  "id": 12345678901234567890,\n  "id": 1.0\n}');
    await panel.view.page.getByText('"id" is here twice').waitFor();
  });

  it('is weighed against the limit of the chosen invocation type', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByText('19 B of 6 MB').waitFor();
    await page.getByRole('button', { name: 'Invocation type: Request · response' }).click();
    await page.getByRole('menuitemradio', { name: /^Event:/ }).click();
    expect((await panel.view.take('intentChanged')).body).toEqual({ ...intent, invocationType: 'Event' });
    await page.getByText('19 B of 1 MB').waitFor();
    await panel.view.tell('replaceEvent', { eventText: JSON.stringify('x'.repeat(1024 * 1024)) });
    await page.getByText('1 MB of 1 MB : too large').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').filter({ hasText: 'too large for an invocation of type Event' }).waitFor();
    expect((await panel.view.sent()).some(({ name }) => name === 'invoke')).toBe(false);
  });

  it('stays usable with six megabytes: no checks, and keystrokes arrive', async () => {
    const lines = Array.from({ length: 60_000 }, (_, line) => `  "key${line}": "${'v'.repeat(80)}"`);
    const panel = await InvokeBench.open(bench, { intent: { ...intent, eventText: `{\n${lines.join(',\n')}\n}` } });
    const { page } = panel.view;
    await page.getByText('Above 1 MB: colours and checks are off').waitFor();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('   ');
    expect(await page.locator('.cm-line').count()).toBeLessThan(200);
    const told = (await panel.view.take('intentChanged')).body as { readonly eventText: string };
    expect(told.eventText.length).toBeGreaterThan(5_000_000);
    expect(await panel.view.state()).not.toHaveProperty('intent');
  });

  it('opens in a text editor, with the latest draft told before', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.type('{"last": 1}');
    await panel.view.page.getByRole('button', { name: 'Open in text editor' }).click();
    await panel.view.take('openEventInEditor');
    const names = (await panel.view.sent()).map(({ name }) => name);
    expect(names.slice(-2)).toEqual(['intentChanged', 'openEventInEditor']);
  });

  it('is searched with the usual key', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.page.locator('.cm-content').focus();
    await panel.view.page.keyboard.press('Control+f');
    await panel.view.page.keyboard.type('Ada');
    await panel.view.page.locator('.cm-searchMatch').waitFor();
    await panel.view.page.keyboard.press('Escape');
    expect(await panel.view.page.locator('.cm-search').count()).toBe(0);
  });

  it('carries a client context, checked as it is typed', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByRole('button', { name: /Client context/ }).click();
    const field = page.getByRole('textbox', { name: 'Client context, as JSON' });
    await field.fill('{"custom": ');
    await page.getByText('not valid').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').filter({ hasText: 'the client context is not valid' }).waitFor();
    await field.fill('{"custom": {"tenant": "blue"}}');
    await page.keyboard.press('Control+Enter');
    const request = await panel.run(answer());
    expect(request.body).toEqual({ ...intent, clientContext: '{"custom": {"tenant": "blue"}}' });
  });
});

describe('a run', () => {
  it('sends what is in the panel, shows that it runs, and then what came of it', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByText('Press Ctrl+Enter to invoke').waitFor();
    await page.getByText('The event goes to hello-ts ($LATEST) on Local · 000000000000 · us-east-1.').waitFor();
    await panel.type('{"name": "Grace"}');
    await page.getByRole('button', { name: /^Invoke/ }).click();
    const request = await panel.begin();
    expect(request.body).toEqual({ ...intent, eventText: '{"name": "Grace"}' });
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await page.getByText('Waiting for the answer…').waitFor();

    await panel.end(answer());
    await page.getByRole('button', { name: /^Invoke/ }).waitFor();
    expect(await words(page.locator('.facts'))).toBe(
      'Succeeded200 · executed $LATEST 34.1 msduration · billed 35 ms 98 / 256 MBmemory $0.00000084$0.84 per million',
    );
    expect(await page.getByRole('img', { name: /seen by the client/ }).getAttribute('aria-label')).toBe(
      'handler 34.1 ms, rest 7.50 ms; 41.6 ms seen by the client',
    );
    expect(await page.getByRole('status').textContent()).toBe('Succeeded');
    const tree = (await page.getByRole('tree', { name: 'Payload' }).locator('.row').allTextContents()).map((row) =>
      row.trim(),
    );
    expect(tree).toEqual(['▾{', '"greeting": "Hello Ada",', '▾"tags": [', '"a",', '▾{', '"b": null', '}', ']', '}']);
  });

  it('shows a cold chip after a cold start, and only then', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await panel.run(answer({ initMs: 118.2 }), { initDurationMs: 118.2 });
    expect(await words(page.locator('.cold-start'))).toBe('init 118 mscold start');
    expect(await page.getByRole('img', { name: /seen by the client/ }).getAttribute('aria-label')).toBe(
      'init 118 ms, handler 34.1 ms, rest 7.50 ms; 160 ms seen by the client',
    );
    await page.keyboard.press('Control+Enter');
    await panel.run(answer());
    await expect.poll(() => page.locator('.cold-start').count()).toBe(0);
  });

  it('sets a function error apart, and its frames open their places', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await panel.run(failure(), { outcome: 'error' });
    const card = page.getByRole('region', { name: 'Function error' });
    expect(await words(card)).toBe(
      "TypeError Unhandled Copy as text Cannot read properties of undefined (reading 'total') at priceOf (file:///var/task/src/price.mjs:31:18)at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
    );
    expect(await card.getByRole('button', { name: /price/ }).count()).toBe(1);
    expect(await card.getByRole('button').count()).toBe(2);
    await card.getByRole('button', { name: /price/ }).click();
    expect((await panel.view.take('openFrame')).body).toEqual({
      text: 'at priceOf (file:///var/task/src/price.mjs:31:18)',
      location: { file: '/var/task/src/price.mjs', line: 31, column: 18 },
    });
    expect(await page.getByRole('status').textContent()).toBe('Failed');
  });

  it('is cancelled by its button, but not by the second click of a double click', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByRole('button', { name: /^Invoke/ }).click();
    await panel.begin();
    const cancel = page.getByRole('button', { name: 'Cancel' });
    await cancel.click();
    expect((await panel.view.sent()).some(({ name }) => name === 'cancel')).toBe(false);
    await page.getByText(/^(0\.[6-9]|[1-9]\d*\.\d) s$/).waitFor();
    await cancel.click();
    await panel.view.take('cancel');
    await panel.end({ kind: 'cancelled', startedAt: 0 }, { outcome: 'cancelled', durationMs: undefined });
    await page.locator('.explanation', { hasText: 'The function may have run to its end all the same' }).waitFor();
  });

  it('is not begun twice', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.begin();
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.end(answer());
    await panel.view.page.getByText('Succeeded', { exact: true }).first().waitFor();
    expect((await panel.view.sent()).filter(({ name }) => name === 'invoke')).toHaveLength(1);
  });

  it('says why a request was refused, and what helps', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.run(
      {
        kind: 'refused',
        code: 'TooManyRequestsException',
        message: 'Rate Exceeded.',
        hint: 'Wait a moment, or raise the reserved concurrency of hello-ts.',
        startedAt: 0,
      },
      { outcome: 'refused', durationMs: undefined },
    );
    expect(await words(panel.view.page.locator('.outcome'))).toBe(
      'RefusedTooManyRequestsException Rate Exceeded. Wait a moment, or raise the reserved concurrency of hello-ts.',
    );
  });

  it('says why the host would not begin it', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.view.refuse('invoke', 'This workspace is not trusted.');
    await panel.view.page.getByRole('alert').filter({ hasText: 'This workspace is not trusted.' }).waitFor();
  });

  it('is not begun with an event that is not JSON: the place is shown instead', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.type('{\n  "name": Ada\n}');
    await panel.view.page.keyboard.press('Control+Enter');
    const alert = panel.view.page.getByRole('alert').filter({ hasText: 'Not sent' });
    expect(await words(alert)).toBe(
      'Not sent, since the event is not JSON. line 2, column 11: Ada is not JSON: text needs double quotes',
    );
    await panel.view.page.keyboard.insertText('"Ada"');
    expect(await eventText(panel)).toBe('{\n  "name": "Ada"\n}');
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.run(answer());
    expect(await alert.count()).toBe(0);
  });

  it.each([
    [202, 'Accepted', /Accepted for asynchronous execution \(202\)/],
    [204, 'Allowed', /A dry run \(204\): the call would be accepted/],
  ])('explains an answer of status %i', async (statusCode, headline, explanation) => {
    const panel = await InvokeBench.open(bench);
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.run(
      answer({
        statusCode,
        payloadText: undefined,
        payloadBytes: 0,
        report: undefined,
        log: undefined,
        log4KB: '',
      } as never),
    );
    await panel.view.page.getByText(headline, { exact: true }).waitFor();
    await panel.view.page.locator('.explanation', { hasText: explanation }).waitFor();
    expect(await panel.view.page.getByRole('tab').count()).toBe(0);
  });

  it('shows its log and its bytes in tabs that the arrow keys walk', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await panel.run(answer());
    await page.getByRole('tab', { name: 'Payload' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toMatch(/^Log\s*4$/);
    await page.getByText('greeting Ada').waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    expect((await panel.view.take('copy')).body).toMatchObject({ text: expect.stringContaining('greeting Ada') });
    await page.getByRole('tab', { name: /Log/ }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('group', { name: 'Raw payload' }).textContent()).toBe(
      '{"greeting":"Hello Ada","tags":["a",{"b":null}]}',
    );
  });

  it('shows a payload as text and never as markup', async () => {
    const attack = '<img src=x onerror="window.attacked = true">';
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await panel.run(answer({ payloadText: JSON.stringify({ [attack]: attack }) }));
    await page.getByRole('tree').getByText('onerror').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await panel.run(answer({ payloadText: attack }));
    await page.getByText('text, not JSON').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  });

  it('keeps the document small for an answer of six megabytes', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    const rows = Array.from({ length: 60_000 }, (_, row) => ({ row, text: 'v'.repeat(70) }));
    await page.keyboard.press('Control+Enter');
    await panel.run(answer({ payloadText: JSON.stringify(rows), payloadBytes: 6_000_000 }));
    const tree = page.getByRole('tree', { name: 'Payload' });
    await tree.getByText('2 keys').first().waitFor();
    expect(await tree.locator('.row').count()).toBeLessThan(100);
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.getByRole('list', { name: 'Raw payload' }).waitFor();
    expect(await page.getByRole('listitem').count()).toBeLessThan(100);
  });
});

describe('the payload tree', () => {
  it('folds and unfolds by keyboard', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await panel.run(answer());
    const tree = page.getByRole('tree');
    await tree.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = () =>
      tree
        .locator('.active')
        .textContent()
        .then((text) => text?.trim());
    await expect.poll(active).toBe('▾"tags": [');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(active).toBe('▸"tags": [ 2 items ]');
    expect(await tree.locator('.row').count()).toBe(4);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(active).toBe('▾{');
  });
});

describe('the head', () => {
  it('keeps account and Region in sight and marks a protected target', async () => {
    const panel = await InvokeBench.open(bench, {
      target: {
        id: 'prod/eu-west-1',
        label: 'prod · eu-west-1',
        accountId: '492100870087',
        region: 'eu-west-1',
        isProtected: true,
      },
    });
    expect(await words(panel.view.page.locator('.chip.target'))).toBe('prod · eu-west-1 492100870087 protected');
  });

  it('offers the qualifiers, and takes one that the host chose', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Qualifier: $LATEST' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[role=menuitemradio]:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect((await panel.view.take('intentChanged')).body).toEqual({ ...intent, qualifier: 'live' });
    await panel.view.tell('snapshot', { ...snapshot, intent: { ...intent, qualifier: '2' } });
    await page.getByRole('button', { name: 'Qualifier: 2' }).waitFor();
    await page.keyboard.press('Control+Enter');
    expect((await panel.run(answer())).body).toEqual({ ...intent, qualifier: '2' });
  });

  it('leads to the logs and to a redeploy', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.page.getByRole('button', { name: 'Tail Logs' }).click();
    await panel.view.take('tailLogs');
    await panel.view.page.getByRole('button', { name: 'Redeploy' }).click();
    await panel.view.take('redeploy');
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.run(answer());
    await panel.view.page.getByRole('button', { name: 'Show in Lambda Logs' }).click();
    expect((await panel.view.take('showRequest')).body).toEqual({ requestId: answer().requestId });
  });

  it('invokes when the host says so ("Run Last Again")', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.tell('invokeNow', null);
    expect((await panel.run(answer())).body).toEqual(intent);
  });
});

describe('the history', () => {
  it('has a bar for each run, in words, and shows an earlier answer again', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.keyboard.press('Control+Enter');
    await panel.run(answer({ initMs: 118.2 }), { initDurationMs: 118.2 });
    await page.keyboard.press('Control+Enter');
    await panel.run(failure(), { outcome: 'error' });
    const bars = page.getByRole('option');
    expect(await bars.evaluateAll((elements) => elements.map((bar) => bar.getAttribute('aria-label')))).toEqual([
      '10:11:13.118, succeeded, 34.1 ms, cold start with init 118 ms',
      '10:11:14.118, failed, 34.1 ms',
    ]);
    await page.getByText('2 runs · p50 34.1 ms · 1 cold · 1 failed').waitFor();

    await page.getByRole('listbox', { name: 'Runs, oldest first' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('Run of 10:11:13.118').waitFor();
    expect(await words(page.locator('.cold-start'))).toBe('init 118 mscold start');
    await page.getByRole('button', { name: 'Back to the newest' }).click();
    await page.getByRole('region', { name: 'Function error' }).waitFor();
  });

  it('says of a run from before the reload what is still known', async () => {
    const panel = await InvokeBench.open(bench, { history: [historyEntry(1), historyEntry(2, { outcome: 'error' })] });
    await panel.view.page.getByRole('option').nth(1).click();
    await panel.view.answer('keptRun', null);
    await panel.view.page.getByText('10:11:14.118, failed, 34.1 ms').waitFor();
    await panel.view.page.getByText('The answer of this run is not held any more.').waitFor();
  });
});

describe('the layout', () => {
  it('puts the answer below the event where it is narrow', async () => {
    const panel = await InvokeBench.open(bench, {}, { width: 500, height: 800 });
    const { page } = panel.view;
    const event = await page.getByRole('region', { name: 'Event' }).boundingBox();
    const result = await page.getByRole('region', { name: 'Answer' }).boundingBox();
    expect(result?.y).toBeGreaterThan((event?.y ?? 0) + (event?.height ?? 0) - 2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(500);
  });

  it('has a divider that the arrow keys move, and that stays where it was put', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    const divider = page.getByRole('separator');
    const before = await divider.boundingBox();
    await divider.focus();
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowLeft');
    expect(await divider.getAttribute('aria-valuenow')).toBe('40');
    expect((await divider.boundingBox())?.x).toBeLessThan((before?.x ?? 0) - 80);
    await expect.poll(() => panel.view.state()).toMatchObject({ splitRatio: 0.4 });
  });

  it('leaves nothing for the page to scroll: the head stays in sight whatever is focused', async () => {
    const panel = await InvokeBench.open(bench, {}, { width: 1083, height: 510 });
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.run(answer({ initMs: 118.2 }), { initDurationMs: 118.2 });
    const page = await panel.view.page.evaluate(() => [
      document.body.scrollHeight,
      document.documentElement.scrollHeight,
    ]);
    expect(page).toEqual([510, 510]);
  });

  it('says what went wrong when the host cannot fill it', async () => {
    const view = await bench.page({ panel: 'invoke' });
    await view.refuse('ready', 'The function hello-ts does not exist any more.');
    await view.page
      .getByText('The panel could not be filled: The function hello-ts does not exist any more.')
      .waitFor();
  });
});
