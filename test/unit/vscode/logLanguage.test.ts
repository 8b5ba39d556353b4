/** The language `lambda-log` in the editor: outline, links, hovers and bars, on a document that the product wrote. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatLambdaLog } from '../../../src/app/lambdaLogDocument.ts';
import { assembleInvocations } from '../../../src/lambda/invocationAssembler.ts';
import { LogLanguage } from '../../../src/vscode/logs/logLanguage.ts';
import { editor } from '../../fakes/vscode.ts';
import { FakeTextDocument, FakeTextEditor, languagesWorld } from '../../fakes/vscodeLanguages.ts';
import { readLogFixture } from '../lambda/logFixture.ts';

function documentOf(fixture: Parameters<typeof readLogFixture>[0]): FakeTextDocument {
  const records = assembleInvocations(readLogFixture(fixture));
  const tailed = records.map((invocation) => ({
    sourceId: 'local/orders-api',
    invocation,
    isSlow: false,
    slowReason: undefined,
  }));
  return new FakeTextDocument(formatLambdaLog(tailed, []));
}

let language: LogLanguage | undefined;

beforeEach(() => {
  editor.reset();
  languagesWorld.reset();
});

afterEach(() => {
  language?.dispose();
  language = undefined;
});

test('the outline has one entry per request, over all of its lines', () => {
  language = new LogLanguage();
  const document = documentOf('node-cold-then-warm');
  const symbols = languagesWorld.providers.symbols?.provideDocumentSymbols(document) ?? [];
  expect(symbols.length).toBeGreaterThan(1);
  for (const { name, detail, range, selectionRange } of symbols) {
    expect(name).toMatch(/^\d\d:\d\d:\d\d\.\d{3} orders-api$/);
    expect(detail).toMatch(/^[0-9a-f-]{36} · /);
    expect(document.lineAt(range.start.line).text).toMatch(/^┌ /);
    expect(document.lineAt(range.end.line).text).toMatch(/^└ /);
    expect(selectionRange.end.line).toBe(range.start.line);
  }
});

test('a request id leads to the request, a frame of the function to its source, a frame of the runtime nowhere', () => {
  language = new LogLanguage();
  const document = new FakeTextDocument(
    [
      '┌ 2026-01-15 10:11:12.000 · orders-api · 8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41 · 12 ms · error',
      '  10:11:12.005 ERROR Error: boom',
      '        at handler (/var/task/index.mjs:3:9)',
      '        at processTicksAndRejections (node:internal/process/task_queues:105:5)',
      '└ Duration: 12.34 ms',
    ].join('\n'),
  );
  const links = languagesWorld.providers.links?.provideDocumentLinks(document) ?? [];
  expect(
    links.map(({ range, target, tooltip }) => [
      document.lineAt(range.start.line).text.slice(range.start.character, range.end.character),
      target.path,
      JSON.parse(decodeURIComponent(target.query)) as unknown,
      tooltip,
    ]),
  ).toEqual([
    [
      '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41',
      'lambdaWorkbench.showRequest',
      [{ requestId: '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41' }],
      'Show in Lambda Logs',
    ],
    [
      'at handler (/var/task/index.mjs:3:9)',
      'lambdaWorkbench.openStackFrame',
      [{ functionName: 'orders-api', text: '        at handler (/var/task/index.mjs:3:9)' }],
      'Open source',
    ],
  ]);
});

test('bars compare the requests of the document; a cold start says so in words; they follow an edit', () => {
  const shown = new FakeTextEditor(
    new FakeTextDocument(
      [
        '┌ 2026-01-15 10:11:12.000 · orders · a · cold start 90 ms · 1 s · success',
        '└ Duration: 1000.00 ms',
        '┌ 2026-01-15 10:11:13.000 · orders · b · 250 ms · success',
        '└ Duration: 250.00 ms',
        '┌ 2026-01-15 10:11:14.000 · orders · c · running',
      ].join('\n'),
    ),
  );
  languagesWorld.editors = [shown, new FakeTextEditor(new FakeTextDocument('┌ not a log', 'plaintext'))];
  language = new LogLanguage();
  expect(shown.markTexts).toEqual([
    [0, `${'▬'.repeat(20)} ❄ cold`],
    [2, '▬'.repeat(5)],
  ]);
  expect(languagesWorld.editors[1]?.marks.size).toBe(0);
  shown.document.text = '┌ 2026-01-15 10:11:13.000 · orders · b · 250 ms · success\n└ Duration: 250.00 ms';
  languagesWorld.documentChanged.fire({ document: shown.document });
  expect(shown.markTexts).toEqual([[0, '▬'.repeat(20)]]);
});

test('a hover over the head of a request says what its bar compares', () => {
  language = new LogLanguage();
  const document = new FakeTextDocument(
    [
      '┌ 2026-01-15 10:11:12.000 · orders · a · cold start 90 ms · 1 s · success',
      '  10:11:12.005 INFO  hello',
      '└ Duration: 1000.00 ms',
      '┌ 2026-01-15 10:11:13.000 · orders · b · 250 ms · success',
    ].join('\n'),
  );
  const hover = (line: number) =>
    languagesWorld.providers.hover?.provideHover(document, { line, character: 0 })?.contents.value;
  expect(hover(0)).toContain('The slowest request of this document');
  expect(hover(0)).toContain('❄ It waited for a new execution environment');
  expect(hover(1)).toBeUndefined();
  expect(hover(3)).toContain('25 % of the slowest request');
});

test('a document of twenty thousand requests is read in one pass', () => {
  const head = (at: number) => `┌ 2026-01-15 10:11:12.000 · orders · request-${at} · 12 ms · success`;
  const text = Array.from({ length: 20_000 }, (_, at) => `${head(at)}\n  10:11:12.005 INFO  a\n└ Duration: 12.00 ms`);
  const shown = new FakeTextEditor(new FakeTextDocument(text.join('\n')));
  shown.document.lineAt = (line) => ({
    text: '',
    range: { start: { line, character: 0 }, end: { line, character: 0 } },
  });
  languagesWorld.editors = [shown];
  language = new LogLanguage();
  expect(shown.markTexts).toHaveLength(20_000);
});
