/** What rows and lines of the log panel show and offer. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebviewBench } from '../support/webviewPage.ts';
import { invocationEvents, ordersApi, requestIdOf, resizeImage, TailBench, typeError } from './tailBench.ts';

let bench: WebviewBench;

beforeAll(async () => {
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

const esc = '\u001b';
const onAws = { ...resizeImage, hasConsole: true, liveTail: { isOn: false, minutes: 0, costUSD: 0, priceNote: '' } };
const stock = JSON.stringify({
  level: 'WARN',
  message: 'stock is low',
  sku: 'A "7"',
  left: { here: 2, there: [1, null] },
});

const openLines = async ({ view }: TailBench) => {
  await view.page.getByRole('button', { name: 'Lines', exact: true }).click();
  await view.page.locator('lambda-line-rows .row').first().waitFor();
};
const filterText = ({ view }: TailBench) => view.page.getByRole('combobox', { name: 'Filter' }).inputValue();
const menuItems = ({ view }: TailBench) => view.page.getByRole('menuitem').allTextContents();
const focused = ({ view }: TailBench) =>
  view.page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.textContent.trim() ?? '';
  });

describe('colours of a line', () => {
  const coloured = `${esc}[31mred${esc}[0m plain ${esc}]8;;https://example.com${esc}\\link${esc}]8;;${esc}\\ ${esc}[2Kend`;

  it('are shown, and everything else of the sequences is not', async () => {
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: [coloured] }) },
    ]);
    await openLines(tail);
    const { page } = tail.view;
    const text = page.locator('.row.application .text');
    expect(await text.textContent()).toBe('red plain link end');
    expect(await text.locator('.ansi').allTextContents()).toEqual(['red']);
    const [red, plain] = await text.evaluate((element) =>
      [element.querySelector('.ansi'), element].map((each) => each && getComputedStyle(each).color),
    );
    expect(red).not.toBe(plain);
  });

  it('are no part of what is filtered and copied', async () => {
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: [coloured] }) },
    ]);
    await openLines(tail);
    const { page } = tail.view;
    await page.getByRole('combobox', { name: 'Filter' }).fill('"red plain link"');
    await expect.poll(() => page.locator('.row.application').count()).toBe(1);
    await page.locator('.row.application').click();
    await page.keyboard.press('Control+c');
    expect((await tail.view.take('copy')).body).toEqual({ text: expect.stringMatching(/\tred plain link end$/) });
  });
});

/** Of each coloured stretch: its text and the contrast of it (WCAG 2) with everything that lies behind it. */
function contrasts(list: Element): readonly (readonly [string, number])[] {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  // The canvas reads any colour that CSS writes, and lays one over the other.
  const lay = (colour: string) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
  };
  const luminance = () => {
    const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const parentOf = (element: Element) => {
    const root = element.getRootNode();
    return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };
  return [...(list.shadowRoot?.querySelectorAll('.ansi') ?? [])].map((span) => {
    const behind: string[] = [];
    for (let element: Element | null = span; element; element = parentOf(element)) {
      behind.unshift(getComputedStyle(element).backgroundColor);
    }
    lay('white');
    for (const colour of behind) lay(colour);
    const back = luminance();
    lay(getComputedStyle(span).color);
    const text = luminance();
    return [span.textContent.trim(), (Math.max(back, text) + 0.05) / (Math.min(back, text) + 0.05)] as const;
  });
}

describe('colours of a line in the editor’s themes', () => {
  const colours = [
    ...Array.from({ length: 16 }, (_, code) => `5;${code}`),
    '2;0;0;90',
    '2;255;255;200',
    '2;128;128;128',
  ];
  const plain = colours.map((colour) => `${esc}[38;${colour}mt${colour}${esc}[0m`);
  const filled = Array.from(
    { length: 64 },
    (_, place) => `${esc}[${30 + (place % 8)};${40 + (place >> 3)}mb${place}${esc}[0m`,
  );
  const inverse = Array.from({ length: 8 }, (_, code) => `${esc}[7;${30 + code}mi${code}${esc}[0m`);

  it.each(['dark', 'light', 'hc-black', 'hc-light'] as const)('can be read in %s', async (theme) => {
    const lines = [plain.join(' '), filled.join(' '), inverse.join(' ')];
    const tail = await TailBench.open(bench, { theme, sources: [ordersApi], width: 1600 }, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines }) },
    ]);
    await openLines(tail);
    const found = await tail.view.page.locator('lambda-line-rows').evaluate(contrasts);
    expect(found).toHaveLength(colours.length + 64 + 8);
    expect(found.filter(([, contrast]) => contrast < 4.5)).toEqual([]);
  });
});

