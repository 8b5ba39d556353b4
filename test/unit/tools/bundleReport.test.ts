import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { activationBytes, reportBundles } from '../../../tools/build/bundleReport.ts';

type Output = Metafile['outputs'][string];

function output(
  bytes: number,
  inputs: readonly string[],
  imports: readonly [path: string, kind: 'static' | 'dynamic'][] = [],
): Output {
  return {
    bytes,
    inputs: Object.fromEntries(inputs.map((input) => [input, { bytesInOutput: bytes }])),
    imports: imports.map(([path, kind]) => ({ path, kind: kind === 'static' ? 'import-statement' : 'dynamic-import' })),
    exports: [],
  };
}

function extension(outputs: Record<string, Output>) {
  const entry = outputs['dist/extension.js'];
  if (entry) entry.entryPoint = 'src/extension.ts';
  return { name: 'extension' as const, files: [], metafile: { inputs: {}, outputs } };
}

describe('the extension bundle', () => {
  it('counts as read at activation what the entry imports statically, at any depth', () => {
    const { metafile } = extension({
      'dist/extension.js': output(
        100,
        ['src/extension.ts'],
        [
          ['dist/chunks/a.js', 'static'],
          ['dist/chunks/late.js', 'dynamic'],
        ],
      ),
      'dist/chunks/a.js': output(20, ['src/base/event.ts'], [['dist/chunks/b.js', 'static']]),
      'dist/chunks/b.js': output(3, ['src/base/lifecycle.ts'], [['dist/chunks/a.js', 'static']]),
      'dist/chunks/late.js': output(9000, ['node_modules/@aws-sdk/client-lambda/dist-es/index.js']),
    });
    expect(activationBytes(metafile)).toBe(123);
    expect(reportBundles([extension(metafile.outputs)]).problems).toEqual([]);
  });

  it('refuses an entry that pulls in the SDK through a shared chunk', () => {
    const { problems } = reportBundles([
      extension({
        'dist/extension.js': output(100, ['src/extension.ts'], [['dist/chunks/a.js', 'static']]),
        'dist/chunks/a.js': output(20, ['node_modules/@aws-sdk/client-lambda/dist-es/index.js', 'src/app/redeploy.ts']),
      }),
    ]);
    expect(problems).toEqual([
      "The extension's entry loads before first use: node_modules/@aws-sdk/client-lambda/dist-es/index.js, src/app/redeploy.ts",
    ]);
  });

  it('refuses an entry above its budget', () => {
    const { problems } = reportBundles([extension({ 'dist/extension.js': output(21 * 1024, ['src/extension.ts']) })]);
    expect(problems).toEqual([
      'extension entry is over budget: 21 KB of 20 KB',
      'extension, read to activate is over budget: 21 KB of 20 KB',
    ]);
  });
});

describe('the webview bundle', () => {
  const KB = 1024;

  function webview(sizes: { logs: number; invoke: number; shared: number; editor: number }) {
    const entry = (source: string, of: Output): Output => ({ ...of, entryPoint: source });
    return {
      name: 'webview' as const,
      files: [],
      metafile: {
        inputs: {},
        outputs: {
          'dist/webview/invoke.js': entry(
            'src/webview/invoke/main.ts',
            output(
              sizes.invoke,
              ['src/webview/invoke/main.ts'],
              [
                ['dist/webview/chunks/shared.js', 'static'],
                ['dist/webview/chunks/editor.js', 'dynamic'],
              ],
            ),
          ),
          'dist/webview/logs.js': entry(
            'src/webview/logs/main.ts',
            output(sizes.logs, ['src/webview/logs/main.ts'], [['dist/webview/chunks/shared.js', 'static']]),
          ),
          'dist/webview/chunks/shared.js': output(sizes.shared, ['node_modules/lit/index.js']),
          'dist/webview/chunks/editor.js': output(
            sizes.editor,
            ['node_modules/@codemirror/view/dist/index.js'],
            [['dist/webview/chunks/shared.js', 'static']],
          ),
          'dist/webview/codicon.css': output(999, []),
        },
      },
    };
  }

  it('weighs each panel with every chunk that it loads, shared ones in both', () => {
    const { rows, problems } = reportBundles([webview({ logs: 7, invoke: 10, shared: 100, editor: 4000 })]);
    expect(rows.map(({ what, bytes }) => [what, bytes])).toEqual([
      ['log panel', 107],
      ['invoke panel, before its code editor', 110],
      ['invoke panel, with its code editor', 4110],
      ['webviews, 4 files', 4117],
    ]);
    expect(problems).toEqual([]);
  });

  it('refuses a panel above its own budget, whatever the other weighs', () => {
    const sizes = { logs: 200 * KB, invoke: 149 * KB, shared: 101 * KB, editor: 451 * KB };
    expect(reportBundles([webview(sizes)]).problems).toEqual([
      'log panel is over budget: 301 KB of 300 KB',
      'invoke panel, with its code editor is over budget: 701 KB of 700 KB',
    ]);
  });
});
