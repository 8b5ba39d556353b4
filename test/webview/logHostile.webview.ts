/** Lines that nobody meant well: shown safely, executed never, and never more in the document than what can be seen. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebviewBench } from '../support/webviewPage.ts';
import { answer, InvokeBench } from './invokeBench.ts';
import { invocationEvents, manyInvocations, ordersApi, TailBench } from './tailBench.ts';

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
// Also fails on any policy violation, console error or exception of the page.
afterEach(() => bench.closePages());
afterAll(() => bench.close());

const esc = '\u001b';
/** Elements of the list, shadow tree and all: what layout has to do with. */
const mostElements = 3000;

/** Opens the panel on these lines; fails on dialogs and on requests that begin after the page stands. */
async function hostile(lines: readonly string[], reading: 'lines' | 'invocations' = 'lines') {
  const tail = await TailBench.open(bench, { sources: [ordersApi], width: 900 });
  const { page } = tail.view;
  const misdeeds: string[] = [];
  page.on('dialog', (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // The panel's own icons may still be on their way.
  page.on(
    'request',
    (request) => /\/codicon\.(css|ttf)/.test(request.url()) || misdeeds.push(`request: ${request.url()}`),
  );
  page.on('popup', () => misdeeds.push('popup'));
  if (reading === 'lines') await page.getByRole('button', { name: 'Lines', exact: true }).click();
  await tail.arrive(ordersApi, invocationEvents({ source: ordersApi, number: 1, lines }));
  await page.locator(reading === 'lines' ? '.row.report' : '.row.invocation').waitFor();
  return { tail, page, misdeeds };
}

const elements = ({ page }: { page: TailBench['view']['page'] }) =>
  page
    .locator('lambda-line-rows, lambda-invocation-rows')
    .evaluate((list) => list.shadowRoot?.querySelectorAll('*').length ?? 0);

describe('a hostile line', () => {
  it('of markup, script addresses and policy-breaking styles stays text, also in menus, titles and as a name', async () => {
    const attack = `"><img src=x onerror=alert(1)><script>alert(1)</script><a href="javascript:alert(1)">x</a><style>*{display:none}</style>`;
    const json = JSON.stringify({
      level: 'INFO',
      message: attack,
      [attack]: { [attack]: attack },
      url: 'javascript:alert(1)',
    });
    const { page, misdeeds } = await hostile([
      attack,
      json,
      `${esc}]8;;javascript:alert(1)${esc}\\click${esc}]8;;${esc}\\`,
    ]);
    const rows = page.locator('.row.application');
    expect(await rows.first().locator('.text').textContent()).toBe(attack);
    expect(await rows.nth(2).locator('.text').textContent()).toBe('click');
    await rows.nth(1).click();
    await page.locator('.row.extra').nth(3).click({ button: 'right' });
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Invocations', exact: true }).click();
    await page.locator('.row.invocation').click({ button: 'right' });
    await page.getByRole('menu').waitFor();
    expect(await page.locator('img, a[href], lambda-invocation-rows script').count()).toBe(0);
    expect(misdeeds).toEqual([]);
  });

  it('of a megabyte is cut in its row, and opens to rows of which only the visible exist', async () => {
    const view = await hostile([`start ${'m'.repeat(1_000_000)} end`]);
    const row = view.page.locator('.row.application');
    expect((await row.locator('.text').textContent())?.length).toBeLessThan(2100);
    await row.click();
    await view.page.locator('.row.extra').first().waitFor();
    expect(await elements(view)).toBeLessThan(mostElements);
    await view.page.keyboard.press('End');
    await view.page.locator('.row.extra', { hasText: 'end' }).waitFor();
  });

  it('of a hundred thousand colour changes shows its text, with as many colours as a row has room for', async () => {
    const many = Array.from({ length: 100_000 }, (_, place) => `${esc}[38;5;${place % 256}m${place % 10}`).join('');
    const view = await hostile([many]);
    const row = view.page.locator('.row.application');
    expect((await row.locator('.text').textContent())?.startsWith('0123456789')).toBe(true);
    await row.click();
    await view.page.locator('.row.extra').nth(20).waitFor();
    expect(await view.page.locator('.row.application .ansi').count()).toBeLessThanOrEqual(200);
    expect(await elements(view)).toBeLessThan(60 * 200);
    await view.page.keyboard.press('End');
    await view.page.locator('.row.report').waitFor();
  });

  it('of control characters, halves of characters and turned-around text shows what is there', async () => {
    const { page } = await hostile([
      'bell\u0007 nul\u0000 del\u007f next\u0085 escape\u001b',
      'lone \ud83d and \udc00 and whole \u{1f600}',
      'invoice\u202egpj.exe \u2066isolate\u2069 par\u2029',
      'a\u200fb العربية stays',
    ]);
    expect(await page.locator('.row.application .text').allTextContents()).toEqual([
      'bell␇ nul␀ del␡ next⟨U+0085⟩ escape␛',
      'lone \ufffd and \ufffd and whole \u{1f600}',
      'invoice⟨U+202E⟩gpj.exe ⟨U+2066⟩isolate⟨U+2069⟩ par⟨U+2029⟩',
      'a\u200fb العربية stays',
    ]);
    const heights = await page
      .locator('.row')
      .evaluateAll((rows) => new Set(rows.map((row) => (row as HTMLElement).offsetHeight)).size);
    expect(heights).toBe(1);
  });

  it('of JSON with ten thousand keys opens to a bounded list that says so', async () => {
    const names = Object.fromEntries(Array.from({ length: 10_000 }, (_, name) => [`name${name}`, { value: name }]));
    const view = await hostile([JSON.stringify({ level: 'INFO', message: 'many names', ...names })]);
    await view.page.locator('.row.application').click();
    await view.page.locator('.row.extra').first().waitFor();
    expect(await elements(view)).toBeLessThan(mostElements);
    await view.page.keyboard.press('End');
    await view.page.getByText('Too many members to show').waitFor();
  });

  it('of JSON nested fifty thousand deep is a text, and the lines beside it arrive', async () => {
    const deep = `{"level":"INFO","message":"deep","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const { page } = await hostile([deep, 'the line after it']);
    await page.getByText('the line after it', { exact: true }).waitFor();
    await page.locator('.row.application').first().click();
    await page.locator('.row.extra').first().waitFor();
  });

  it('from a clock that goes back is put where its time says, and counted from START without a negative duration', async () => {
    const { tail, page } = await hostile(['first', 'second']);
    const [, , second] = invocationEvents({ source: ordersApi, number: 2, lines: ['early', 'late'] });
    if (!second) throw new Error('no event');
    await tail.arrive(ordersApi, [
      { ...second, eventId: 'back', timestamp: second.timestamp - 60_000, message: 'from the past\n' },
    ]);
    await expect.poll(() => page.locator('.row .text').first().textContent()).toContain('from the past');
    await page.getByRole('button', { name: 'Invocations', exact: true }).click();
    await page.locator('.row.invocation').first().click({ button: 'right' });
    await page.getByRole('menu').waitFor();
  });

  it('makes a row of the Invocations reading that is one line high and ends at its edge', async () => {
    const { page } = await hostile(['x'.repeat(1_000_000), 'a\nb\nc'], 'invocations');
    const box = await page.locator('.row.invocation').boundingBox();
    expect(box?.height).toBeLessThan(30);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(900);
  });
});

describe('a hostile answer', () => {
  it('whose keys are halves of characters is shown as a tree all the same', async () => {
    const payloadText = '{"\\ud800":{"inner":1},"\\udfff":"\\ud800"}';
    const run = { state: 'finished', runId: 3, result: answer({ payloadText }) } as const;
    const { view } = await InvokeBench.open(bench, { run });
    await view.page.getByText('inner').first().waitFor();
  });
});

describe('a hostile filter', () => {
  it('that would run for minutes on one line is refused, and the list stays as it was', async () => {
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: [`${'a'.repeat(60)}!`] }) },
    ]);
    const { page } = tail.view;
    await page.getByRole('combobox', { name: 'Filter' }).fill('/(a+)+$/');
    await page.getByRole('alert').filter({ hasText: 'may run for minutes' }).waitFor();
    expect(await page.locator('.row.invocation').count()).toBe(1);
  });

  it.each([
    '"',
    '/',
    '-',
    '$.',
    '$.a = "',
    '/[/',
    '/(?<x>a)\\k<x>/',
    'or or or',
    `${'a'.repeat(10_000)}`,
    `${'(or -'.repeat(500)}`,
    '\\\\"\\"',
    '*'.repeat(200),
    `$.${'a.'.repeat(300)}b = ${'*'.repeat(50)}x`,
  ])('%j is read as text or refused in words; the panel goes on', async (text) => {
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 20) },
    ]);
    const { page } = tail.view;
    const field = page.getByRole('combobox', { name: 'Filter' });
    await field.fill(text);
    await field.fill('"handling 7"');
    await expect.poll(() => page.locator('.row.invocation').count()).toBe(1);
  });
});
