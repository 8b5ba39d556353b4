/** Events from templates in the invoke panel: found, filled in, seen, used; then completed, described and checked by their schema. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InvokeIntent } from '../../src/protocol/invokePanel.ts';
import { type ThemeKind, WebviewBench } from '../support/webviewPage.ts';
import { InvokeBench, intent } from './invokeBench.ts';
import { serveTemplates } from './templateHost.ts';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
declare const axe: { run(context: unknown, options: unknown): Promise<AxeResult> };

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

const shots = process.env['LAMBDA_SHOTS'];

async function open(
  ...[first, options]: [Parameters<typeof InvokeBench.open>[1]?, Parameters<typeof InvokeBench.open>[2]?]
) {
  const panel = await InvokeBench.open(bench, first, options);
  serveTemplates(panel.view);
  return panel;
}

async function openPicker(panel: InvokeBench): Promise<void> {
  await panel.view.page.getByRole('button', { name: 'Template…' }).click();
  await panel.view.page.getByRole('dialog').getByRole('option').first().waitFor();
}

const editorText = (panel: InvokeBench) =>
  panel.view.page
    .locator('.cm-line')
    .allTextContents()
    .then((lines) => lines.join('\n'));

describe('a template', () => {
  it('is found by typing, filled in and used with the keyboard alone; undo brings the old event back', async () => {
    const panel = await open();
    const { page } = panel.view;
    await page.getByRole('button', { name: 'Template…' }).press('Enter');
    const find = page.getByRole('combobox', { name: 'Find a template' });
    await page.getByRole('option').first().waitFor();
    await find.fill('sqs fifo');
    await page.getByRole('option', { name: 'Message of a FIFO queue', selected: true }).waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('textbox', { name: 'Body' }).fill('Grüße "quoted"');
    await expect
      .poll(() => page.getByRole('region', { name: 'Preview of the event' }).textContent())
      .toContain('Grüße \\"quoted\\"');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Valid SQS event').waitFor();
    expect((await panel.view.sent()).some(({ name }) => name === 'invoke')).toBe(false);
    const drafts = (await panel.view.sent()).filter(({ name }) => name === 'intentChanged');
    const told = drafts.at(-1)?.body as InvokeIntent;
    expect(told.templateId).toBe('sqs-fifo');
    expect(JSON.parse(told.eventText).Records[0].body).toBe('Grüße "quoted"');
    await page.keyboard.press('Control+z');
    expect(await editorText(panel)).toBe(intent.eventText);
    await page.getByText('Valid JSON').waitFor();
    await page.keyboard.press('Control+y');
    await page.getByText('Valid SQS event').waitFor();
    expect(panel.view.complaints).toEqual([]);
  });

  it('says in words what it cannot use, and is not used', async () => {
    const panel = await open();
    const { page } = panel.view;
    await openPicker(panel);
    await page.getByRole('combobox', { name: 'Find a template' }).fill('custom event');
    await page.getByRole('textbox', { name: 'Detail', exact: true }).fill('{oops');
    await page.getByRole('alert').filter({ hasText: 'Detail must be JSON' }).waitFor();
    expect(await page.getByRole('button', { name: 'Use' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await editorText(panel)).toBe(intent.eventText);
  });

  it('moves with the arrows, and says when nothing is found', async () => {
    const panel = await open();
    const { page } = panel.view;
    await openPicker(panel);
    const find = page.getByRole('combobox', { name: 'Find a template' });
    await find.press('ArrowDown');
    await page.getByRole('option', { name: 'Function URL request', selected: true }).waitFor();
    await find.fill('no such service');
    await page.getByText('Nothing of that name.').waitFor();
  });
});

describe('the schema of an event', () => {
  const notification = JSON.stringify({ Records: [{ eventSource: 'aws:s3', s3: {} }] }, null, 2);

  it('recognises an event that was typed or pasted, and names the first problem with its place', async () => {
    const panel = await open({ intent: { ...intent, eventText: notification } });
    const { page } = panel.view;
    await page.getByRole('button', { name: 'S3 notification' }).waitFor();
    const problem = page.getByRole('button', { name: /Line \d+, column \d+: Missing property/ });
    await problem.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('{"my": "own"}');
    await page.getByText('Valid JSON').waitFor();
    await page.getByRole('button', { name: 'S3 notification' }).waitFor({ state: 'detached' });
  });

  it('completes names and values where one is typed, and describes what is under the pointer', async () => {
    const eventText = '{\n  "Records": [{ "eventSource": "aws:dynamodb", "dynamodb": {} }]\n}';
    const panel = await open({ intent: { ...intent, templateId: 'dynamodb-insert', eventText } });
    const { page } = panel.view;
    await page.getByRole('button', { name: 'DynamoDB stream' }).waitFor();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(', "eventN');
    await page.getByRole('option', { name: /eventName/ }).click();
    expect(await editorText(panel)).toContain('"eventName":');
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: /MODIFY/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('eventSource').first().hover();
    await page.getByText('Always aws:dynamodb.').waitFor();
    if (shots !== undefined) await page.screenshot({ path: `${shots}/hover.png` });
    expect(panel.view.complaints).toEqual([]);
  });
});

describe('the picker', () => {
  const themes: readonly ThemeKind[] = ['dark', 'light', 'hc-black', 'hc-light'];
  it.each(themes.flatMap((theme) => [320, 1600].map((width) => [theme, width] as const)))(
    'has nothing serious for axe in %s at %i pixels, and nothing sticks out',
    async (theme, width) => {
      const panel = await open({}, { theme, width, height: 800 });
      const { page } = panel.view;
      await openPicker(panel);
      await page.getByRole('combobox', { name: 'Find a template' }).fill('http api');
      await expect
        .poll(() => page.getByRole('region', { name: 'Preview of the event' }).textContent())
        .toContain('rawPath');
      if (shots !== undefined) await page.screenshot({ path: `${shots}/picker-${theme}-${width}.png` });
      const wide = await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
      expect(wide).toBeLessThanOrEqual(0);
      await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
      const { violations } = await page.evaluate(() =>
        axe.run(
          { include: { fromShadowDom: ['lambda-invoke-panel', 'lambda-template-form', 'dialog'] } },
          { resultTypes: ['violations'], preload: false },
        ),
      );
      expect(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ).toEqual([]);
      await page.getByRole('button', { name: 'Use' }).click();
      await page.getByText('Valid API Gateway HTTP v2 event').waitFor();
      if (shots !== undefined) await page.screenshot({ path: `${shots}/used-${theme}-${width}.png` });
    },
  );
});
