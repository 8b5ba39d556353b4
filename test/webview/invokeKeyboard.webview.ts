/** The invoke panel without a mouse: every control is reached by Tab, has a name, and does its work by keys. */

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WebviewBench } from '../support/webviewPage.ts';
import { answer, historyEntry, InvokeBench, intent } from './invokeBench.ts';
import { serveTemplates } from './templateHost.ts';

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

/** What a screen reader would call the focused element. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return '';
    const host = element.getRootNode() instanceof ShadowRoot ? (element.getRootNode() as ShadowRoot).host : undefined;
    const label = element.getAttribute('aria-label') ?? host?.getAttribute('aria-label');
    const own = (element.textContent ?? '').trim() || (host?.textContent ?? '').trim();
    return (label ?? own).replaceAll(/\s+/g, ' ') || `nameless ${element.tagName}`;
  });
}

/** Names in the order of Tab, from the focused one to the last. */
async function tabOrder(page: Page): Promise<readonly string[]> {
  const names = [await focusedName(page)];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const name = await focusedName(page);
    if (name === '' || (name === names[0] && names.length > 1)) break;
    names.push(name);
  }
  return names;
}

it('Tab leads through all of it, in reading order, and everything has a name', async () => {
  const run = { state: 'finished', runId: 2, result: answer({ initMs: 118 }) } as const;
  const panel = await InvokeBench.open(bench, {
    run,
    history: [historyEntry(1, { outcome: 'cancelled' }), historyEntry(2)],
  });
  const { page } = panel.view;
  await page.getByText('Valid JSON').waitFor();
  await page.getByRole('button', { name: /^Target: / }).focus();
  const names = await tabOrder(page);
  expect(names.filter((name) => name.startsWith('nameless'))).toEqual([]);
  const expected = [
    'Target: Local 000000000000 · us-east-1',
    'Qualifier: $LATEST',
    'Invocation type: Request · response',
    'Also run on another target',
    'Repeat…',
    'Invoke Ctrl+Enter',
    'More ways to invoke',
    'Tail Logs',
    'Redeploy',
    'Test event: Unsaved event',
    'Template…',
    'Format',
    'Open in text editor',
    'Event, as JSON',
    '▸Client context none',
    'Divider between event and answer',
    'Payload',
    'Expand all',
    'Pin this answer',
    'Copy',
    'Payload',
    'Failed',
    'Runs whose event or answer contains',
    'Rerun',
    'Event…',
    'Clear',
    'Runs, oldest first',
  ];
  expect(names.filter((name) => expected.includes(name))).toEqual(expected);
});

it('template, run, history and menus need no mouse', async () => {
  const panel = await InvokeBench.open(bench);
  serveTemplates(panel.view);
  const { page } = panel.view;
  await page.getByRole('button', { name: 'Template…' }).press('Enter');
  await page.getByRole('combobox', { name: 'Find a template' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('sqs standard');
  await page.getByRole('region', { name: 'Preview of the event' }).getByText('aws:sqs').waitFor();
  await page.keyboard.press('Control+Enter');
  // The event has the focus again.
  await page.locator('.cm-content:focus').waitFor();
  await page.keyboard.press('Control+Enter');
  expect((await panel.run(answer())).body).toMatchObject({ templateId: 'sqs' });

  await page.getByRole('button', { name: /^Invocation type/ }).press('Enter');
  await page
    .getByRole('menuitemradio', { name: /^Request/ })
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Invocation type: Dry run' }).and(page.locator(':focus')).waitFor();

  await page.getByRole('listbox', { name: 'Runs, oldest first' }).focus();
  await page.keyboard.press('Home');
  await panel.view.answer('keptRun', { runId: 1, intent, result: answer() });
  await page.getByRole('button', { name: 'Event…' }).press('Enter');
  await page.getByRole('dialog', { name: 'Event of the run' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Event…' }).and(page.locator(':focus')).waitFor();
});
