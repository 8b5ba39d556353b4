/** The answer's side of the invoke panel: what came back, whatever it was. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { deflateSync, gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { functionErrorOf } from '../../src/app/functionError.ts';
import type { RunAnswer, RunResult } from '../../src/protocol/invokePanel.ts';
import { type ThemeKind, WebviewBench } from '../support/webviewPage.ts';
import { answer, InvokeBench } from './invokeBench.ts';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

declare const axe: { run(context: unknown, options: unknown): Promise<AxeResult> };

let bench: WebviewBench;
let axeSource: string;

beforeAll(async () => {
  axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  bench = await WebviewBench.open();
});
afterEach(() => bench.closePages());
afterAll(() => bench.close());

const payload = (value: unknown): RunAnswer => {
  const payloadText = typeof value === 'string' ? value : JSON.stringify(value);
  return answer({ payloadText, payloadBytes: Buffer.byteLength(payloadText) });
};

/** A red and a blue dot. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DAwPAfAAcAAf8DYjx4AAAAAElFTkSuQmCC',
  'base64',
);

const order = {
  statusCode: 201,
  headers: { 'Content-Type': 'application/json', 'X-Order': 'o-19c2' },
  cookies: ['session=abc; Path=/; HttpOnly; Secure'],
  body: Buffer.from('{"id":"o-19c2","items":[{"sku":"A-7","count":3}]}').toString('base64'),
  isBase64Encoded: true,
};

/** One invocation from the key to its end. */
async function run(panel: InvokeBench, result: RunResult): Promise<void> {
  await panel.view.page.keyboard.press('Control+Enter');
  await panel.run(result);
}

async function shown(result: RunAnswer): Promise<{ readonly panel: InvokeBench; readonly page: Page }> {
  const panel = await InvokeBench.open(bench);
  await run(panel, result);
  return { panel, page: panel.view.page };
}

const treeRows = async (page: Page, name: string) =>
  (await page.getByRole('tree', { name }).locator('.row').allTextContents()).map((row) => row.replace(/^[▾▸]/, ''));

