/** Log events in, rows out. `UPDATE_GOLDEN=1` writes the transcripts anew. */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { InvocationAssembler } from '../../src/lambda/invocationAssembler.ts';
import type { LogEvent } from '../../src/lambda/logEvent.ts';
import { transcript } from '../unit/lambda/transcript.ts';
import type { Arrival } from './logArrivals.ts';
import { situations } from './logSituations.ts';

const folder = path.join(import.meta.dirname, 'logs');
const startedAt = Date.UTC(2026, 0, 15, 10, 11, 12);

test.each(Object.entries(situations))('%s', (name, arrivals) => {
  const events = arrivals.map(eventOf);
  const text = `# ${name}\n\n${rowsOf(events)}`;
  const file = path.join(folder, `${name.replaceAll(/[^a-z0-9-]+/g, '-')}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
  // One by one, all at once, and in any order of arrival, the rows are the same.
  expect(transcript(recordsOf(...events.map((event) => [event])))).toBe(transcript(recordsOf(events)));
  expect(transcript(recordsOf(...[...events].reverse().map((event) => [event])))).toBe(transcript(recordsOf(events)));
});

function eventOf([atMs, message, stream = '2026/01/15/[$LATEST]aa']: Arrival, index: number): LogEvent {
  const timestamp = startedAt + atMs;
  const eventId = String(index).padStart(56, '0');
  return {
    eventId,
    logGroupName: '/aws/lambda/orders',
    logStreamName: stream,
    timestamp,
    ingestionTime: timestamp,
    message,
  };
}

function recordsOf(...batches: readonly (readonly LogEvent[])[]) {
  const assembler = new InvocationAssembler();
  for (const batch of batches) assembler.add(batch);
  return assembler.records();
}

/** Long lines are cut, and what a terminal would act on is written out. */
function rowsOf(events: readonly LogEvent[]): string {
  return transcript(recordsOf(events))
    .split('\n')
    .map((line) => (line.length > 300 ? `${line.slice(0, 300)}… (${line.length} characters)` : line))
    .join('\n')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) =>
      character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
