/** The event editor under broken, doubled, halved and huge texts. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findJsonProblems } from '../../src/webview/invoke/jsonProblems.ts';
import { WebviewBench } from '../support/webviewPage.ts';
import { InvokeBench, intent } from './invokeBench.ts';
import { serveTemplates } from './templateHost.ts';

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

/** Pastes as the clipboard does, without one. */
async function paste(panel: InvokeBench, length: number): Promise<void> {
  await panel.view.page.locator('.cm-content').evaluate((content, size) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'x'.repeat(size));
    content.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
  }, length);
}

describe('half of a character', () => {
  const warned = (text: string) =>
    findJsonProblems(text).map(({ severity, from, to }) => [severity, text.slice(from, to)]);

  it('is warned of, typed or escaped', () => {
    expect(warned('{"a": "\ud83d"}')).toEqual([['warning', '\ud83d']]);
    expect(warned('{"a": "\\ud83d", "b": "\\uDE80"}')).toEqual([
      ['warning', '\\ud83d'],
      ['warning', '\\uDE80'],
    ]);
  });

  it('is told from whole ones, and from a backslash before a u', () => {
    expect(warned('{"a": "🚀 \\ud83d\\ude80 \\\\ud83d"}')).toEqual([]);
  });

  it('is shown in the panel with its place', async () => {
    const panel = await InvokeBench.open(bench, { intent: { ...intent, eventText: '{\n  "a": "\\ud83d"\n}' } });
    await panel.view.page.getByRole('button', { name: /Line 2, column 9: Half of a character/ }).waitFor();
  });
});

describe('50 MB from the clipboard', () => {
  it('are refused in a sentence, and what was there stays', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await page.locator('.cm-content').focus();
    await paste(panel, 50 * 1024 * 1024);
    await page
      .getByRole('alert')
      .filter({ hasText: 'Not inserted: that would be 50 MB, and Lambda takes 6 MB.' })
      .waitFor();
    expect(await page.locator('.cm-content').textContent()).toContain('"Ada"');
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' ');
    await page.getByText('20 B of 6 MB').waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(panel.view.complaints).toEqual([]);
  });

  it('are refused before the code editor has come, too', async () => {
    const view = await bench.page({ panel: 'invoke', slowChunks: true });
    const field = view.page.getByRole('textbox', { name: 'Event, as JSON' });
    await field.waitFor();
    await field.evaluate((content) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'x'.repeat(50 * 1024 * 1024));
      content.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
      );
    });
    await view.page.getByRole('alert').filter({ hasText: 'Not inserted' }).waitFor();
    await view.releaseChunks();
  });

  it('cannot come bit by bit either', async () => {
    const panel = await InvokeBench.open(bench);
    await panel.view.page.locator('.cm-content').focus();
    await paste(panel, 8 * 1024 * 1024);
    await panel.view.page.getByText('8 MB of 6 MB').waitFor();
    await paste(panel, 8 * 1024 * 1024);
    await panel.view.page.getByRole('alert').filter({ hasText: 'Not inserted: that would be 16 MB' }).waitFor();
  });
});

describe('undo', () => {
  it('goes on where the panel was closed', async () => {
    const undo: { packed?: string } = {};
    const first = await InvokeBench.open(bench);
    serveTemplates(first.view, undo);
    await first.type('{"changed": true}');
    await expect.poll(() => undo.packed, { timeout: 10_000 }).toContain('Ada');
    const again = await InvokeBench.open(bench, { intent: { ...intent, eventText: '{"changed": true}' } });
    serveTemplates(again.view, undo);
    const { page } = again.view;
    await page.locator('.cm-content').focus();
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Control+z');
          return page.locator('.cm-content').textContent();
        },
        { timeout: 10_000 },
      )
      .toContain('"Ada"');
    expect(again.view.complaints).toEqual([]);
  });

  it('of another text is not taken up', async () => {
    const undo: { packed?: string } = {};
    const first = await InvokeBench.open(bench);
    serveTemplates(first.view, undo);
    await first.type('{"changed": true}');
    await expect.poll(() => undo.packed, { timeout: 10_000 }).toContain('Ada');
    const other = await InvokeBench.open(bench, { intent: { ...intent, eventText: '{"other": 1}' } });
    serveTemplates(other.view, undo);
    await other.view.page.getByText('Valid JSON').waitFor();
    await other.view.page.locator('.cm-content').focus();
    await other.view.page.keyboard.press('Control+z');
    expect(await other.view.page.locator('.cm-content').textContent()).not.toContain('Ada');
  });
});
