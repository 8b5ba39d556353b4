/** The strip above the log's rows, and the toolbar's field and menus, as a reader uses them. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebviewBench } from '../support/webviewPage.ts';
import {
  invocationEvents,
  manyInvocations,
  ordersApi,
  requestIdOf,
  resizeImage,
  TailBench,
  typeError,
} from './tailBench.ts';

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

const rows = '.row.invocation';
const chart = (tail: TailBench) => tail.view.page.getByRole('application');

/** Ten calls of 34.1 ms, then a cold start, an error and a timeout, one second apart. */
const events = [
  { source: ordersApi, events: manyInvocations(ordersApi, 1, 10) },
  { source: resizeImage, events: invocationEvents({ source: resizeImage, number: 11, initMs: 312, durationMs: 488 }) },
  {
    source: ordersApi,
    events: invocationEvents({ source: ordersApi, number: 12, lines: [typeError], status: 'error' }),
  },
  {
    source: ordersApi,
    events: invocationEvents({ source: ordersApi, number: 13, durationMs: 3000, status: 'timeout' }),
  },
];

describe('figures', () => {
  it('say how fast, how cold and how wrong, of what the filter shows', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    const figures = async () =>
      (await page.locator('.statistics dl > div').allTextContents()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
    await expect
      .poll(figures)
      .toEqual([
        'p5034.1 ms',
        'p953.00 s',
        'p993.00 s',
        'cold, init 312 ms 7.7 %',
        'errors, 2 of 13 15.4 %',
        'environments2',
      ]);
    expect(await page.locator('.statistics dl > div').last().getAttribute('title')).toBe(
      '2 execution environments seen; at most 1 invocation at the same moment',
    );
    await page.getByRole('combobox', { name: 'Filter' }).fill('function:resize-image');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await figures())[0]).toBe('p50488 ms');
    await page.getByText('1 of 13', { exact: true }).waitFor();
  });

  it('are there for each function', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    await page.getByRole('button', { name: 'Figures of each function' }).click();
    const table = page.getByRole('dialog', { name: 'Figures of each function' });
    const read = await table.locator('tbody tr').allTextContents();
    expect(read.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^orders-api Local ?12 ?34\.1 ms/),
      expect.stringMatching(/^resize-image prod · eu-west-1 ?1 ?488 ms/),
    ]);
  });

  it('go away and stay away', async () => {
    const tail = await TailBench.open(bench, {}, events);
    await tail.view.page.getByRole('button', { name: 'Figures and durations' }).click();
    await expect.poll(() => chart(tail).count()).toBe(0);
    expect(await tail.view.state()).toMatchObject({ isStripOpen: false });
  });
});

describe('scatter', () => {
  it('says what it shows, and paints it', async () => {
    const tail = await TailBench.open(bench, {}, events);
    await expect
      .poll(() => chart(tail).getAttribute('aria-label'))
      .toMatch(/^Durations over time: 13 invocations, 1 cold start, 2 failed, p95 3\.00 s\./);
    const painted = () =>
      chart(tail)
        .locator('canvas')
        .evaluate((canvas: HTMLCanvasElement) => {
          const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          return pixels.some((value) => value > 0);
        });
    await expect.poll(painted).toBe(true);
  });

  it('tells calls that were refused somewhere from those that failed', async () => {
    const lines = ['ERROR ThrottlingException: Rate exceeded'];
    const tail = await TailBench.open(bench, {}, [
      ...events,
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 14, lines }) },
    ]);
    await expect
      .poll(() => chart(tail).getAttribute('aria-label'))
      .toMatch(/14 invocations, 1 cold start, 2 failed, 1 throttled, p95/);
  });

  it('narrows the list to a brushed time, until Escape', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    const box = await chart(tail).boundingBox();
    if (!box) throw new Error('The chart has no box');
    await page.mouse.move(box.x + box.width * 0.6, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 3 });
    await page.mouse.move(box.x + box.width - 2, box.y + 40);
    await page.mouse.up();
    await expect.poll(() => page.locator(rows).count()).toBeLessThan(8);
    expect(await page.locator(rows).first().textContent()).toContain('8f2c…0013');
    await page.getByRole('button', { name: 'Show all times' }).waitFor();
    await chart(tail).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator(rows).count()).toBe(13);
  });

  it('identifies a point under the pointer, and opens its row', async () => {
    const tail = await TailBench.open(bench, { height: 420 }, [
      ...events,
      { source: ordersApi, events: manyInvocations(ordersApi, 14, 60) },
    ]);
    const { page } = tail.view;
    const box = await chart(tail).boundingBox();
    if (!box) throw new Error('The chart has no box');
    // The first invocation is the leftmost: sought from above to below, since its height depends on the others.
    let y = 4;
    for (; y < box.height && (await page.locator('.tip').count()) === 0; y += 6) {
      await page.mouse.move(box.x + 50, box.y + y);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    expect(await page.locator('.tip').textContent()).toContain('handling 1');
    await page.mouse.down();
    await page.mouse.up();
    const row = page.locator(`${rows}.active`);
    await expect.poll(() => row.textContent()).toContain('8f2c…0001');
    expect(await row.getAttribute('aria-expanded')).toBe('true');
  });

  it('marks the row of the point that the keyboard is on, while it is in sight', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    await chart(tail).focus();
    await page.keyboard.press('End');
    const marked = page.locator(`${rows}[part~=pointed]`);
    await expect.poll(() => marked.allTextContents()).toEqual([expect.stringContaining('8f2c…0013')]);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => marked.allTextContents()).toEqual([expect.stringContaining('8f2c…0012')]);
    await page.keyboard.press('Tab');
    await expect.poll(() => marked.count()).toBe(0);
  });

  it('is moved through with the arrow keys, says each point, selects with Shift and opens with Enter', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    await chart(tail).focus();
    await page.keyboard.press('End');
    const said = page.locator('lambda-duration-scatter [role=status]');
    await expect.poll(() => said.textContent()).toMatch(/^orders-api, Timed out/);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => page.locator(rows).count()).toBe(2);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => page.locator(rows).count()).toBe(3);
    await expect.poll(() => said.textContent()).toMatch(/^resize-image, Succeeded, cold start/);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator(`${rows}[aria-expanded=true]`).textContent()).toContain('8f2c…0011');
  });
});

