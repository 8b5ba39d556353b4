/** Carries a suite's output and its true end out of the extension host, which has no terminal of its own. */

import { existsSync, openSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface WrappedSuite {
  /** What the workbench is told to run instead of the suite. */
  readonly wrapperPath: string;
  /** Copies what the suite has printed since the last call. */
  drain(write: (text: string) => void): void;
  /** False when the extension host ended before the suite did, whatever status was reported. */
  finished(): boolean;
}

/** `folder` must outlive the suite; the files in it are the caller's to remove. */
export function wrapSuite(testsPath: string, folder: string): WrappedSuite {
  const outputFile = path.join(folder, 'suite.out');
  const doneFile = path.join(folder, 'suite.done');
  const wrapperPath = path.join(folder, 'suite.cjs');
  writeFileSync(outputFile, '');
  writeFileSync(wrapperPath, wrapperSource({ testsPath, outputFile, doneFile }));
  const descriptor = openSync(outputFile, 'r');
  const buffer = Buffer.alloc(65_536);
  const decoder = new TextDecoder();
  return {
    wrapperPath,
    drain(write) {
      for (;;) {
        const length = readSync(descriptor, buffer, 0, buffer.length, null);
        if (length === 0) return;
        write(decoder.decode(buffer.subarray(0, length), { stream: true }));
      }
    },
    finished: () => existsSync(doneFile),
  };
}

/**
 * The extension host defines `console.log` and its kin with setters that do nothing, so the whole object is replaced.
 * Writes are synchronous: what was printed before a crash is not lost.
 */
function wrapperSource(files: { testsPath: string; outputFile: string; doneFile: string }): string {
  return `const { openSync, writeFileSync, writeSync } = require('node:fs');
const { Console } = require('node:console');
const { Writable } = require('node:stream');
const { pathToFileURL } = require('node:url');
const { testsPath, outputFile, doneFile } = ${JSON.stringify(files)};
const descriptor = openSync(outputFile, 'a');
const put = (chunk) => { try { writeSync(descriptor, chunk); } catch {} };
const stream = () => new Writable({ decodeStrings: false, write(chunk, encoding, done) { put(chunk); done(); } });
globalThis.console = new Console({ stdout: stream(), stderr: stream(), colorMode: false });
for (const target of [process.stdout, process.stderr]) {
  target.write = (chunk, encoding, done) => {
    put(chunk);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}
exports.run = async () => {
  try {
    const suite = testsPath.endsWith('.cjs') ? require(testsPath) : await import(pathToFileURL(testsPath).href);
    await suite.run();
    writeFileSync(doneFile, '');
  } catch (error) {
    put('The suite failed: ' + ((error && error.stack) || error) + '\\n');
    throw error;
  }
};
`;
}
