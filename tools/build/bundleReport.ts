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
      return { rows: webviewRows(metafile), problems: [] };
    case 'service':
    case 'bootstraps':
      return { rows: [total(name, metafile)], problems: [] };
  }
}

function reportExtension(metafile: Metafile): BundleReport {
  const [entry, output] = entryOf(metafile, 'extension.js');
  const early = staticClosure(metafile, entry).flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}));
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
  const [entry] = entryOf(metafile, 'extension.js');
  return bytesOf(metafile, staticClosure(metafile, entry));
}

/** Each panel by itself: the page of one never reads the entry of the other. */
function webviewRows(metafile: Metafile): SizeRow[] {
  const [logs] = entryOf(metafile, 'logs.js');
  const [invoke] = entryOf(metafile, 'invoke.js');
  return [
    { what: 'log panel', bytes: bytesOf(metafile, closure(metafile, logs)), budgetBytes: budgets.logPanelBytes },
    {
      what: 'invoke panel, before its code editor',
      bytes: bytesOf(metafile, staticClosure(metafile, invoke)),
      budgetBytes: budgets.invokePanelBytes,
    },
    {
      what: 'invoke panel, with its code editor',
      bytes: bytesOf(metafile, closure(metafile, invoke)),
      budgetBytes: budgets.invokePanelWithEditorBytes,
    },
    total('webviews', metafile),
  ];
}

function bytesOf(metafile: Metafile, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (metafile.outputs[file]?.bytes ?? 0), 0);
}

/** The entry's own file first, then every output reached by static imports alone. */
function staticClosure(metafile: Metafile, entry: string): string[] {
  return closure(metafile, entry, ['import-statement']);
}

/** The entry's own file first, then every output that it may come to load. */
function closure(
  metafile: Metafile,
  entry: string,
  kinds: readonly string[] = ['import-statement', 'dynamic-import'],
): string[] {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const imported of metafile.outputs[file]?.imports ?? []) {
      if (kinds.includes(imported.kind) && !imported.external) seen.add(imported.path);
    }
  }
  return [...seen];
}

function entryOf(metafile: Metafile, name: string): [string, Metafile['outputs'][string]] {
  const found = Object.entries(metafile.outputs).find(
    ([file, output]) => output.entryPoint && path.basename(file) === name,
  );
  if (!found) throw new Error(`The metafile has no entry ${name}`);
  return found;
}

function total(what: string, metafile: Metafile): SizeRow {
  const files = scripts(metafile);
  const bytes = files.reduce((sum, [, output]) => sum + output.bytes, 0);
  return { what: `${what}, ${files.length} ${files.length === 1 ? 'file' : 'files'}`, bytes, budgetBytes: undefined };
}

function scripts(metafile: Metafile) {
  return Object.entries(metafile.outputs).filter(([file]) => /\.c?js$/.test(file));
}
