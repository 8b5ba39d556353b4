/** Test events in the invoke panel: chosen, saved, changed on disk, gone; nothing that was typed is lost. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InvokeIntent } from '../../src/protocol/invokePanel.ts';
import type { TestEvents } from '../../src/protocol/testEvents.ts';
import { WebviewBench } from '../support/webviewPage.ts';
import { answer, historyEntry, InvokeBench, intent } from './invokeBench.ts';

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

const list: TestEvents = {
  events: [
    { name: 'create', bytes: 9, templateId: 'sqs' },
    { name: 'remove', bytes: 3 },
  ],
  defaultName: 'create',
  folder: '.lambda/events/hello-ts',
  canShare: true,
};

/** A panel that begins with the event `create`, as its file says. */
async function opened(): Promise<InvokeBench> {
  const panel = await InvokeBench.open(bench, {
    intent: { ...intent, eventText: '{"id":1}', testEventName: 'create', templateId: 'sqs' },
  });
  await panel.view.answer('testEvents', list);
  await panel.view.answer('readTestEvent', { eventText: '{"id":1}' });
  return panel;
}

const chip = (panel: InvokeBench) => panel.view.page.getByRole('button', { name: /^Test event: / });
const eventText = (panel: InvokeBench) => panel.view.page.locator('.cm-content').textContent();

async function choose(panel: InvokeBench, item: string | RegExp): Promise<void> {
  await chip(panel).click();
  await panel.view.page
    .getByRole('menu', { name: /^Test event/ })
    .getByText(item, { exact: true })
    .click();
}