describe('the menu of an invocation', () => {
  const open = async () =>
    TailBench.open(bench, { sources: [ordersApi, onAws] }, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: [stock] }) },
      { source: onAws, events: invocationEvents({ source: onAws, number: 2, lines: [`for ${requestIdOf(1)}`] }) },
    ]);

  it('opens by the keyboard, moves by arrows, and gives the focus back', async () => {
    const tail = await open();
    const { page } = tail.view;
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+F10');
    await expect
      .poll(() => menuItems(tail))
      .toEqual([
        'Copy request id',
        'Copy lines',
        'Filter by this request',
        'Find this request in other tailed functions',
        'Invoke…',
        'Open in editor',
      ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused(tail)).toBe('Filter by this request');
    await page.keyboard.press('Enter');
    await expect.poll(() => filterText(tail)).toBe(`request:${requestIdOf(1)}`);
    await expect.poll(() => page.locator('.row.invocation').count()).toBe(1);
    expect(await page.locator('.context-menu').count()).toBe(0);
    // The list has the keys again.
    await page.keyboard.press('Control+c');
    await tail.view.take('copy');
    await page.keyboard.press('ContextMenu');
    await expect.poll(() => page.getByRole('menu').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('menu').count()).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.row.invocation').getAttribute('aria-expanded')).toBe('true');
  });

  it('opens by the right button and by the row’s own, and leads to CloudWatch where the log is on AWS', async () => {
    const tail = await open();
    const { page } = tail.view;
    const row = page.locator('.row.invocation').first();
    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open in CloudWatch' }).click();
    expect((await tail.view.take('openInCloudWatch')).body).toEqual({
      sourceId: onAws.id,
      logStreamName: '2026/01/15/[$LATEST]resize-image',
      timestamp: Date.UTC(2026, 0, 15, 10, 11, 14, 118),
    });
    await row.hover();
    await row.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Open in editor' }).click();
    const { key } = (await tail.view.take('openInEditor')).body as { key: string };
    expect(key).toMatch(/^\/aws\/lambda\/resize-image#/);
    expect(await row.getAttribute('aria-expanded')).toBe('false');
  });

  it('says when the invocation was: local time, UTC, how long ago', async () => {
    const tail = await open();
    await tail.view.page.locator('.row.invocation').first().click({ button: 'right' });
    const heading = await tail.view.page.locator('.context-menu .heading').textContent();
    expect(heading).toMatch(
      /^resize-image 8f2c\S+\n\d+ days ago\nThursday, 15 January 2026 at 10:11:14 UTC \(2026-01-15T10:11:14\.118Z\)$/,
    );
  });

  it('is there for a line that names no request, too', async () => {
    const tail = await open();
    await openLines(tail);
    await tail.view.page.locator('.row.application', { hasText: 'stock is low' }).click({ button: 'right' });
    expect(await menuItems(tail)).toEqual(expect.arrayContaining(['Copy line', 'Copy request id']));
    expect(await tail.view.page.locator('.context-menu .heading').textContent()).toMatch(/ after START\n/);
  });

  it('invokes again where the event is known, and offers it nowhere else', async () => {
    const tail = await open();
    const { page } = tail.view;
    await tail.view.tell('knownRequests', { [ordersApi.id]: [requestIdOf(1)] });
    await page.locator('.row.invocation').nth(0).click({ button: 'right' });
    expect(await menuItems(tail)).not.toContain('Invoke again with this event');
    await page.keyboard.press('Escape');
    await page.locator('.row.invocation').nth(1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Invoke again with this event' }).click();
    expect((await tail.view.take('invokeAgain')).body).toEqual({ sourceId: ordersApi.id, requestId: requestIdOf(1) });
    await page.locator('.row.invocation').nth(1).click();
    await page.locator('.row.actions').getByRole('button', { name: 'Invoke again with this event' }).click();
    await tail.view.take('invokeAgain');
  });

  it('finds the request in other functions and goes there', async () => {
    const tail = await open();
    const { page } = tail.view;
    const [hit] = tail.snapshot().invocations.filter(({ sourceId }) => sourceId === onAws.id);
    await page.locator('.row.invocation').nth(1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Find this request' }).click();
    const asked = await tail.view.answer('findRequest', [
      {
        sourceId: onAws.id,
        invocationKey: hit?.invocation.key,
        eventId: 'x',
        timestamp: Date.UTC(2026, 0, 15, 10, 11, 14, 119),
        text: `for ${requestIdOf(1)}`,
        matchedBy: 'requestId',
      },
    ]);
    expect(asked.body).toEqual({ sourceId: ordersApi.id, requestId: requestIdOf(1) });
    await expect
      .poll(() => menuItems(tail))
      .toEqual([`resize-image · 10:11:14.119 · by request id · for ${requestIdOf(1)}`]);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.row.invocation').first().getAttribute('aria-expanded')).toBe('true');
    expect(await page.locator('.row.invocation.active').count()).toBe(1);
  });

  it('goes to a line that belongs to no invocation, and says so when there is nothing', async () => {
    const tail = await open();
    const { page } = tail.view;
    const line = tail.held.snapshot().lines.find(({ sourceId }) => sourceId === onAws.id);
    const find = async () => {
      await page.locator('.row.invocation').nth(1).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Find this request' }).click();
    };
    await find();
    await tail.view.answer('findRequest', []);
    await page.locator('.context-menu').getByText('No other tailed function logged this request.').waitFor();
    await page.getByRole('status').filter({ hasText: 'No other tailed function' }).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await find();
    const { eventId, timestamp } = line?.line.event ?? { eventId: '', timestamp: 0 };
    await tail.view.answer('findRequest', [
      { sourceId: onAws.id, invocationKey: undefined, eventId, timestamp, text: 'START', matchedBy: 'traceId' },
    ]);
    await page.getByRole('menuitem', { name: 'by trace id' }).click();
    await expect.poll(() => page.locator('lambda-line-rows .row.active').textContent()).toContain('START');
  });
});

describe('values of a JSON line', () => {
  const open = async () => {
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: [stock] }) },
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 2, lines: [stock, typeError] }) },
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 3 }) },
    ]);
    await tail.view.page.locator('.row.invocation').nth(1).click();
    await tail.view.page.locator('.row.below', { hasText: 'stock is low' }).click();
    return tail;
  };
  const leaf = ({ view }: TailBench, text: string) => view.page.locator('.row.extra', { hasText: text });

  it('narrow the filter to themselves, by the pointer', async () => {
    const tail = await open();
    await leaf(tail, 'sku').click({ button: 'right' });
    expect(await menuItems(tail)).toEqual(['Filter by this value', 'Exclude this value', 'Copy value', 'Copy path']);
    await tail.view.page.getByRole('menuitem', { name: 'Filter by this value' }).click();
    await expect.poll(() => filterText(tail)).toBe('$.sku = "A \\"7\\""');
    await expect.poll(() => tail.view.page.locator('.row.invocation').count()).toBe(2);
    await leaf(tail, 'here: 2').click({ button: 'right' });
    await tail.view.page.getByRole('menuitem', { name: 'Exclude this value' }).click();
    await expect.poll(() => filterText(tail)).toBe('$.sku = "A \\"7\\"" -$.left.here = 2');
    await tail.view.page.getByText('Nothing matches').waitFor();
  });

  it('by the keyboard alone: a place in a list, its value and its path', async () => {
    const tail = await open();
    const { page } = tail.view;
    await leaf(tail, 'null').click();
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(tail)).toBe('Filter by this value');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect((await tail.view.take('copy')).body).toEqual({ text: '$.left.there[1]' });
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => filterText(tail)).toBe('$.left.there[1] = null');
    await expect.poll(() => page.locator('.row.invocation').count()).toBe(2);
  });

  it('in the Lines reading as well; a container can be asked for and copied whole', async () => {
    const tail = await open();
    await openLines(tail);
    await tail.view.page.locator('.row.application', { hasText: 'stock is low' }).first().click();
    await leaf(tail, 'left').first().hover();
    await leaf(tail, 'left').first().getByRole('button', { name: 'Actions' }).click();
    expect(await menuItems(tail)).toEqual(['Filter by lines that have it', 'Use as event…', 'Copy value', 'Copy path']);
    await tail.view.page.getByRole('menuitem', { name: 'Copy value' }).click();
    expect(JSON.parse(((await tail.view.take('copy')).body as { text: string }).text)).toEqual({
      here: 2,
      there: [1, null],
    });
  });
});

