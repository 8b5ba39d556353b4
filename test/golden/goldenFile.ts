/** Transcripts in files: compared with what a run gave, or written by it with UPDATE_GOLDEN=1. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

const folder = path.join(import.meta.dirname, 'transcripts');

export function expectGolden(name: string, text: string): void {
  const file = path.join(folder, `${name.replace(/[^\w-]+/g, '-')}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
