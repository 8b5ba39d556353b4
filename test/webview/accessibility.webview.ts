/** Every state of both panels, in the editor's four themes: nothing serious for axe, nothing inline for the policy. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ThemeKind, WebviewBench, type WebviewPage } from '../support/webviewPage.ts';
import { answer, failure, historyEntry, InvokeBench, intent, repeatProgress, snapshot } from './invokeBench.ts';
import { invocationEvents, manyInvocations, ordersApi, resizeImage, TailBench, typeError } from './tailBench.ts';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

declare const axe: { run(context: Document, options: unknown): Promise<AxeResult> };

let bench: WebviewBench;
let axeSource: string;

beforeAll(async () => {
  axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

/** What axe finds serious or critical, one line each. */
async function complaints({ page }: WebviewPage): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    axe.run(document, {
      resultTypes: ['violations'],
      // Fetching style sheets a second time is what the policy forbids, and nothing here needs it.
      preload: false,
      // The page belongs to the editor: a webview has no landmarks and no heading of its own.
      rules: {
        region: { enabled: false },
        'landmark-one-main': { enabled: false },
        'page-has-heading-one': { enabled: false },
      },
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n  ${node.failureSummary ?? ''}`));
}

const json = JSON.stringify({ level: 'WARN', message: 'stock is low', sku: 'A-7', left: 2, requestId: 'REQUEST' });
const events = [
  { source: ordersApi, events: manyInvocations(ordersApi, 1, 30) },
  { source: resizeImage, events: invocationEvents({ source: resizeImage, number: 31, initMs: 312, usedMB: 250 }) },
  {
    source: resizeImage,
    events: invocationEvents({ source: resizeImage, number: 32, durationMs: 3000, status: 'timeout' }),
  },
  { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 33, durationMs: 2000 }) },
  { source: ordersApi, events: invocationEvents({ source: ordersApi, number: 34, lines: [json, typeError] }) },
];

const states: readonly (readonly [string, (theme: ThemeKind) => Promise<WebviewPage>])[] = [
  [
    'invocations, one of them open',
    async (theme) => {
      const { view } = await TailBench.open(bench, { theme }, events);
      await view.page.locator('.row.invocation').first().click();
      await view.page.getByText('stock is low').click();
      await view.page.getByText('price.mjs:31:18').waitFor();
      return view;
    },
  ],
  [
    'lines',
    async (theme) => {
      const { view } = await TailBench.open(bench, { theme }, events);
      await view.page.getByRole('button', { name: 'Lines', exact: true }).click();
      await view.page.locator('.row.report').first().waitFor();
      return view;
    },
  ],
  [
    'a log without rows, a tail that failed, a filter that cannot be read',
    async (theme) => {
      const { view } = await TailBench.open(bench, {
        theme,
        sources: [
          ordersApi,
          { ...resizeImage, state: { state: 'failed', message: 'Not allowed: logs:FilterLogEvents' } },
        ],
      });
      await view.page.getByRole('combobox', { name: 'Filter' }).fill('/(/');
      await view.page.getByRole('alert').filter({ hasText: 'Unterminated' }).waitFor();
      return view;
    },
  ],
  [
    'coloured lines, remarks, and the menu of a value',
    async (theme) => {
      const esc = '\u001b';
      const text = Array.from({ length: 16 }, (_, code) => `${esc}[38;5;${code}mtext ${code}${esc}[0m`).join(' ');
      const back = Array.from(
        { length: 8 },
        (_, code) => `${esc}[${30 + ((code + 4) % 8)};${40 + code}m on ${code} ${esc}[0m`,
      );
      const own = `${esc}[38;2;20;20;90mnavy${esc}[0m ${esc}[38;5;226myellow${esc}[0m ${esc}[7minverse${esc}[0m ${esc}[2mdim${esc}[0m`;
      const throttled = JSON.stringify({ level: 'ERROR', message: 'ThrottlingException: Rate exceeded', sku: 'A-7' });
      const lines = [text, back.join(''), own, throttled];
      const { view } = await TailBench.open(bench, { theme }, [
        {
          source: ordersApi,
          events: invocationEvents({ source: ordersApi, number: 1, lines, initMs: 3000, usedMB: 250 }),
        },
      ]);
      await view.page.locator('.row.invocation').click();
      await view.page.locator('.row.below', { hasText: 'Rate exceeded' }).click();
      await view.page.locator('.row.extra', { hasText: 'sku' }).click({ button: 'right' });
      await view.page.getByRole('menu').waitFor();
      return view;
    },
  ],
  [
    'the menu of an invocation, and where else its request was logged',
    async (theme) => {
      const { view } = await TailBench.open(bench, { theme }, events);
      await view.page.locator('.row.invocation').first().click({ button: 'right' });
      await view.page.getByRole('menuitem', { name: 'Find this request' }).click();
      const hit = { sourceId: resizeImage.id, eventId: 'x', timestamp: 0, text: 'seen', matchedBy: 'traceId' };
      await view.answer('findRequest', [hit, { ...hit, matchedBy: 'requestId' }]);
      await view.page.getByRole('menuitem', { name: 'by trace id' }).waitFor();
      return view;
    },
  ],
  [
    'a kept run with its event, and other targets beside the panel’s own',
    async (theme) => {
      const history = [historyEntry(1, { initDurationMs: 118 }), historyEntry(2, { isPinned: true })];
      const panel = await InvokeBench.open(bench, { history }, { theme });
      const { page } = panel.view;
      const prod = { ...snapshot.target, id: 'prod/eu-west-1', label: 'prod · eu-west-1', isProtected: true };
      await page.getByRole('button', { name: 'Also run on another target' }).click();
      const choices = [{ target: snapshot.target }, { target: prod }, { target: { ...prod, id: 'x' }, obstacle: 'no' }];
      await panel.view.answer('targetChoices', choices);
      await page.getByRole('menuitemradio', { name: /^prod/ }).first().click();
      await page.keyboard.press('Control+Enter');
      await panel.begin();
      await panel.view.answer('runOn', answer({ payloadText: '{}' }));
      await panel.end(answer());
      await page.getByRole('row', { name: /^prod/ }).waitFor();
      await page.getByRole('option').first().click();
      await panel.view.answer('keptRun', { runId: 1, intent, result: answer(), isEventMasked: true });
      await page.getByRole('button', { name: 'Event…' }).click();
      return panel.view;
    },
  ],
  [
    'repeated runs, and the sheet that begins them',
    async (theme) => {
      const panel = await InvokeBench.open(bench, {}, { theme });
      const { page } = panel.view;
      await page.getByRole('button', { name: 'Repeat…' }).click();
      await panel.view.answer('repeatTerms', { mostConcurrency: 50, perRun: { costUSD: 2e-6, basis: 'as before' } });
      await page.getByRole('button', { name: 'Start' }).click();
      await panel.view.answer('repeat', { hasBegun: true });
      await panel.view.tell('repeat', { ...repeatProgress, state: 'stopped' });
      await page.getByText('Stopped: 240 of 500 runs').waitFor();
      await page.getByRole('button', { name: 'Repeat…' }).click();
      return panel.view;
    },
  ],
  [
    'the legend',
    async (theme) => {
      const { view } = await TailBench.open(bench, { theme });
      await view.page.getByRole('button', { name: 'What the signs mean' }).click();
      await view.page.getByRole('dialog').waitFor();
      return view;
    },
  ],
  [
    'tails that are paused, without connection and live, with the sheet that tells the price',
    async (theme) => {
      const liveTail = { isOn: true, minutes: 3, costUSD: 0.03, priceNote: 'Live Tail costs $0.01 per minute.' };
      const health = { sampledUpdates: 3, throttledCalls: 12, reconnects: 1 };
      const range = { kind: 'last', minutes: 15 } as const;
      const paused = { state: 'paused', message: 'The sign-in has expired.', actionTitle: 'Sign in again' } as const;
      const { view } = await TailBench.open(bench, {
        theme,
        sources: [
          { ...ordersApi, state: paused },
          { ...ordersApi, id: 'local/lost', functionName: 'lost', state: { state: 'reconnecting', since: 0 } },
          { ...resizeImage, liveTail, health, range },
        ],
      });
      await view.page.getByRole('button', { name: 'About the tail of resize-image' }).click();
      await view.page.getByText('Part of the log').last().click();
      await view.page.getByRole('button', { name: 'Show', exact: true }).waitFor();
      return view;
    },
  ],
  [
    'a closed piece of time that ends before it begins',
    async (theme) => {
      const { view } = await TailBench.open(bench, { theme }, events);
      await view.page.getByRole('button', { name: /part of the log that is shown/ }).click();
      await view.page.getByRole('menuitemradio', { name: 'Between…' }).click();
      const dialog = view.page.getByRole('dialog', { name: 'A closed piece of time' });
      await dialog.getByLabel('To', { exact: true }).fill('2020-01-01T00:00:00');
      await view.page.keyboard.press('Enter');
      await dialog.getByRole('alert').filter({ hasText: 'after the start' }).waitFor();
      return view;
    },
  ],
  [
    'filters of before, below the field, on a narrow panel',
    async (theme) => {
      const { view } = await TailBench.open(
        bench,
        { theme, width: 360, height: 320, state: { recentFilters: ['cold:true'] } },
        events,
      );
      await view.page.getByRole('combobox', { name: 'Filter' }).focus();
      await view.page.keyboard.press('ArrowDown');
      await view.page.keyboard.press('ArrowDown');
      await view.page.getByRole('option', { name: /Recent/ }).waitFor();
      return view;
    },
  ],
  ['a panel that was never run', async (theme) => (await InvokeBench.open(bench, {}, { theme })).view],
  [
    'an answer after a cold start',
    async (theme) => {
      const run = { state: 'finished', runId: 3, result: answer({ initMs: 118.2 }) } as const;
      const history = [
        historyEntry(1),
        historyEntry(2, { outcome: 'refused' }),
        historyEntry(3, { initDurationMs: 118 }),
      ];
      const target = { ...snapshot.target, label: 'prod', isProtected: true };
      const { view } = await InvokeBench.open(bench, { run, history, target }, { theme });
      await view.page.locator('.cold-start').waitFor();
      await view.page.getByText('Valid JSON').waitFor();
      return view;
    },
  ],
  [
    'a test event that was changed on disk, and the menu of test events',
    async (theme) => {
      const panel = await InvokeBench.open(bench, { intent: { ...intent, testEventName: 'create' } }, { theme });
      const { page } = panel.view;
      const events = [{ name: 'create', bytes: 9 }];
      const list = { events, defaultName: 'create', folder: '.lambda/events/hello-ts', canShare: true };
      await panel.view.answer('testEvents', list);
      await panel.view.answer('readTestEvent', { eventText: intent.eventText });
      await panel.type('{"typed": 1}');
      await page.getByRole('button', { name: 'Test event: create, the default, with unsaved changes' }).waitFor();
      await panel.view.tell('testEventsChanged', list);
      await panel.view.answer('readTestEvent', { eventText: '{"disk": 1}' });
      await page.getByText('create.json was changed on disk.').waitFor();
      await page.getByRole('button', { name: /^Test event: create/ }).click();
      await page.getByRole('menuitem', { name: 'From Clipboard' }).waitFor();
      return panel.view;
    },
  ],
  [
    'a search in an answer, its letters marked',
    async (theme) => {
      const run = { state: 'finished', runId: 3, result: answer() } as const;
      const { view } = await InvokeBench.open(bench, { run }, { theme });
      await view.page.getByRole('button', { name: /^Find in the answer/ }).click();
      await view.page.keyboard.type('greet');
      await view.page.getByRole('status').filter({ hasText: '1 of 1' }).waitFor();
      return view;
    },
  ],
  [
    'a function error, a broken event',
    async (theme) => {
      const run = { state: 'finished', runId: 3, result: failure() } as const;
      const history = [historyEntry(3, { outcome: 'error' })];
      const broken = { ...intent, eventText: '{"a": tru}' };
      const { view } = await InvokeBench.open(bench, { run, history, intent: broken }, { theme });
      await view.page.getByRole('button', { name: /Line 1, column 7/ }).waitFor();
      await view.page.keyboard.press('Control+Enter');
      await view.page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor();
      return view;
    },
  ],
  [
    'a log in an answer, a run that was refused',
    async (theme) => {
      const run = { state: 'finished', runId: 3, result: answer({ initMs: 118.2 }) } as const;
      const { view } = await InvokeBench.open(bench, { run }, { theme });
      await view.page.getByRole('tab', { name: /Log/ }).click();
      await view.page.getByText('greeting Ada').waitFor();
      return view;
    },
  ],
  [
    'a run that goes on',
    async (theme) => {
      const run = { state: 'running', runId: 3, startedAt: Date.now() } as const;
      const { view } = await InvokeBench.open(bench, { run }, { theme });
      await view.page.getByRole('button', { name: 'Cancel' }).waitFor();
      return view;
    },
  ],
];

describe.each<ThemeKind>(['dark', 'light', 'hc-black', 'hc-light'])('%s', (theme) => {
  it.each(states)('%s', async (_, open) => {
    expect(await complaints(await open(theme))).toEqual([]);
  });
});
