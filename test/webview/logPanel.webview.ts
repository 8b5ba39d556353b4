/** The log panel as a reader uses it. */

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

describe('invocations', () => {
  it('shows one row for a request, newest first, with its outcome in words', async () => {
    const { view } = await TailBench.open(bench, {}, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1 }) },
      {
        source: resizeImage,
        events: invocationEvents({ source: resizeImage, number: 2, initMs: 312.4, durationMs: 487.2 }),
      },
      {
        source: ordersApi,
        events: invocationEvents({ source: ordersApi, number: 3, lines: [typeError], usedMB: 240, status: 'error' }),
      },
    ]);
    await expect.poll(() => view.page.locator(rows).count()).toBe(3);
    const cells = await view.page
      .locator(rows)
      .evaluateAll((elements) =>
        elements.map((row) => [...row.querySelectorAll<HTMLElement>('.cell')].map((cell) => cell.textContent.trim())),
      );
    expect(cells).toEqual([
      [
        '10:11:15.118',
        'orders-api',
        'Failed',
        '8f2c…0003',
        '',
        '34.1 ms',
        '240 / 256\u00a0!',
        "TypeError: Cannot read properties of undefined (reading 'total')",
      ],
      [
        '10:11:14.118',
        'resize-image',
        'Succeeded, cold start',
        '8f2c…0002',
        '',
        '312 + 487 ms',
        '98 / 256',
        'handling 2',
      ],
      ['10:11:13.118', 'orders-api', 'Succeeded', '8f2c…0001', '', '34.1 ms', '98 / 256', 'handling 1'],
    ]);
    expect(await view.page.locator(rows).nth(1).getAttribute('aria-label')).toBe(
      'resize-image, Succeeded, cold start; duration 487 ms; init 312 ms; memory 98 of 256 MB; handling 2; 10:11:14.118',
    );
  });

  it('scales a bar to the timeout and gives init a segment of its own', async () => {
    const { view } = await TailBench.open(bench, {}, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, initMs: 1000, durationMs: 1500 }) },
    ]);
    const track = view.page.locator(`${rows} .bar .track`);
    const shares = await track.evaluate((element) => {
      const whole = element.getBoundingClientRect().width;
      const share = (name: string) => (element.querySelector(name)?.getBoundingClientRect().width ?? 0) / whole;
      return { init: share('.hatch'), run: share('.run') };
    });
    // One second of init in front of the three that the timeout allows.
    expect(shares.init).toBeCloseTo(0.25, 2);
    expect(shares.run).toBeCloseTo(0.375, 2);
  });

  it('opens to its lines, its stack and what can be done next', async () => {
    const { view } = await TailBench.open(bench, {}, [
      {
        source: ordersApi,
        events: invocationEvents({ source: ordersApi, number: 7, lines: ['loading 18', typeError] }),
      },
    ]);
    await view.page.locator(rows).click();
    await expect.poll(() => view.page.locator('.row.below').allTextContents()).toHaveLength(7);
    const texts = await view.page.locator('.row.below .text').allTextContents();
    expect(texts).toEqual([
      'loading 18',
      expect.stringContaining("TypeError: Cannot read properties of undefined (reading 'total')"),
      '    at priceOf (file:///var/task/src/orders/price.mjs:31:18)',
      '    at Runtime.handler (file:///var/task/src/orders/handler.mjs:12:9)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      expect.stringMatching(/^34.1 ms · billed 35 ms · memory\s+98 \/ 256 MB/),
    ]);

    await view.page.getByText('file:///var/task/src/orders/price.mjs:31:18').click();
    expect((await view.take('openFrame')).body).toEqual({
      sourceId: ordersApi.id,
      text: '    at priceOf (file:///var/task/src/orders/price.mjs:31:18)',
    });
    await view.page.getByRole('button', { name: 'Invoke…' }).click();
    expect((await view.take('invoke')).body).toEqual({ sourceId: ordersApi.id });
    await view.page.getByRole('button', { name: 'Copy request id' }).click();
    expect((await view.take('copy')).body).toEqual({ text: requestIdOf(7) });
    await view.page.getByRole('button', { name: 'Copy lines' }).click();
    expect((await view.take('copy')).body).toEqual({
      text: expect.stringMatching(/^START RequestId[\s\S]*loading 18[\s\S]*REPORT RequestId/),
    });
  });

  it('copies the whole request id from its short form, and does not open the row for it', async () => {
    const { view } = await TailBench.open(bench, {}, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1 }) },
    ]);
    await view.page.getByText('8f2c…0001').click();
    expect((await view.take('copy')).body).toEqual({ text: requestIdOf(1) });
    expect(await view.page.locator(rows).getAttribute('aria-expanded')).toBe('false');
  });

  it('is driven by the keyboard alone', async () => {
    const { view } = await TailBench.open(bench, {}, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: [typeError] }) },
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 2 }) },
    ]);
    const { page } = view;
    const active = () => page.locator('.row.active').getAttribute('aria-label');
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(active).toMatch(/handling 2/);
    await page.keyboard.press('ArrowDown');
    await expect.poll(active).toMatch(/TypeError/);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator(rows).nth(1).getAttribute('aria-expanded')).toBe('true');
    const activeId = await page.getByRole('treegrid').getAttribute('aria-activedescendant');
    expect(await page.locator(rows).nth(1).getAttribute('id')).toBe(activeId);

    // Down to the first frame: Enter opens its place.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect((await view.take('openFrame')).body).toMatchObject({ text: expect.stringContaining('priceOf') });

    // Left goes to the row above all of it, and then closes it.
    await page.keyboard.press('ArrowLeft');
    await expect.poll(active).toMatch(/TypeError/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator(rows).nth(1).getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Control+c');
    expect((await view.take('copy')).body).toMatchObject({ text: expect.stringContaining('Invoke Error') });
  });
});

