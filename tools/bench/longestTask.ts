/** The longest task of a page's main thread, from Chromium's own trace: also below what the page itself is told of. */

import type { Page } from 'playwright-core';

export interface LongestTask {
  readonly wallMs: number;
  /** Of the task that took most of the processor: what is left where the machine has other work. */
  readonly cpuMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
}

/** `work` while the page is traced. */
export async function longestTask(page: Page, work: () => Promise<void>): Promise<LongestTask> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser to trace');
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  let trace: Buffer;
  try {
    await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  // Of all the browser's threads, frames of a page are made on one.
  const frame = traceEvents.find(({ name }) => name === 'FireAnimationFrame');
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && pid === frame?.pid && tid === frame.tid,
  );
  const longest = (times: readonly (number | undefined)[]) =>
    times.reduce<number>((most, time) => Math.max(most, time ?? 0), 0) / 1000;
  if (tasks.length === 0) throw new Error('The trace tells of no task of the page');
  return { wallMs: longest(tasks.map(({ dur }) => dur)), cpuMs: longest(tasks.map(({ tdur }) => tdur)) };
}