describe('what stands out', () => {
  it('is said by a sign and a word beside the colour: throttling, a long init, memory', async () => {
    const throttled = '\tERROR\tThrottlingException: Rate exceeded';
    const tail = await TailBench.open(bench, { sources: [ordersApi] }, [
      {
        source: ordersApi,
        events: invocationEvents({
          source: ordersApi,
          number: 1,
          lines: ['fine', JSON.stringify({ level: 'ERROR', message: throttled })],
        }),
      },
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 2, initMs: 3210, usedMB: 240 }) },
    ]);
    const { page } = tail.view;
    const [long, limited] = [page.locator('.row.invocation').nth(0), page.locator('.row.invocation').nth(1)];
    await limited.waitFor();
    expect(await long.locator('.note').allTextContents()).toEqual([' long init, 3.21 s']);
    expect(await long.locator('.outcome').textContent()).toBe('Succeeded, cold start with a long init');
    expect(await long.locator('.memory').textContent()).toContain('240 / 256\u00a0!');
    expect(await limited.locator('.note').allTextContents()).toEqual([' throttled']);
    expect(await limited.locator('.outcome .mark').getAttribute('class')).toBe('mark throttled');
    expect(await limited.getAttribute('aria-label')).toMatch(/^orders-api, Succeeded, throttled; /);
  });

  it('is explained by the legend: every sign, the bar, the scatter, the filter, the keys', async () => {
    const { view } = await TailBench.open(bench);
    await view.page.getByRole('button', { name: 'What the signs mean' }).click();
    const legend = view.page.getByRole('dialog', { name: 'Legend' });
    expect(await legend.getByRole('heading').allTextContents()).toEqual([
      'Signs',
      'Bars',
      'Durations over time',
      'Filter',
      'Keys',
    ]);
    expect(await legend.locator('.mark').evaluateAll((marks) => marks.map((mark) => mark.classList.item(1)))).toEqual([
      'success',
      'cold',
      'slow',
      'throttled',
      'error',
      'timeout',
      'out-of-memory',
      'running',
      'no-report',
    ]);
  });
});