describe('following', () => {
  it('shows what arrives at once', async () => {
    const tail = await TailBench.open(bench, {}, [{ source: ordersApi, events: manyInvocations(ordersApi, 1, 3) }]);
    await tail.arrive(ordersApi, manyInvocations(ordersApi, 4, 1));
    await expect.poll(() => tail.view.page.locator(rows).first().textContent()).toContain('8f2c…0004');
  });

  it('does not move what is read while new invocations come in above', async () => {
    const tail = await TailBench.open(bench, { height: 400 }, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 100) },
    ]);
    const { page } = tail.view;
    await page.getByRole('treegrid').hover();
    await page.mouse.wheel(0, 500);
    await expect.poll(() => page.getByRole('button', { name: 'Paused' }).count()).toBe(1);
    const read = page.getByText('8f2c…0075');
    const before = await read.boundingBox();

    await tail.arrive(ordersApi, manyInvocations(ordersApi, 101, 5));
    await page.getByRole('button', { name: '5 new invocations' }).waitFor();
    expect(await read.boundingBox()).toEqual(before);

    await page.getByRole('button', { name: '5 new invocations' }).click();
    await expect.poll(() => page.locator(rows).first().textContent()).toContain('8f2c…0105');
    await page.getByRole('button', { name: 'Following' }).waitFor();
  });

  it('stops while a row is open, and goes on at the newest end', async () => {
    const tail = await TailBench.open(bench, {}, [{ source: ordersApi, events: manyInvocations(ordersApi, 1, 3) }]);
    const { page } = tail.view;
    await page.locator(rows).first().click();
    await page.getByRole('button', { name: 'Paused' }).waitFor();
    const before = await page.getByText('8f2c…0003').boundingBox();
    await tail.arrive(ordersApi, manyInvocations(ordersApi, 4, 40));
    await page.getByRole('button', { name: '40 new invocations' }).waitFor();
    expect(await page.getByText('8f2c…0003').boundingBox()).toEqual(before);
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'Following' }).waitFor();
  });

  it('stays paused by hand even at the newest end', async () => {
    const tail = await TailBench.open(bench, { height: 400 }, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 50) },
    ]);
    const { page } = tail.view;
    await page.getByRole('button', { name: 'Following' }).click();
    await page.getByRole('treegrid').hover();
    await page.mouse.wheel(0, 300);
    await page.mouse.wheel(0, -1000);
    await tail.arrive(ordersApi, manyInvocations(ordersApi, 51, 1));
    await page.getByRole('button', { name: '1 new invocation' }).waitFor();
    expect(await page.getByRole('button', { name: 'Paused' }).count()).toBe(1);
  });
});

