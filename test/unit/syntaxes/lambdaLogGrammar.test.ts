import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IGrammar } from 'vscode-textmate';
import { formatLambdaLog } from '../../../src/app/lambdaLogDocument.ts';
import { assembleInvocations } from '../../../src/lambda/invocationAssembler.ts';
import { fixtureNames, readLogFixture } from '../lambda/logFixture.ts';
import { grammarFile, loadGrammar, type Token, tokenize } from './tokenizer.ts';

let grammar: IGrammar;

beforeAll(async () => {
  grammar = await loadGrammar();
});

/** Scopes of the one token of a line that has this text. */
function scopesOf(line: string, text: string): string | undefined {
  return tokenize(grammar, line)
    .flat()
    .find((token) => token.text === text)?.scopes;
}

/** Each line, and below it the tokens that have a scope of their own. */
function transcript(text: string): string {
  const lines = text.split('\n');
  const show = (token: Token) => `    ${token.scopes} «${token.text.replaceAll('\t', '⇥')}»`;
  return tokenize(grammar, text)
    .map((tokens, index) =>
      [lines[index]?.replaceAll('\t', '⇥'), ...tokens.filter(({ scopes }) => scopes !== '').map(show)].join('\n'),
    )
    .join('\n');
}

describe('tokens of recorded lines', () => {
  test.each(fixtureNames)('%s, as it was logged', async (name) => {
    const text = readLogFixture(name)
      .map(({ message }) => message.trimEnd())
      .join('\n');
    const golden = new URL(`../../fixtures/logs/${name}.tokens.txt`, import.meta.url).pathname;
    await expect(`${transcript(text)}\n`).toMatchFileSnapshot(golden);
  });

  test('a document of blocks', async () => {
    const tailed = (['node-cold-then-warm', 'timeouts', 'crashes', 'python-error-and-retry'] as const)
      .flatMap((name) => assembleInvocations(readLogFixture(name)))
      .map((invocation, index) => ({
        sourceId: 'local/orders-api',
        invocation,
        isSlow: index === 1,
        slowReason: undefined,
      }));
    // The local time of whoever runs this is replaced by one that stays.
    const text = formatLambdaLog(tailed, [])
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/g, '2026-01-15 11:11:12.000')
      .replace(/^(\s*)\d\d:\d\d:\d\d\.\d{3}/gm, '$111:11:12.000');
    const golden = new URL('../../fixtures/logs/document.tokens.txt', import.meta.url).pathname;
    await expect(transcript(text)).toMatchFileSnapshot(golden);
  });
});

describe('what must stand out does so in scopes that themes colour', () => {
  const id = '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41';
  const report = `REPORT RequestId: ${id}\tDuration: 34.02 ms\tBilled Duration: 247 ms\tMemory Size: 256 MB\tMax Memory Used: 98 MB\tInit Duration: 212.10 ms\tStatus: timeout\tError Type: Runtime.OutOfMemory\t`;

  test.each([
    ['a cold start', report, 'Init Duration', 'keyword.control.cold-start'],
    ['a cold start’s time', report, '212.10', 'keyword.control.cold-start'],
    ['a duration', report, '34.02', 'constant.numeric'],
    ['a request', report, id, 'variable.other.constant.request-id'],
    ['a timeout', report, 'timeout', 'invalid.illegal.timeout token.error-token'],
    ['out of memory', report, 'Runtime.OutOfMemory', 'invalid.illegal.out-of-memory token.error-token'],
    [
      'an old timeout',
      `2026-01-15T10:11:12.000Z ${id} Task timed out after 3.00 seconds`,
      'Task timed out after 3.00 seconds',
      'invalid.illegal.timeout token.error-token',
    ],
    [
      'a level of Node',
      `2026-01-15T10:11:12.000Z\t${id}\tERROR\tno`,
      'ERROR',
      'markup.deleted.error token.error-token',
    ],
    [
      'a level of Python',
      `[WARNING]\t2026-01-15T10:11:12.000Z\t${id}\tno`,
      'WARNING',
      'markup.changed.warn token.warn-token',
    ],
    ['a level in a document', '  11:11:12.000 INFO  hello', 'INFO', 'markup.inserted.info token.info-token'],
    [
      'a level in JSON',
      '{"level":"error","message":"x"}',
      '"error"',
      'meta.embedded.json markup.deleted.error token.error-token',
    ],
    ['a URL', 'see https://example.com/a?b=c.', 'https://example.com/a?b=c.', 'markup.underline.link'],
    [
      'a frame’s file',
      '    at work (/var/task/(group)/index.js:3:9)',
      '/var/task/(group)/index.js',
      'string.other.path markup.underline.link',
    ],
    [
      'Java’s file',
      '\tat example.Handler.handleRequest(Handler.java:21)',
      'Handler.java',
      'string.other.path markup.underline.link',
    ],
    [
      '.NET’s file',
      '   at Orders.Function.Handler(Order order) in /src/Function.cs:line 12',
      '/src/Function.cs',
      'string.other.path markup.underline.link',
    ],
    ['Go’s line', '    at handler (github.com/example/main.go:12)', '12', 'constant.numeric'],
    ['Ruby’s method', "    /var/task/app.rb:4:in 'handler'", "'handler'", 'entity.name.function'],
  ])('%s', (_, line, text, scopes) => {
    expect(scopesOf(line, text)).toBe(scopes);
  });

  test.each([
    ['the word error in a sentence', 'no ERROR happened here'],
    ['an object that is not JSON', '{ userId: 42 }'],
    ['words that look like fields', 'my Status: fine'],
  ])('%s is left alone', (_, line) => {
    expect(
      tokenize(grammar, line)
        .flat()
        .filter(({ scopes }) => scopes !== ''),
    ).toEqual([]);
  });

  test('JSON that was cut off does not colour the lines after it', () => {
    const [, next] = tokenize(grammar, '{"level":"info","message":"cut of\nplain');
    expect(next).toEqual([{ text: 'plain', scopes: '' }]);
  });
});

describe('the language’s files', () => {
  const configuration = JSON.parse(
    readFileSync(new URL('../../../syntaxes/lambda-log.language-configuration.json', import.meta.url), 'utf8'),
  );

  test('folding begins and ends where blocks do', () => {
    const { start, end } = configuration.folding.markers;
    const [record] = assembleInvocations(readLogFixture('node-cold-then-warm'));
    const text = formatLambdaLog(
      [{ sourceId: 'local/f', invocation: record!, isSlow: false, slowReason: undefined }],
      [],
    );
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => [new RegExp(start).test(line), new RegExp(end).test(line)])).toEqual([
      [true, false],
      ...lines.slice(1, -1).map(() => [false, false]),
      [false, true],
    ]);
  });

  test('a double click takes a whole request id', () => {
    const { pattern, flags } = configuration.wordPattern;
    const words = 'END RequestId: 8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41'.match(new RegExp(pattern, `${flags}g`));
    expect(words).toEqual(['END', 'RequestId', '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41']);
  });

  test('the grammar names the scope that the manifest names', () => {
    const manifest = readFileSync(new URL('../../../src/protocol/manifest.ts', import.meta.url), 'utf8');
    const { scopeName } = JSON.parse(readFileSync(grammarFile, 'utf8'));
    expect(manifest).toContain(`scopeName: '${scopeName}'`);
  });
});