describe('HTTP responses', () => {
  it('show status, decoded body, headers and cookies', async () => {
    const { page } = await shown(payload(order));
    await page.getByText('201 Created', { exact: true }).waitFor();
    await expect
      .poll(() => treeRows(page, 'Body'))
      .toEqual(['{', '"id": "o-19c2",', '"items": [', '{', '"sku": "A-7",', '"count": 3', '}', ']', '}']);
    await page.getByText('decoded from base64 · application/json · 49 B').waitFor();
    await page.getByRole('tab', { name: 'Headers 3' }).click();
    await page.getByRole('table', { name: 'Headers' }).getByRole('row', { name: 'X-Order o-19c2' }).waitFor();
    await page
      .getByRole('table', { name: 'Cookies' })
      .getByRole('row', { name: /session abc Path \/ HttpOnly Secure/ })
      .waitFor();
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.getByText('"isBase64Encoded":true').waitFor();
  });

  it('show HTML as its source and run nothing of it', async () => {
    const body = '<img src=x onerror="window.ran = true"><script>window.ran = true</script>';
    const { page } = await shown(payload({ statusCode: 500, headers: { 'content-type': 'text/html' }, body }));
    await page.getByText('500 Internal Server Error', { exact: true }).waitFor();
    expect(await page.getByRole('group', { name: 'Body' }).textContent()).toBe(body);
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });

  it('show pictures, those of SVG as pictures too', async () => {
    const image = {
      statusCode: 200,
      headers: { 'content-type': 'image/png' },
      body: png.toString('base64'),
      isBase64Encoded: true,
    };
    const { panel, page } = await shown(payload(image));
    const picture = page.getByRole('img', { name: /^Body, a picture of \d+ B$/ });
    await expect.poll(() => picture.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(2);
    const body =
      '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"><script>parent.ran = true</script></svg>';
    await run(panel, payload({ statusCode: 200, headers: { 'content-type': 'image/svg+xml' }, body }));
    await expect.poll(() => picture.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(7);
    expect(await page.locator('lambda-answer-pane svg script').count()).toBe(0);
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });

  it('say what the service in front of the function would refuse', async () => {
    const { page } = await shown(payload({ statusCode: 200, body: { id: 1 } }));
    await page.getByRole('note').filter({ hasText: 'A REST API answers that with 502' }).waitFor();
  });

  it('of format 2.0 may be the body alone, when the event was of that format', async () => {
    const { panel, page } = await shown({ ...payload({ id: 1 }), infersHttp: true });
    await page.getByText('200 OK', { exact: true }).waitFor();
    await page.getByText('no statusCode: taken as the body of a 200').waitFor();
    await run(panel, payload({ id: 1 }));
    await page.locator('.headline', { hasText: 'Succeeded' }).waitFor();
    expect(await page.getByRole('tab', { name: /Headers/ }).count()).toBe(0);
  });
});

describe('payloads that are not what one expects', () => {
  it('bytes that are no text are shown in hex and saved as they are', async () => {
    const { panel, page } = await shown(
      answer({
        payloadText: undefined,
        payloadBase64: Buffer.from([0xff, 0x00, 0x41]).toString('base64'),
        payloadBytes: 3,
      }),
    );
    const dump = page.getByRole('list', { name: 'Payload, bytes in hex' });
    await expect
      .poll(async () => (await dump.textContent())?.replaceAll(/\s+/g, ' ').trim())
      .toBe('00000000 ff 00 41 ··A');
    await page.getByText('3 B · bytes that are not UTF-8 text').waitFor();
    await page.getByTitle('Save to a file').click();
    expect((await panel.view.take('saveAnswer')).body).toEqual({
      suggestedName: 'answer.bin',
      content: '/wBB',
      encoding: 'base64',
    });
  });

  it('doubled names and numbers beyond a double are said, and lone surrogates stay visible', async () => {
    const { page } = await shown(payload('{"a":1,"a":2,"id":12345678901234567890,"half":"\\ud83d"}'));
    const note = page.getByRole('note');
    await note.filter({ hasText: '"a" is there more than once in its object; the tree shows the last.' }).waitFor();
    await note.filter({ hasText: '12345678901234567890 has more digits than a JavaScript number' }).waitFor();
    expect(await treeRows(page, 'Payload')).toContain('"half": "\\ud83d"');
  });

  it('a file is named by the response', async () => {
    const body = Buffer.from('%PDF-1.7\0').toString('base64');
    const headers = { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="a b.pdf"' };
    const { panel, page } = await shown(payload({ statusCode: 200, headers, body, isBase64Encoded: true }));
    await page.getByTitle('Save to a file').click();
    expect((await panel.view.take('saveAnswer')).body).toMatchObject({ suggestedName: 'a b.pdf', content: body });
  });
});

describe('finding a place', () => {
  it('in the tree, by keys alone: the way to a match is opened', async () => {
    const deep = { a: { b: { c: { d: { e: { needle: 'Hay' } } } } }, other: 'needle' };
    const { panel, page } = await shown(payload(deep));
    await page.getByRole('tree', { name: 'Payload' }).focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('needle');
    await page.getByRole('status').filter({ hasText: '1 of 2' }).waitFor();
    await page.locator('.row.active', { hasText: '"needle": "Hay"' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.row.active', { hasText: '"other": "needle"' }).waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.getByText('a.b.c.d.e.needle', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Copy path' }).click();
    expect((await panel.view.take('copy')).body).toEqual({ text: 'a.b.c.d.e.needle' });
    await page.getByRole('button', { name: 'Copy value' }).click();
    expect((await panel.view.take('copy')).body).toEqual({ text: 'Hay' });
    await page.getByRole('textbox', { name: 'Find in the answer' }).focus();
    await page.keyboard.press('Escape');
    await page.getByRole('tree', { name: 'Payload' }).and(page.locator(':focus')).waitFor();
  });

  it('in text, and in the log', async () => {
    const { page } = await shown(payload(Array.from({ length: 300 }, (_, line) => `line ${line}`).join('\n')));
    await page.getByRole('button', { name: /^Find in the answer/ }).click();
    await page.keyboard.type('line 299');
    await page.locator('.row.active', { hasText: 'line 299' }).waitFor();
    await page.getByRole('tab', { name: /^Log/ }).click();
    await page.getByRole('button', { name: /^Find in the answer/ }).click();
    await page.keyboard.type('greeting');
    await page.locator('.row.found', { hasText: 'greeting Ada' }).waitFor();
  });

  it('everything can be opened and closed', async () => {
    const { page } = await shown(payload({ a: { b: { c: { d: { e: { f: 1 } } } } } }));
    await page.getByRole('button', { name: 'Collapse all' }).click();
    await expect.poll(() => treeRows(page, 'Payload')).toEqual(['{', '"a": { 1 keys }', '}']);
    await page.getByRole('button', { name: 'Expand all' }).click();
    await expect.poll(() => treeRows(page, 'Payload')).toContain('"f": 1');
  });
});

describe('the letters that were found', () => {
  const marked = (page: Page) =>
    page.evaluate(() => [...(CSS.highlights.get('lambda-found') ?? [])].map((range) => range.toString()));

  it('are marked in the rows that are drawn, and follow the scrolling', async () => {
    const { page } = await shown(
      payload({ head: 'Needle', list: Array.from({ length: 49 }, (_, n) => `row ${n}`), end: 'a needle' }),
    );
    await page.getByRole('tree', { name: 'Payload' }).focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('needle');
    await expect.poll(() => marked(page)).toContain('Needle');
    await page.keyboard.press('Enter');
    await expect.poll(() => marked(page)).toContain('needle');
    await page.keyboard.press('Escape');
    await expect.poll(() => marked(page)).toEqual([]);
  });

  it('are marked in text', async () => {
    const { page } = await shown(payload('one\ntwo\nthree two'));
    await page.getByRole('button', { name: /^Find in the answer/ }).click();
    await page.keyboard.type('two');
    await expect.poll(() => marked(page)).toEqual(['two', 'two']);
  });
});

describe('compressed bodies', () => {
  const compressed = (encoding: string, body: Uint8Array) =>
    payload({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    });

  it.each([
    ['gzip', gzipSync('{"packed":"well"}')],
    ['deflate', deflateSync('{"packed":"well"}')],
  ])('are unpacked: %s', async (encoding, body) => {
    const { page, panel } = await shown(compressed(encoding, body));
    await expect.poll(() => treeRows(page, 'Body')).toContain('"packed": "well"');
    await run(panel, compressed(encoding, encoding === 'gzip' ? gzipSync('{}') : deflateSync('{}')));
    await page.getByRole('tab', { name: 'Compare with previous 1 changed' }).waitFor();
  });

  it.each([
    ['gzip', gzipSync('{"packed":"well"}').subarray(0, 20)],
    ['zstd', Buffer.from('whatever')],
    ['gzip', gzipSync(Buffer.alloc(40 * 1024 * 1024))],
  ])('that cannot be unpacked say why, and are there as bytes: %s', async (encoding, body) => {
    const { page } = await shown(compressed(encoding, body));
    await page.getByText(`compressed (${encoding}) and could not be unpacked: `).waitFor();
    await page.getByText(/compressed with/).waitFor();
  });
});

describe('a streamed HTTP response', () => {
  it('is shown without its prelude: status, headers, cookies, body', async () => {
    const prelude = { statusCode: 404, headers: { 'content-type': 'text/plain' }, cookies: ['a=1'] };
    const text = `${JSON.stringify(prelude)}${'\0'.repeat(8)}short and stout`;
    const { page } = await shown({ ...payload(text), stream: { firstByteMs: 2, bytes: text.length, chunks: [] } });
    await page.getByText('404 Not Found').waitFor();
    await page.getByRole('tab', { name: 'Headers 2' }).waitFor();
    await page.getByText('short and stout', { exact: true }).first().waitFor();
  });
});

describe('comparing', () => {
  it('with the answer before, by keys; what is left out stays left out', async () => {
    const { panel, page } = await shown(payload({ id: 1, items: [{ sku: 'A' }], at: '10:00' }));
    expect(await page.getByRole('tab', { name: /^Compare/ }).count()).toBe(0);
    await run(panel, payload({ at: '10:01', items: [{ sku: 'A' }, { sku: 'B' }], id: 1 }));
    await page.getByRole('tab', { name: 'Compare with previous 2 changed' }).click();
    const rows = page.getByRole('table', { name: 'Changes' }).getByRole('row');
    await expect
      .poll(async () => (await rows.allTextContents()).map((row) => row.replaceAll(/\s+/g, ' ').trim()))
      .toEqual(['WhereBeforeNowLeave out', 'items[1] added { 1 keys } Ignore', 'at changed "10:00" "10:01" Ignore']);
    await page.getByRole('row', { name: /^at / }).getByRole('button', { name: 'Ignore' }).click();
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByRole('button', { name: 'Compare at again' }).click();
    await expect.poll(() => rows.count()).toBe(3);
  });

  it('with the pinned one until it is let go', async () => {
    const { panel, page } = await shown(payload({ n: 1 }));
    await page.getByRole('button', { name: 'Pin this answer' }).click();
    await run(panel, payload({ n: 2 }));
    await run(panel, payload({ n: 1 }));
    await page.getByRole('tab', { name: 'Compare with pinned same' }).waitFor();
    await page.getByRole('button', { name: 'Pin this answer' }).click();
    await run(panel, payload({ n: 5 }));
    await page.getByRole('tab', { name: 'Compare with pinned 1 changed' }).waitFor();
    await run(panel, payload('plain\ntext'));
    await page.getByRole('tab', { name: /^Compare with pinned \d+ changed/ }).click();
    await page.getByText('lines differ from the pinned answer of').waitFor();
  });
});

describe('expected answers', () => {
  it('are saved for the test event, and compared with every answer to it', async () => {
    const ofEvent = (value: unknown) => ({ ...payload(value), testEventName: 'create' });
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await run(panel, ofEvent({ n: 1 }));
    await panel.view.answer('expectedAnswer', { text: null });
    await page.getByRole('button', { name: 'Save as expected answer' }).click();
    expect((await panel.view.answer('saveExpectedAnswer', undefined)).body).toEqual({
      name: 'create',
      text: '{"n":1}',
    });
    await page.getByRole('tab', { name: 'Compare with expected same' }).waitFor();
    await run(panel, ofEvent({ n: 2 }));
    expect((await panel.view.answer('expectedAnswer', { text: '{\n  "n": 1\n}' })).body).toEqual({ name: 'create' });
    await page.getByRole('tab', { name: 'Compare with expected 1 changed' }).click();
    await page.getByText('1 change since the expected answer.').waitFor();
  });

  it('that cannot be saved say why', async () => {
    const panel = await InvokeBench.open(bench);
    await run(panel, { ...payload({ n: 1 }), testEventName: 'create' });
    await panel.view.answer('expectedAnswer', { text: null });
    await panel.view.page.getByRole('button', { name: 'Save as expected answer' }).click();
    await panel.view.refuse('saveExpectedAnswer', 'There is no folder open.');
    await panel.view.page.getByText('Not saved: There is no folder open.').waitFor({ state: 'attached' });
  });
});

describe('failures', () => {
  it('tell their causes, and are copied as text', async () => {
    const payloadText = JSON.stringify({
      errorType: 'OrderError',
      errorMessage: 'no price',
      trace: ['OrderError: no price', '    at price (/var/task/src/price.js:4:11)'],
      cause: {
        name: 'TypeError',
        message: 'total is undefined',
        stack: 'TypeError: x\n    at total (/var/task/src/total.js:9:3)',
      },
    });
    const { panel, page } = await shown(
      answer({ payloadText, functionError: functionErrorOf('Unhandled', payloadText) }),
    );
    await page.getByRole('heading', { name: 'Caused by TypeError' }).waitFor();
    await page.getByRole('button', { name: 'at total (/var/task/src/total.js:9:3)' }).click();
    expect((await panel.view.take('openFrame')).body).toMatchObject({
      location: { file: '/var/task/src/total.js', line: 9, column: 3 },
    });
    await page.getByRole('button', { name: 'Copy as text' }).click();
    expect((await panel.view.take('copy')).body).toEqual({
      text: 'OrderError: no price\n    at price (/var/task/src/price.js:4:11)\nCaused by: TypeError: total is undefined\n    at total (/var/task/src/total.js:9:3)',
    });
  });

  it('of the request offer what would help', async () => {
    const panel = await InvokeBench.open(bench);
    await run(panel, {
      kind: 'refused',
      code: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
      hint: 'Invoke hello-ts on dev · eu-west-1: the session has expired. Sign in again: aws sso login --profile dev',
      action: { label: 'Sign In…', command: 'signIn' },
      startedAt: 0,
    });
    await panel.view.page.getByRole('button', { name: 'Sign In…' }).click();
    expect((await panel.view.take('refusalAction')).body).toEqual({ command: 'signIn' });
  });
});

describe('the report', () => {
  it('says how near the timeout was and where the price comes from', async () => {
    const { page } = await shown(answer({ timeoutMs: 40, costBasis: '256 MB for 35 ms on arm64. Prices: the list.' }));
    await page.getByText('duration · billed 35 ms · timeout 40.0 ms').waitFor();
    expect(await page.getByTitle('85 % of the timeout of 40.0 ms').count()).toBe(1);
    expect(await page.getByTitle('256 MB for 35 ms on arm64. Prices: the list.').count()).toBe(1);
  });
});

describe('streamed responses', () => {
  const chunks = [
    { atMs: 87, bytes: 6 },
    { atMs: 300, bytes: 6 },
  ];

  it('are drawn as they arrive', async () => {
    const panel = await InvokeBench.open(bench);
    const { page } = panel.view;
    await panel.view.page.keyboard.press('Control+Enter');
    await panel.begin();
    const streamed = { firstByteMs: 87, bytes: 6, chunks: chunks.slice(0, 1), tail: 'hello ' };
    const running = { state: 'running', runId: 1, startedAt: Date.now() };
    await panel.view.tell('run', { run: { ...running, streamed }, history: [] });
    await page.getByRole('log', { name: 'Response so far' }).getByText('hello').waitFor();
    await panel.view.tell('run', {
      run: { ...running, streamed: { firstByteMs: 87, bytes: 12, chunks, tail: 'hello world\n' } },
      history: [],
    });
    await page.getByText('first byte after 87.0 ms · 2 chunks · 12 B').waitFor();
    await panel.end({ ...payload('hello world\n'), stream: { firstByteMs: 87, bytes: 12, chunks } });
    await page.getByRole('img', { name: 'Streamed: first byte after 87.0 ms · 2 chunks · 12 B' }).waitFor();
  });

  it('that broke off say so after what arrived', async () => {
    const error = { code: 'Runtime.TruncatedResponse', details: 'the stream ended early' };
    const { page } = await shown({ ...payload('hello '), stream: { firstByteMs: 87, bytes: 6, chunks, error } });
    await page.locator('.headline', { hasText: 'Broke off' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'Runtime.TruncatedResponse: the stream ended early' }).waitFor();
    await page.getByRole('group', { name: 'Payload' }).getByText('hello').waitFor();
  });
});

const states: readonly (readonly [string, (panel: InvokeBench) => Promise<void>])[] = [
  [
    'an HTTP response with its search open',
    async (panel) => {
      await run(panel, payload(order));
      await panel.view.page.getByRole('tree', { name: 'Body' }).focus();
      await panel.view.page.keyboard.press('Control+f');
      await panel.view.page.keyboard.type('sku');
      await panel.view.page.locator('.row.active').waitFor();
    },
  ],
  [
    'headers and cookies',
    async (panel) => {
      await run(panel, payload(order));
      await panel.view.page.getByRole('tab', { name: /^Headers/ }).click();
    },
  ],
  [
    'a comparison',
    async (panel) => {
      await run(panel, payload({ id: 1, old: [1, 2], at: 'a' }));
      await run(panel, payload({ id: 2, added: { x: null }, at: 'b' }));
      await panel.view.page.getByRole('tab', { name: /^Compare with previous 4/ }).click();
      await panel.view.page.getByRole('row', { name: /^at / }).getByRole('button').click();
    },
  ],
  [
    'bytes',
    async (panel) => {
      await run(
        panel,
        answer({ payloadText: undefined, payloadBase64: png.toString('base64'), payloadBytes: png.length }),
      );
      await panel.view.page.getByRole('list', { name: /hex/ }).waitFor();
    },
  ],
];

describe.each(['dark', 'light', 'hc-black', 'hc-light'] as const)('in the theme %s', (theme: ThemeKind) => {
  it.each(states)('%s has nothing serious for axe', async (_name, reach) => {
    const panel = await InvokeBench.open(bench, {}, { theme });
    await reach(panel);
    expect(await complaints(panel.view.page)).toEqual([]);
  });
});

/** What axe finds serious or critical in the answer's half. */
async function complaints(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    axe.run(
      { include: [{ fromShadowDom: ['lambda-invoke-panel', 'lambda-result-pane'] }] },
      {
        resultTypes: ['violations'],
        preload: false,
      },
    ),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n  ${node.failureSummary ?? ''}`));
}