describe('lines', () => {
  const openLines = async (tail: TailBench) => {
    await tail.view.page.getByRole('button', { name: 'Lines', exact: true }).click();
    await tail.view.page.locator('lambda-line-rows .row').first().waitFor();
  };

  it('keeps the document small with a hundred thousand lines, and reaches each of them', async () => {
    const tail = await TailBench.open(bench, {}, [{ source: ordersApi, events: manyInvocations(ordersApi, 1, 1) }]);
    const { page } = tail.view;
    await openLines(tail);
    const { lines, streams } = tail.snapshot();
    const [line] = lines;
    // Made in the page: bringing them there would take longer than everything that is tested here.
    await page.evaluate(
      ({ line, streams, sequence }) => {
        const [stream, , timestamp, ingestionTime] = line;
        for (let batch = 0; batch < 20; batch += 1) {
          const lines = Array.from({ length: 5000 }, (_, index) => {
            const text = `line ${batch * 5000 + index + 1}`;
            return [stream, text, timestamp, ingestionTime, text];
          });
          const body = { sequence: sequence + batch + 1, streams, invocations: [], lines, dropped: 0 };
          window.postMessage({ kind: 'event', name: 'batch', id: 0, body }, '*');
        }
      },
      { line: line as NonNullable<typeof line>, streams, sequence: tail.snapshot().sequence },
    );
    await page.getByText('100,004 lines').waitFor();
    const count = () => page.locator('lambda-line-rows .row').count();
    await page.getByText('line 100000', { exact: true }).waitFor();
    expect(await count()).toBeLessThan(100);

    const list = page.getByRole('treegrid');
    await list.focus();
    await page.keyboard.press('Home');
    await page.getByText('line 1', { exact: true }).waitFor();
    expect(await count()).toBeLessThan(100);
    await list.evaluate((element) => {
      element.scrollTop = element.scrollHeight / 2;
    });
    await page.getByText('line 50000', { exact: true }).waitFor();
    expect(await count()).toBeLessThan(100);

    await page.getByRole('combobox', { name: 'Filter' }).fill('/line \\d*777$/');
    await page.getByText('line 99777', { exact: true }).waitFor();
    expect(await count()).toBeLessThan(100);
  });

  it('follows the newest at the end; a reader further up is not moved, even when the oldest lines are forgotten', async () => {
    const tail = await TailBench.open(bench, { height: 400, capacityLines: 400 }, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 100) },
    ]);
    await openLines(tail);
    const { page } = tail.view;
    await tail.arrive(ordersApi, manyInvocations(ordersApi, 101, 1));
    await page.getByText('handling 101', { exact: true }).waitFor();

    await page.getByRole('treegrid').hover();
    await page.mouse.wheel(0, -1000);
    await page.getByRole('button', { name: 'Paused' }).waitFor();
    const read = page.locator('lambda-line-rows .row').nth(12);
    const text = (await read.locator('.text').textContent()) ?? '';
    const same = page.locator('lambda-line-rows .row', { hasText: text });
    const before = await same.first().boundingBox();
    await tail.arrive(ordersApi, manyInvocations(ordersApi, 102, 10));
    await page.getByRole('button', { name: '40 new lines' }).waitFor();
    await page.getByText('44 older lines forgotten').waitFor();
    expect(await same.first().boundingBox()).toEqual(before);
    await page.getByRole('button', { name: '40 new lines' }).click();
    await page.getByText('handling 111', { exact: true }).waitFor();
  });

  it('says beside each REPORT what was remarkable about its invocation', async () => {
    const tail = await TailBench.open(bench, {}, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, initMs: 118.2 }) },
      {
        source: ordersApi,
        events: invocationEvents({ source: ordersApi, number: 2, durationMs: 3000, status: 'timeout' }),
      },
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 3, durationMs: 2000 }) },
    ]);
    await openLines(tail);
    const reports = await tail.view.page.locator('.row.report .text').allTextContents();
    expect(reports.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      '34.1 ms · billed 153 ms · memory 98 / 256 MB cold start, init 118 ms',
      '3.00 s · billed 3000 ms · memory 98 / 256 MB Timed out',
      expect.stringMatching(/^2\.00 s · billed 2000 ms · memory 98 \/ 256 MB Succeeded, Took 2 s: 66 % of its timeout/),
    ]);
  });

  it('shows a structured line as one readable line that opens to its members', async () => {
    const json = JSON.stringify({
      timestamp: '2026-01-15T10:11:13.120Z',
      level: 'WARN',
      requestId: 'REQUEST',
      message: 'stock is low',
      sku: 'A-7',
      left: { here: 2, there: [1, null] },
    });
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: [json] }) },
    ]);
    await openLines(tail);
    const { page } = tail.view;
    const line = page.locator('lambda-line-rows .row', { hasText: 'stock is low' }).first();
    expect((await line.locator('.text').textContent())?.trim()).toBe(
      'stock is low sku: "A-7", left: {"here":2,"there":[1,null]}',
    );
    expect(await line.locator('.level').textContent()).toBe('WARN');
    await line.click();
    await expect.poll(() => page.locator('.row.extra').count()).toBeGreaterThan(5);
    const members = (await page.locator('.row.extra').allTextContents()).map((text) => text.trim());
    expect(members).toContain('here: 2');
    expect(members).toContain('null');
    await line.click();
    await expect.poll(() => page.locator('.row.extra').count()).toBe(0);
  });

  it('wraps a long line only when it is asked to', async () => {
    const tail = await TailBench.open(bench, { width: 800 }, [
      {
        source: ordersApi,
        events: invocationEvents({ source: ordersApi, number: 1, lines: [`${'long '.repeat(400)}end`] }),
      },
    ]);
    await openLines(tail);
    const { page } = tail.view;
    const line = page.locator('.row.application');
    const height = (await line.boundingBox())?.height;
    await line.click();
    await page.locator('.row.extra', { hasText: 'end' }).waitFor();
    expect((await line.boundingBox())?.height).toBe(height);
    expect(await page.getByRole('treegrid').evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });

  it('shows what a function logs as text and never as markup', async () => {
    const attack = '<img src=x onerror="window.attacked = true"><script>window.attacked = true</script>';
    const json = JSON.stringify({ level: 'INFO', message: attack, [attack]: attack, requestId: 'REQUEST' });
    const tail = await TailBench.open(bench, {}, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: [attack, json] }) },
    ]);
    const { page } = tail.view;
    await page.locator(rows).click();
    await page.locator('.row.below', { hasText: 'onerror' }).nth(1).click();
    await page.getByText(attack).first().waitFor();
    await openLines(tail);
    await page.getByText(attack).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  });

  it('is not stalled by a line of a megabyte or an object of ten thousand names', async () => {
    const names = Object.fromEntries(Array.from({ length: 10_000 }, (_, name) => [`name${name}`, { value: name }]));
    const json = JSON.stringify({ level: 'INFO', message: 'many names', requestId: 'REQUEST', ...names });
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      {
        source: ordersApi,
        events: invocationEvents({ source: ordersApi, number: 1, lines: ['m'.repeat(1_000_000), json] }),
      },
    ]);
    await openLines(tail);
    const { page } = tail.view;
    await page.locator('.row', { hasText: 'many names' }).first().click();
    await page.locator('.row', { hasText: 'mmmm' }).first().click();
    await expect.poll(() => page.locator('.row.extra').count()).toBeGreaterThan(10);
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('End');
    await page.locator('.row.report').waitFor();
    expect(await page.locator('lambda-line-rows .row').count()).toBeLessThan(100);
  });

  it('shows control characters and colour codes without obeying them', async () => {
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      {
        source: ordersApi,
        events: invocationEvents({
          source: ordersApi,
          number: 1,
          lines: ['\u001b[31mred\u001b[0m bell\u0007 end', 'a\rb\rc'],
        }),
      },
    ]);
    await openLines(tail);
    const texts = await tail.view.page.locator('.row.application').allTextContents();
    expect(texts[0]).toContain('red bell␇ end');
    expect(texts[1]).toContain('+2 lines');
  });
});