describe('filter field', () => {
  it('offers what may come next, and takes it from the keyboard', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    const field = page.getByRole('combobox', { name: 'Filter' });
    await field.click();
    await page.keyboard.type('lev');
    await page.getByRole('option', { name: /^level:/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('level:');
    await page.keyboard.type('err');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await field.inputValue()).toBe('level:error');
    await expect.poll(() => page.locator(rows).count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator(rows).count()).toBe(13);
  });

  it('marks the word that cannot be understood', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    await page.getByRole('combobox', { name: 'Filter' }).fill('cold:true duration>fast');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').locator('mark').textContent()).toBe('duration>fast');
  });
});

describe('menus', () => {
  it('save and apply filters, and lead to the list where they are managed', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    await page.getByRole('combobox', { name: 'Filter' }).fill('cold:true');
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('menuitem', { name: 'Save this filter…' }).click();
    expect((await tail.view.take('saveFilter')).body).toEqual({ text: 'cold:true' });
    await tail.view.tell('savedFilters', [{ name: 'Timeouts', text: 'outcome:timeout' }]);
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('menuitemradio', { name: 'Timeouts' }).click();
    await expect.poll(() => page.locator(rows).count()).toBe(1);
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('menuitem', { name: 'Manage saved filters…' }).click();
    await tail.view.take('manageFilters');
  });

  it('export what is shown, in the reading that is shown', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const { page } = tail.view;
    await page.getByRole('combobox', { name: 'Filter' }).fill('cold:true');
    await page.getByRole('button', { name: 'Export' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#export button:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect((await tail.view.take('export')).body).toEqual({
      format: 'csv',
      reading: 'invocations',
      filterText: 'cold:true',
    });
  });

  it('choose the part of the log that is shown', async () => {
    const tail = await TailBench.open(bench, { sources: [{ ...ordersApi, range: { kind: 'last', minutes: 15 } }] });
    const { page } = tail.view;
    await page.getByRole('button', { name: /^Last 15 min/ }).click();
    await page.getByRole('menuitemradio', { name: 'Last 1 h' }).click();
    expect((await tail.view.take('setRange')).body).toEqual({ range: { kind: 'last', minutes: 60 } });
  });
});

describe('history', () => {
  const withHistory = { ...ordersApi, history: { readBackTo: 0, isReading: false, hasOlder: true } };

  it('is asked for at the oldest end, and comes in without moving the reader', async () => {
    const tail = await TailBench.open(bench, { height: 460, sources: [withHistory] }, [
      { source: ordersApi, events: manyInvocations(ordersApi, 101, 60) },
    ]);
    const { page } = tail.view;
    await page.getByRole('button', { name: 'Lines', exact: true }).click();
    await page.locator('lambda-line-rows .row').first().waitFor();
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('Home');
    const request = await tail.view.take('older');
    expect(request.body).toEqual({});
    await page.getByText('Reading older lines…').waitFor();
    const read = page.getByText('handling 101', { exact: true });
    const before = await read.boundingBox();
    const { lines, streams } = tail.snapshot();
    const [line] = lines;
    if (!line) throw new Error('Nothing is held');
    const [stream, , timestamp, ingestionTime] = line;
    const older = Array.from({ length: 50 }, (_, index) => {
      const time = timestamp - 100 + index;
      return [stream, `older-${index}`, time, ingestionTime, `older ${index}`] as const;
    });
    await tail.view.tell('batch', {
      sequence: tail.snapshot().sequence + 1,
      streams,
      invocations: [],
      lines: older,
      dropped: 0,
    });
    await page.getByText('older 49', { exact: true }).waitFor();
    expect(await read.boundingBox()).toEqual(before);
    await tail.view.reply(request, { addedLines: 50, hasOlder: false });
    await page.getByText('Nothing older is to be had.').waitFor();
  });

  it('forgets the invocations that the host forgot', async () => {
    const tail = await TailBench.open(bench, {}, events);
    const [first] = tail.snapshot().invocations;
    if (!first) throw new Error('Nothing is held');
    await tail.view.tell('batch', {
      sequence: tail.snapshot().sequence + 1,
      invocations: [],
      lines: [],
      dropped: 0,
      forgotten: [{ sourceId: first.sourceId, key: first.invocation.key }],
    });
    await expect.poll(() => tail.view.page.locator(rows).count()).toBe(12);
    expect(await tail.view.page.getByText(requestIdOf(1).slice(-4)).count()).toBe(0);
  });
});