describe('times', () => {
  it('are counted from START where the reader wants it, also in the panel’s next life', async () => {
    const events = [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, initMs: 312, lines: ['a', 'b'] }) },
    ];
    const first = await TailBench.open(bench, {}, events);
    const times = ({ view }: TailBench) => view.page.locator('.row.below .time').allTextContents();
    await first.view.page.locator('.row.invocation').click();
    await expect.poll(() => times(first)).toEqual(['10:11:12.806', '10:11:13.119', '10:11:13.120', '10:11:13.152']);
    await first.view.page.locator('.row.below').first().click({ button: 'right' });
    await first.view.page.getByRole('menuitem', { name: 'Show times since START' }).click();
    await expect.poll(() => times(first)).toEqual(['−312 ms', '+1 ms', '+2 ms', '+34 ms']);
    const second = await TailBench.open(bench, { state: await first.view.state() }, events);
    await openLines(second);
    await expect.poll(() => second.view.page.locator('.row .time').nth(1).textContent()).toBe('+0 ms');
    await second.view.page.locator('lambda-line-rows .row').nth(1).click({ button: 'right' });
    await second.view.page.getByRole('menuitem', { name: 'Show the time of day' }).click();
    await expect.poll(() => second.view.page.locator('.row .time').nth(1).textContent()).toBe('10:11:13.118');
  });

  it('tell a pointer how long after START a line came', async () => {
    const tail = await TailBench.open(bench, {}, [
      { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 1, lines: ['a', 'b', 'c'] }) },
    ]);
    await tail.view.page.locator('.row.invocation').click();
    const time = tail.view.page.locator('.row.below .time').nth(2);
    await time.hover();
    expect(await time.getAttribute('title')).toMatch(
      /^\d+ days ago · 3\.00 ms after START\n.*2026-01-15T10:11:13\.121Z/s,
    );
  });
});