describe('filter', () => {
  const open = () =>
    TailBench.open(bench, {}, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 5) },
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 6, initMs: 118, durationMs: 700 }) },
      {
        source: resizeImage,
        events: invocationEvents({ source: resizeImage, number: 7, lines: [typeError], status: 'error' }),
      },
    ]);
  const ids = (tail: TailBench) => tail.view.page.locator(`${rows} .request`).allTextContents();

  it.each([
    ['"handling 3"', ['8f2c…0003']],
    ['/handling [12]$/m', ['8f2c…0002', '8f2c…0001']],
    ['cold:true', ['8f2c…0006']],
    ['level:error', ['8f2c…0007']],
    ['duration>500', ['8f2c…0006']],
    ['cold:true or level:error', ['8f2c…0007', '8f2c…0006']],
    ['request:8f2c0000-0000-4000-8000-000000000002', ['8f2c…0002']],
    ['-function:orders-api', ['8f2c…0007']],
  ])('%s', async (text, expected) => {
    const tail = await open();
    await tail.view.page.getByRole('combobox', { name: 'Filter' }).fill(text);
    await expect.poll(() => ids(tail)).toEqual(expected);
  });

  it('says what is wrong with an expression and leaves the list as it was', async () => {
    const tail = await open();
    const field = tail.view.page.getByRole('combobox', { name: 'Filter' });
    await field.fill('/(/');
    await tail.view.page.getByRole('alert').filter({ hasText: 'Unterminated group' }).waitFor();
    expect(await ids(tail)).toHaveLength(7);
    await field.fill('duration>soon');
    await tail.view.page.getByRole('alert').filter({ hasText: 'takes a number' }).waitFor();
    await field.press('Escape');
    await expect.poll(() => tail.view.page.getByRole('alert').textContent()).toBe('');
  });

  it('says that nothing matches, and is cleared by a button', async () => {
    const tail = await open();
    await tail.view.page.getByRole('combobox', { name: 'Filter' }).fill('nowhere');
    await tail.view.page.getByText('Nothing matches').waitFor();
    await tail.view.page.getByRole('button', { name: 'Clear filter' }).click();
    await expect.poll(() => ids(tail)).toHaveLength(7);
  });

  it('applies to lines, where terms ask about the invocation that a line belongs to', async () => {
    const tail = await open();
    const { page } = tail.view;
    await page.getByRole('button', { name: 'Lines', exact: true }).click();
    await page.getByRole('combobox', { name: 'Filter' }).fill('cold:true');
    await expect.poll(() => page.locator('lambda-line-rows .row').count()).toBe(4);
    // Its REPORT, which tells that it was cold, comes after the line that is shown for it.
    await tail.arrive(ordersApi, invocationEvents({ source: ordersApi, number: 8, initMs: 90 }));
    await expect.poll(() => page.getByText('handling 8', { exact: true }).count()).toBe(1);
    await tail.arrive(ordersApi, invocationEvents({ source: ordersApi, number: 9 }));
    await tail.arrive(ordersApi, invocationEvents({ source: ordersApi, number: 10, initMs: 90 }));
    await page.getByText('handling 10', { exact: true }).waitFor();
    expect(await page.getByText('handling 9', { exact: true }).count()).toBe(0);
  });
});

