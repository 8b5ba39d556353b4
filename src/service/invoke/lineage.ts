/**
 * Recursive loops: the trace header, which functions' SDKs hand on, counts how often each function ran in one chain of requests.
 * Source: Lambda developer guide, "Use Lambda recursive loop detection to prevent infinite loops".
 */

import { hash } from 'node:crypto';
import { LambdaServiceError } from '../../lambda/serviceError.ts';

interface Link {
  readonly functionHash: string;
  /** How often the function had run before, in this chain. */
  readonly count: number;
}

/** A function runs so often in one chain of requests; the next time it is stopped. */
export const mostRounds = 16;
/** Of a chain through ever new functions, so many are remembered. */
const mostLinks = 64;

/** The header that an invocation of the function gets for the header of its caller. `functionArn` has no qualifier. */
export function continueLineage(traceHeader: string, functionArn: string): string {
  const functionHash = hashOf(functionArn);
  const links = linksOf(traceHeader);
  const mine = links.find((link) => link.functionHash === functionHash);
  const next = [{ functionHash, count: mine === undefined ? 0 : mine.count + 1 }, ...links.filter((l) => l !== mine)];
  const text = next.slice(0, mostLinks).map(({ functionHash: of, count }) => `${of}:${count}`);
  const others = traceHeader.split(';').filter((field) => field !== '' && !isLineage(field));
  return [...others, `Lineage=1:${text.join('|')}`].join(';');
}

/** True for an invocation that is not to run: with its header, the function ran often enough in this chain. */
export function isEndlessLoop(traceHeader: string, functionArn: string): boolean {
  const functionHash = hashOf(functionArn);
  return linksOf(traceHeader).some((link) => link.functionHash === functionHash && link.count >= mostRounds);
}

export function recursionError(): LambdaServiceError {
  return new LambdaServiceError(
    'RecursiveInvocationException',
    400,
    "Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your function's invocation.",
    { fault: 'User' },
  );
}

/** `Lineage=1:a87bd80c:0|68fd508a:5`; older headers have no number in front. What cannot be read counts nothing. */
function linksOf(traceHeader: string): readonly Link[] {
  const field = traceHeader.split(';').find(isLineage);
  if (field === undefined) return [];
  return field
    .trim()
    .slice('Lineage='.length)
    .split('|')
    .flatMap((text) => {
      const [, functionHash, count] = /^(?:\d+:)?([0-9a-f]{1,16}):(\d{1,6})$/.exec(text) ?? [];
      return functionHash === undefined ? [] : [{ functionHash, count: Number(count) }];
    });
}

function isLineage(field: string): boolean {
  return field.trimStart().startsWith('Lineage=');
}

const hashes = new Map<string, string>();
const mostHashes = 1000;

/** Remembered: every request asks for it twice. */
function hashOf(functionArn: string): string {
  let known = hashes.get(functionArn);
  if (known === undefined) {
    known = hash('sha256', functionArn).slice(0, 8);
    if (hashes.size >= mostHashes) hashes.clear();
    hashes.set(functionArn, known);
  }
  return known;
}
