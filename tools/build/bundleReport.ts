/** What the bundles weigh, and what of that breaks a budget. */

import path from 'node:path';
import type { Metafile } from 'esbuild';
import { formatBytes } from '../../src/base/text.ts';
import { budgets, lateModules } from './budgets.ts';
import type { BuiltBundle } from './bundler.ts';

export interface SizeRow {
  readonly what: string;
  readonly bytes: number;
  /** `undefined` where the size is told but not bounded. */
  readonly budgetBytes: number | undefined;
}

export interface BundleReport {
  readonly rows: readonly SizeRow[];
  /** One sentence per broken promise; empty when all is well. */
  readonly problems: readonly string[];
}

export function reportBundles(bundles: readonly BuiltBundle[]): BundleReport {
  const parts = bundles.map(reportOf);
  const rows = parts.flatMap((part) => part.rows);
  const over = rows.filter((row) => row.budgetBytes !== undefined && row.bytes > row.budgetBytes);
  return {
    rows,
    problems: [
      ...parts.flatMap((part) => part.problems),
      ...over.map(
        (row) => `${row.what} is over budget: ${formatBytes(row.bytes)} of ${formatBytes(row.budgetBytes ?? 0)}`,
      ),
    ],
  };
}

function reportOf({ name, metafile }: BuiltBundle): BundleReport {
  switch (name) {
    case 'extension':
      return reportExtension(metafile);
    case 'webview':
      return {
        rows: [
          {
            what: 'webviews, without the code editor',
            bytes: webviewBytes(metafile),
            budgetBytes: budgets.webviewBytes,
          },
          total('webviews', metafile),
        ],
        problems: [],
      };
    case 'service':
    case 'bootstraps':
      return { rows: [total(name, metafile)], problems: [] };
  }
}

function reportExtension(metafile: Metafile): BundleReport {
  const [entry, output] = entryOf(metafile);
  const closure = staticClosure(metafile, entry);
  const early = closure.flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}));
  const forbidden = early.filter((input) => lateModules.some((pattern) => pattern.test(input)));
  return {
    rows: [
      { what: 'extension entry', bytes: output.bytes, budgetBytes: budgets.extensionEntryBytes },
      { what: 'extension, read to activate', bytes: activationBytes(metafile), budgetBytes: budgets.activationBytes },
      total('extension', metafile),
    ],
    problems:
      forbidden.length === 0
        ? []
        : [`The extension's entry loads before first use: ${forbidden.slice(0, 5).join(', ')}`],
  };
}

/** Bytes of the entry file and of every chunk that it imports statically. */
export function activationBytes(metafile: Metafile): number {
  const [entry] = entryOf(metafile);
  return staticClosure(metafile, entry).reduce((sum, file) => sum + (metafile.outputs[file]?.bytes ?? 0), 0);
}

/** The entry's own file first, then every output reached by static imports alone. */
function staticClosure(metafile: Metafile, entry: string): string[] {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const imported of metafile.outputs[file]?.imports ?? []) {
      if (imported.kind === 'import-statement' && !imported.external) seen.add(imported.path);
    }
  }
  return [...seen];
}

function entryOf(metafile: Metafile): [string, Metafile['outputs'][string]] {
  const found = Object.entries(metafile.outputs).find(
    ([file, output]) => output.entryPoint && path.basename(file) === 'extension.js',
  );
  if (!found) throw new Error('The metafile has no entry extension.js');
  return found;
}

const editorPackages = /node_modules\/(@codemirror|@lezer|@marijn|crelt|style-mod|w3c-keyname)\//;

function webviewBytes(metafile: Metafile): number {
  return scripts(metafile)
    .flatMap(([, output]) => Object.entries(output.inputs))
    .reduce((sum, [input, { bytesInOutput }]) => sum + (editorPackages.test(input) ? 0 : bytesInOutput), 0);
}

function total(what: string, metafile: Metafile): SizeRow {
  const files = scripts(metafile);
  const bytes = files.reduce((sum, [, output]) => sum + output.bytes, 0);
  return { what: `${what}, ${files.length} ${files.length === 1 ? 'file' : 'files'}`, bytes, budgetBytes: undefined };
}

function scripts(metafile: Metafile) {
  return Object.entries(metafile.outputs).filter(([file]) => /\.c?js$/.test(file));
}