describe('the panel', () => {
  it('offers to tail a function when none is', async () => {
    const { view } = await TailBench.open(bench, { sources: [] });
    await view.page.getByRole('button', { name: "Tail a function's logs…" }).click();
    await view.take('addSource');
  });

  it('shows the state of every tail, and lets each be tried again or ended', async () => {
    const { view } = await TailBench.open(bench, {
      sources: [
        { ...ordersApi, state: { state: 'waiting' } },
        { ...resizeImage, state: { state: 'failed', message: 'Not allowed: logs:FilterLogEvents' } },
      ],
    });
    await view.page.getByText('Waiting for the first log line').waitFor();
    expect(await view.page.getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/orders-api\s*Local\s*no log yet/),
      expect.stringMatching(/resize-image\s*prod · eu-west-1\s*Not allowed: logs:FilterLogEvents\s*Retry/),
      expect.stringMatching(/^\s*$/),
    ]);
    await view.page.getByRole('button', { name: 'Retry' }).click();
    expect((await view.take('retrySource')).body).toEqual({ sourceId: resizeImage.id });
    await view.page.getByRole('button', { name: 'Stop tailing orders-api on Local' }).click();
    expect((await view.take('removeSource')).body).toEqual({ sourceId: ordersApi.id });
  });

  it('drops the rows of a function that is tailed no longer', async () => {
    const { view } = await TailBench.open(bench, {}, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 2) },
      { source: resizeImage, events: manyInvocations(resizeImage, 3, 2) },
    ]);
    await view.tell('sources', [ordersApi]);
    await expect.poll(() => view.page.locator(rows).count()).toBe(2);
    await view.page.getByText('8 lines').waitFor();
  });

  it('asks for everything again when a batch is missing, and the reader stays where he was', async () => {
    const tail = await TailBench.open(bench, { height: 400 }, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 100) },
    ]);
    const { page } = tail.view;
    await page.getByRole('button', { name: 'Lines', exact: true }).click();
    await page.getByRole('treegrid').hover();
    await page.mouse.wheel(0, -2000);
    await page.getByRole('button', { name: 'Paused' }).waitFor();
    const read = page.locator('lambda-line-rows .row').nth(12);
    const text = (await read.locator('.text').textContent()) ?? '';
    const same = page.locator('lambda-line-rows .row', { hasText: text }).first();
    const before = await same.boundingBox();

    await tail.hold(ordersApi, manyInvocations(ordersApi, 101, 1));
    await tail.arrive(ordersApi, manyInvocations(ordersApi, 102, 1));
    await tail.view.answer('ready', tail.snapshot());
    await page.getByText('408 lines').waitFor();
    expect(await same.boundingBox()).toEqual(before);
  });

  it('clears what it shows and tells the host', async () => {
    const { view } = await TailBench.open(bench, {}, [{ source: ordersApi, events: manyInvocations(ordersApi, 1, 2) }]);
    await view.page.getByRole('button', { name: 'Clear', exact: true }).click();
    await view.take('clear');
    await view.page.getByText('Waiting for the first log line').waitFor();
    await view.page.getByRole('button', { name: 'Open in editor' }).click();
    await view.take('openInEditor');
  });

  it('leaves with the editor what was chosen, and takes it up again', async () => {
    const first = await TailBench.open(bench, {}, [{ source: ordersApi, events: manyInvocations(ordersApi, 1, 2) }]);
    await first.view.page.getByRole('button', { name: 'Lines', exact: true }).click();
    await first.view.page.getByRole('combobox', { name: 'Filter' }).fill('"handling 2"');
    const state = await first.view.state();
    expect(state).toMatchObject({ reading: 'lines', filterText: '"handling 2"', isStripOpen: true });

    const second = await TailBench.open(bench, { state }, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 2) },
    ]);
    await expect.poll(() => second.view.page.locator('lambda-line-rows .row').count()).toBe(1);
  });

  it('explains its signs from the keyboard', async () => {
    const { view } = await TailBench.open(bench);
    const button = view.page.getByRole('button', { name: 'What the signs mean' });
    await button.focus();
    await view.page.keyboard.press('Enter');
    await view.page.getByText('Cold start: a new execution environment was initialised first').waitFor();
    await view.page.keyboard.press('Escape');
    await expect.poll(() => view.page.getByRole('dialog').count()).toBe(0);
  });

  it('keeps time, function, outcome and duration when there is no room for more', async () => {
    const { view } = await TailBench.open(bench, { width: 320 }, [
      { source: ordersApi, events: manyInvocations(ordersApi, 1, 1) },
    ]);
    await view.page.locator(rows).waitFor();
    const visible = await view.page
      .locator(`${rows} .cell`)
      .evaluateAll((cells) =>
        cells.filter((cell) => (cell as HTMLElement).offsetWidth > 0).map((cell) => cell.className.split(' ')[1]),
      );
    expect(visible).toEqual(['time', 'function', 'outcome', 'duration']);
    expect(await view.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