describe('test events', () => {
  it('the head says which one it is, that it is the default, and whether it is saved', async () => {
    const panel = await opened();
    await expect.poll(() => chip(panel).getAttribute('aria-label')).toBe('Test event: create, the default');
    await panel.view.page.getByRole('button', { name: '.lambda/events/hello-ts/create.json' }).waitFor();
    await panel.type('{"id":2}');
    await expect
      .poll(() => chip(panel).getAttribute('aria-label'))
      .toBe('Test event: create, the default, with unsaved changes');
  });

  it('another one is chosen: what was typed goes to the host first, then comes the other text', async () => {
    const panel = await opened();
    await panel.type('{"id":"typed"}');
    await choose(panel, 'remove');
    await panel.view.answer('readTestEvent', { eventText: '{"gone":true}', draftText: '{"draft":true}' });
    await expect.poll(() => eventText(panel)).toBe('{"draft":true}');
    await expect.poll(() => chip(panel).getAttribute('aria-label')).toContain('remove, with unsaved changes');
    const told = (await panel.view.sent()).filter(({ name }) => name === 'intentChanged').map(({ body }) => body);
    expect(told.at(-2)).toMatchObject({ eventText: '{"id":"typed"}', testEventName: 'create' });
    expect(told.at(-1)).toMatchObject({ eventText: '{"draft":true}', testEventName: 'remove', templateId: '' });
  });

  it('Ctrl+S saves into the file, from the code editor too', async () => {
    const panel = await opened();
    await panel.type('{"id":3}');
    await panel.view.page.keyboard.press('Control+s');
    const request = await panel.view.take('saveTestEvent');
    expect(request.body).toEqual({ name: 'create', eventText: '{"id":3}', templateId: 'sqs' });
    await panel.view.reply(request, { name: 'create' });
    await expect.poll(() => chip(panel).getAttribute('aria-label')).toBe('Test event: create, the default');
  });

  it('an event without a file is saved under the name that the host asked for', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.answer('testEvents', { ...list, events: [], defaultName: undefined });
    await panel.view.page.getByRole('button', { name: 'Save', exact: true }).click();
    const request = await panel.view.take('saveTestEvent');
    expect(request.body).toEqual({ eventText: intent.eventText });
    await panel.view.reply(request, { name: 'first' });
    await expect.poll(() => chip(panel).getAttribute('aria-label')).toBe('Test event: first');
  });

  it('a file that changed on disk is taken over while nothing was typed', async () => {
    const panel = await opened();
    await panel.view.tell('testEventsChanged', list);
    await panel.view.answer('readTestEvent', { eventText: '{"disk":true}' });
    await expect.poll(() => eventText(panel)).toBe('{"disk":true}');
    expect(await chip(panel).getAttribute('aria-label')).toBe('Test event: create, the default');
  });

  it('a file that changed on disk under typed text leaves the choice', async () => {
    const panel = await opened();
    await panel.type('{"mine":true}');
    await panel.view.tell('testEventsChanged', list);
    await panel.view.answer('readTestEvent', { eventText: '{"disk":true}' });
    const { page } = panel.view;
    await page.getByText('create.json was changed on disk.').waitFor();
    expect(await eventText(panel)).toBe('{"mine":true}');
    await page.getByRole('button', { name: 'Take the file’s text' }).click();
    await panel.view.answer('readTestEvent', { eventText: '{"disk":true}' });
    await expect.poll(() => eventText(panel)).toBe('{"disk":true}');
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => eventText(panel)).toBe('{"mine":true}');
  });

  it('a file that is gone keeps its text here, and can be written again', async () => {
    const panel = await opened();
    await panel.view.tell('testEventsChanged', { ...list, events: [] });
    const { page } = panel.view;
    await page.getByText('create.json is not there any more; its text is here still.').waitFor();
    await page.getByRole('button', { name: 'Save it again' }).click();
    expect((await panel.view.take('saveTestEvent')).body).toMatchObject({ name: 'create', eventText: '{"id":1}' });
  });

  it('a deleted event stays in the editor, as one without a file', async () => {
    const panel = await opened();
    await choose(panel, 'Delete…');
    await panel.view.answer('deleteTestEvent', { name: 'create' });
    await expect.poll(() => chip(panel).getAttribute('aria-label')).toBe('Test event: Unsaved event');
    expect(await eventText(panel)).toBe('{"id":1}');
  });

  it('the clipboard replaces the text, and undo brings it back', async () => {
    const panel = await opened();
    await choose(panel, 'From Clipboard');
    await panel.view.answer('eventFromClipboard', { eventText: '{"clip":1}' });
    await expect.poll(() => eventText(panel)).toBe('{"clip":1}');
    await panel.view.page.locator('.cm-content').focus();
    await panel.view.page.keyboard.press('Control+z');
    await expect.poll(() => eventText(panel)).toBe('{"id":1}');
  });

  it('a refusal is said where the event is', async () => {
    const panel = await opened();
    await choose(panel, 'From Clipboard');
    await panel.view.refuse('eventFromClipboard', 'The clipboard is empty. Copy an event in JSON first.');
    await panel.view.page.getByRole('alert').getByText('The clipboard is empty.').waitFor();
  });

  it('without a folder open, saving is not offered, and the clipboard still is', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.answer('testEvents', { events: [], defaultName: undefined, folder: undefined, canShare: false });
    await expect.poll(() => panel.view.page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await chip(panel).click();
    const menu = panel.view.page.getByRole('menu', { name: /^Test event/ });
    expect(await menu.getByRole('menuitem').allTextContents()).toEqual([
      'Save (Ctrl+S)',
      'Save As…',
      'Revert to File',
      'Rename…',
      'Duplicate…',
      'Delete…',
      'Make the Default',
      'Open File',
      'From Clipboard',
    ]);
    expect(await menu.getByRole('menuitem', { disabled: false }).allTextContents()).toEqual(['From Clipboard']);
  });

  it('an event of the history leaves the file that is edited alone, and what was typed a moment ago with it', async () => {
    const panel = await InvokeBench.open(bench, {
      intent: { ...intent, eventText: '{"id":1}', testEventName: 'create' },
      history: [historyEntry(1)],
    });
    const { page } = panel.view;
    await panel.view.answer('testEvents', list);
    await panel.view.answer('readTestEvent', { eventText: '{"id":1}' });
    await page.getByRole('option').first().click();
    await panel.view.answer('keptRun', { runId: 1, intent: { ...intent, eventText: '{"then":1}' }, result: answer() });
    await panel.type('{"typed":1}');
    await page.getByRole('button', { name: 'Event…' }).click();
    await page.getByRole('button', { name: 'Put in the editor' }).click();
    await page.locator('.cm-line', { hasText: '{"then":1}' }).waitFor();
    await expect.poll(() => chip(panel).getAttribute('aria-label')).toBe('Test event: Unsaved event');
    await expect
      .poll(async () =>
        (await panel.view.sent())
          .filter(({ name }) => name === 'intentChanged')
          .map(({ body }) => body as InvokeIntent)
          .map(({ testEventName, eventText: text }) => [testEventName, text])
          .slice(-2),
      )
      .toEqual([
        ['create', '{"typed":1}'],
        ['', '{"then":1}'],
      ]);
  });

  it('an event of the history that has a file is told from what the file says now', async () => {
    const panel = await InvokeBench.open(bench, {
      intent: { ...intent, eventText: '{"id":1}', testEventName: 'create' },
      history: [historyEntry(1)],
    });
    const { page } = panel.view;
    await panel.view.answer('testEvents', list);
    await panel.view.answer('readTestEvent', { eventText: '{"id":1}' });
    await page.getByRole('option').first().click();
    const kept = { ...intent, eventText: '[1]', testEventName: 'remove' };
    await panel.view.answer('keptRun', { runId: 1, intent: kept, result: answer() });
    await page.getByRole('button', { name: 'Event…' }).click();
    await page.getByRole('button', { name: 'Put in the editor' }).click();
    expect((await panel.view.answer('readTestEvent', { eventText: '[2]' })).body).toEqual({ name: 'remove' });
    await expect.poll(() => chip(panel).getAttribute('aria-label')).toBe('Test event: remove, with unsaved changes');
    expect(await page.getByText('was changed on disk').count()).toBe(0);
  });
});
