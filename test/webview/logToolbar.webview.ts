/** The log's toolbar and what stands in place of rows: sources in each state, Live Tail, ranges, filters. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TailSource } from '../../src/protocol/logPanel.ts';
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
const last15 = { kind: 'last', minutes: 15 } as const;
const liveTail = {
  isOn: false,
  minutes: 0,
  costUSD: 0,
  priceNote: 'Live Tail costs $0.01 per minute (list price of eu-west-1).',
};
const onAws: TailSource = { ...resizeImage, range: last15, liveTail, hasConsole: true };
const local: TailSource = { ...ordersApi, range: last15 };
const calls = [{ source: ordersApi, events: manyInvocations(ordersApi, 1, 3) }];
const inState = (state: TailSource['state'], about: Partial<TailSource> = {}): TailSource => ({
  ...onAws,
  ...about,
  state,
});

const about = (tail: TailBench, name: string) =>
  tail.view.page.getByRole('button', { name: `About the tail of ${name}` });
const field = (tail: TailBench) => tail.view.page.getByRole('combobox', { name: 'Filter' });

describe('Live Tail', () => {
  it('says its price before the click that costs something', async () => {
    const tail = await TailBench.open(bench, { sources: [local, onAws] });
    const { page } = tail.view;
    await about(tail, 'resize-image').click();
    expect(await page.getByRole('button', { name: 'Switch on Live Tail' }).count()).toBe(0);
    await page.getByText('Live Tail…').click();
    await page.getByText(liveTail.priceNote).waitFor();
    await page.getByRole('button', { name: 'Switch on Live Tail' }).click();
    expect((await tail.view.take('setLiveTail')).body).toEqual({ sourceId: onAws.id, isOn: true });
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  it('shows minutes and cost for as long as it is on, and is switched off', async () => {
    const live = { ...onAws, liveTail: { ...liveTail, isOn: true, minutes: 3, costUSD: 0.03 } };
    const tail = await TailBench.open(bench, { width: 360, sources: [local, live] }, calls);
    const { page } = tail.view;
    const use = page.locator('.chip .live');
    expect((await use.textContent())?.trim()).toBe('Live 3 min · $0.03');
    expect(await use.getAttribute('title')).toBe(liveTail.priceNote);
    const box = await use.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 360).toBe(true);
    await about(tail, 'resize-image').click();
    await page.getByRole('button', { name: 'Switch off' }).click();
    expect((await tail.view.take('setLiveTail')).body).toEqual({ sourceId: onAws.id, isOn: false });
  });

  it('is no matter of a local function', async () => {
    const tail = await TailBench.open(bench, { sources: [local] });
    await about(tail, 'orders-api').click();
    const sheet = tail.view.page.getByRole('dialog', { name: 'Tail of orders-api' });
    await sheet.waitFor();
    expect(await sheet.textContent()).not.toMatch(/Live Tail|\$/);
  });
});

it('says what a tail went through, and what was done about it', async () => {
  const health = { sampledUpdates: 3, throttledCalls: 12, reconnects: 1 };
  const history = { readBackTo: 0, isReading: false, hasOlder: false, note: 'The log begins here.' };
  const tail = await TailBench.open(bench, { sources: [{ ...onAws, health, history }] }, []);
  const { page } = tail.view;
  const brief = page.getByText('3 sampled · 12 throttled · 1 reconnect');
  expect(await brief.getAttribute('title')).toMatch(
    /left events out of 3 updates.*filled in.*12 times.*made again later.*lost 1 time\. Each gap was read/s,
  );
  await about(tail, 'resize-image').click();
  await page.getByText('The connection was lost 1 time. Each gap was read from the log').waitFor();
  await page.getByText('The log begins here.').waitFor();
});

it('says since when there is no connection, first, and tries again at once if asked', async () => {
  const since = Date.UTC(2026, 0, 15, 10, 11, 12);
  const sources = [local, inState({ state: 'reconnecting', since })];
  const tail = await TailBench.open(bench, { width: 320, sources }, calls);
  const { page } = tail.view;
  const chip = page.getByRole('listitem').filter({ hasText: 'resize-image' });
  await chip.getByText(/^\s*offline since \d\d:\d\d:\d\d$/).waitFor();
  await about(tail, 'resize-image').click();
  await page.getByRole('dialog').getByText('what is logged meanwhile is read from the log afterwards').waitFor();

  const empty = await TailBench.open(bench, { sources: [inState({ state: 'reconnecting', since })] });
  await empty.view.page.getByText(/^Offline since .*: resize-image\.$/).waitFor();
  await empty.view.page.getByRole('button', { name: 'Try now' }).click();
  expect((await empty.view.take('retrySource')).body).toEqual({ sourceId: onAws.id });
});

it('leads to CloudWatch from a closed piece of the past as well, and from nowhere else', async () => {
  const { liveTail: _, ...past } = { ...onAws, range: { kind: 'between', startTime: 0, endTime: 1_000 } as const };
  const tail = await TailBench.open(bench, { sources: [{ ...past, state: { state: 'ended' } }, local] });
  const { page } = tail.view;
  await about(tail, 'resize-image').click();
  await page.getByRole('button', { name: 'Open in CloudWatch' }).click();
  expect((await tail.view.take('openInCloudWatch')).body).toEqual({ sourceId: onAws.id });
  await page.keyboard.press('Escape');
  await about(tail, 'orders-api').click();
  await page.getByRole('dialog', { name: 'Tail of orders-api' }).waitFor();
  expect(await page.getByRole('button', { name: 'Open in CloudWatch' }).filter({ visible: true }).count()).toBe(0);
});

describe('ranges', () => {
  const chooseBetween = async (tail: TailBench, start: string, end: string) => {
    const { page } = tail.view;
    await page.getByRole('button', { name: /part of the log that is shown/ }).click();
    await page.getByRole('menuitemradio', { name: 'Between…' }).click();
    const dialog = page.getByRole('dialog', { name: 'A closed piece of time' });
    await dialog.getByLabel('From').fill(start);
    await dialog.getByLabel('To', { exact: true }).fill(end);
    await page.keyboard.press('Enter');
    return dialog;
  };

  it('end before they begin only until somebody reads why', async () => {
    const tail = await TailBench.open(bench, { sources: [local] });
    const dialog = await chooseBetween(tail, '2026-01-15T10:20:30', '2026-01-15T10:00:00');
    await dialog.getByText('The end must come after the start.').waitFor();
    expect(await dialog.getByLabel('To', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await dialog.getByLabel('To', { exact: true }).fill('2026-01-15T10:40:05');
    await dialog.getByRole('button', { name: 'Show' }).click();
    expect((await tail.view.take('setRange')).body).toEqual({
      range: {
        kind: 'between',
        startTime: Date.UTC(2026, 0, 15, 10, 20, 30),
        endTime: Date.UTC(2026, 0, 15, 10, 40, 5),
      },
    });
    await expect.poll(() => tail.view.page.getByRole('dialog').count()).toBe(0);
  });

  it('do not reach into the future', async () => {
    const tail = await TailBench.open(bench, { sources: [local] });
    const dialog = await chooseBetween(tail, '2026-01-15T10:00:00', '9999-01-15T10:00:00');
    await dialog.getByText('The end is in the future').waitFor();
  });

  it('say that they ended, and lead back to following with one click', async () => {
    const range = {
      kind: 'between',
      startTime: Date.UTC(2026, 0, 15, 10, 0),
      endTime: Date.UTC(2026, 0, 15, 10, 20),
    } as const;
    const tail = await TailBench.open(bench, { sources: [inState({ state: 'ended' }, { range })] }, []);
    const { page } = tail.view;
    await page.getByRole('button', { name: /10:00 to 10:20: .*read to its end/ }).waitFor();
    await page.getByText('Nothing was logged in this piece of time.').waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Follow again' }).click();
    expect((await tail.view.take('setRange')).body).toEqual({ range: last15 });
  });

  it('are chosen for one source alone', async () => {
    const tail = await TailBench.open(bench, { sources: [local, { ...onAws, range: { kind: 'last', minutes: 60 } }] });
    const { page } = tail.view;
    await page.getByRole('button', { name: /^Several ranges/ }).waitFor();
    await about(tail, 'resize-image').click();
    await page.getByText('Part of the log: Last 1 h').click();
    await page.getByRole('button', { name: 'Last 5 min', exact: true }).click();
    expect((await tail.view.take('setRange')).body).toEqual({
      sourceId: onAws.id,
      range: { kind: 'last', minutes: 5 },
    });
  });
});

describe('the filter field', () => {
  it('offers saved and recent filters where nothing is typed, and keeps what was used', async () => {
    const tail = await TailBench.open(bench, { state: { recentFilters: ['cold:true', 'level:error'] } }, calls);
    const { page } = tail.view;
    await tail.view.tell('savedFilters', [{ name: 'Cold', text: 'cold:true' }]);
    await field(tail).focus();
    await page.keyboard.press('ArrowDown');
    const options = page.getByRole('option');
    await expect
      .poll(async () => (await options.allTextContents()).slice(0, 3).map((text) => text.trim()))
      .toEqual(['cold:trueSaved: Cold', 'level:errorRecent', expect.stringMatching(/^level:Lines/)]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await field(tail).inputValue()).toBe('level:error');
    await expect
      .poll(() => tail.view.state())
      .toMatchObject({ filterText: 'level:error', recentFilters: ['level:error', 'cold:true'] });
  });

  it('says where a filter cannot be read, and how many rows a good one shows', async () => {
    const tail = await TailBench.open(bench, {}, calls);
    const { page } = tail.view;
    await field(tail).fill('cold:true duration>fast');
    await page.keyboard.press('Enter');
    await page.getByText('(character 11)').waitFor();
    await page.getByRole('button', { name: 'duration>fast' }).click();
    const selected = await field(tail).evaluate((input: HTMLInputElement) =>
      input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
    );
    expect(selected).toBe('duration>fast');
    expect(await tail.view.state()).toMatchObject({ recentFilters: [] });
    await field(tail).fill('"handling 2"');
    await page.getByText('1 of 3', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Empty the filter' }).click();
    await expect.poll(() => page.locator(rows).count()).toBe(3);
  });

  it('leads to the terms of the language with F1', async () => {
    const tail = await TailBench.open(bench, {}, calls);
    await field(tail).focus();
    await tail.view.page.keyboard.press('F1');
    await tail.view.page.getByRole('dialog', { name: 'Legend' }).waitFor();
  });

  it('tells the host which filter is to be saved, when it asks', async () => {
    const tail = await TailBench.open(bench, {}, calls);
    await tail.view.tell('saveFilterAsked', undefined);
    await expect.poll(() => field(tail).evaluate((input) => input.matches(':focus'))).toBe(true);
    await tail.view.tell('applyFilter', { text: 'slow:true' });
    await expect.poll(() => field(tail).inputValue()).toBe('slow:true');
    await tail.view.tell('saveFilterAsked', undefined);
    expect((await tail.view.take('saveFilter')).body).toEqual({ text: 'slow:true' });
  });
});

describe('an invocation that the host points to', () => {
  const keyOf = (tail: TailBench, requestId: string) => {
    const held = tail.snapshot().invocations.find(({ invocation }) => invocation.requestId === requestId);
    if (!held) throw new Error(`Not held: ${requestId}`);
    return { sourceId: held.sourceId, key: held.invocation.key };
  };

  it('is opened, whatever hides it', async () => {
    const tail = await TailBench.open(bench, { state: { filterText: '"handling 1"', reading: 'lines' } }, calls);
    await tail.view.tell('reveal', keyOf(tail, requestIdOf(2)));
    await expect.poll(() => tail.view.page.locator(`${rows}[aria-expanded=true]`).textContent()).toContain('8f2c…0002');
  });

  it('is opened when it comes, where it was not held yet', async () => {
    const tail = await TailBench.open(bench, {}, calls);
    const batches = await tail.hold(ordersApi, invocationEvents({ source: ordersApi, number: 4, lines: [typeError] }));
    await tail.view.tell('reveal', keyOf(tail, requestIdOf(4)));
    for (const batch of batches) await tail.view.tell('batch', batch);
    await expect.poll(() => tail.view.page.locator(`${rows}[aria-expanded=true]`).textContent()).toContain('8f2c…0004');
  });
});

describe('in place of rows', () => {
  const states: readonly (readonly [string, readonly TailSource[], string, string, string, unknown])[] = [
    ['nothing is tailed', [], 'No function is being tailed.', "Tail a function's logs…", 'addSource', undefined],
    [
      'the first log line is awaited',
      [inState({ state: 'waiting' })],
      'Waiting for the first log line.',
      'Invoke…',
      'invoke',
      { sourceId: onAws.id },
    ],
    [
      'the log is followed and quiet',
      [local],
      'Following. Nothing was logged in the last 15 min.',
      'Invoke…',
      'invoke',
      { sourceId: local.id },
    ],
    [
      'credentials expired',
      [inState({ state: 'paused', message: 'The sign-in has expired.', actionTitle: 'Sign in again' })],
      'The sign-in has expired. It goes on where it stopped.',
      'Sign in again',
      'resumeSource',
      { sourceId: onAws.id },
    ],
    [
      'the log cannot be read',
      [inState({ state: 'failed', message: 'Not allowed: logs:FilterLogEvents' })],
      'The log cannot be read.',
      'Try again',
      'retrySource',
      { sourceId: onAws.id },
    ],
  ];

  it.each(states)('%s', async (_, sources, words, button, name, body) => {
    const tail = await TailBench.open(bench, { width: 360, height: 180, sources });
    const empty = tail.view.page.locator('.empty');
    await empty.getByText(words).waitFor();
    await empty.getByRole('button', { name: button }).click();
    expect((await tail.view.take(name)).body ?? undefined).toEqual(body);
  });

  it('it is connecting', async () => {
    const tail = await TailBench.open(bench, { sources: [inState({ state: 'starting' })] });
    await tail.view.page.getByText('Connecting to the log of resize-image…').waitFor();
  });

  it('the host could not answer, and is asked again', async () => {
    const view = await bench.page({ panel: 'logs' });
    await view.refuse('ready', 'out of memory');
    await view.page.getByRole('button', { name: 'Try again' }).click();
    await view.take('ready');
  });
});

describe('a low panel', () => {
  it('leaves the height to the rows, and has the strip on demand', async () => {
    const tail = await TailBench.open(bench, { height: 180 }, calls);
    const { page } = tail.view;
    const toggle = page.getByRole('button', { name: 'Figures and durations' });
    expect(await page.locator('.strip').count()).toBe(0);
    await page.getByText('3 invocations').waitFor();
    await toggle.click();
    await page.locator('.strip').waitFor();
    expect(await tail.view.state()).toMatchObject({ isStripOpen: true, isStripOpenWhenLow: true });
    await page.setViewportSize({ width: 1200, height: 600 });
    await page.locator('.strip').waitFor();
  });
});
