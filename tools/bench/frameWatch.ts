/** Looks at a log page from inside while it works: frames left out, when something is on the screen, and whether the newest line stays in sight. */

import type { Page } from 'playwright-core';

export interface FrameReport {
  /** Frames of a 60 Hz screen that were not drawn. */
  readonly droppedFrames: number;
  /** Drawn frames in which the list was not at its end. */
  readonly framesOffEnd: number;
  readonly frames: number;
}

declare global {
  interface Window {
    readFrames: () => FrameReport;
  }
}

/** Begins; `framesSeen` ends it. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frameMs = 1000 / 60;
    const gaps: number[] = [];
    let framesOffEnd = 0;
    let lastAt = performance.now();
    let isOn = true;
    const look = () => {
      const rows = document.querySelector('lambda-log-panel')?.shadowRoot?.querySelector('lambda-line-rows');
      const viewport = rows?.shadowRoot?.querySelector('.viewport');
      if (viewport && viewport.scrollHeight - viewport.clientHeight - viewport.scrollTop > 2) framesOffEnd += 1;
    };
    const next = (now: number) => {
      gaps.push(now - lastAt);
      lastAt = now;
      // After this frame's own work: what is on the screen now.
      setTimeout(look, 0);
      if (isOn) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    window.readFrames = () => {
      isOn = false;
      return {
        droppedFrames: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frameMs) - 1), 0),
        framesOffEnd,
        frames: gaps.length,
      };
    };
  });
}

export function framesSeen(page: Page): Promise<FrameReport> {
  return page.evaluate(() => window.readFrames());
}

/** Presses a key in the filter's field; how long it takes until the panel that was drawn anew is on the screen, in ms. */
export async function keyToPaint(page: Page, key: string): Promise<number> {
  const painted = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const panel = document.querySelector<HTMLElement & { updated?: () => void }>('lambda-log-panel');
        const onKey = ({ timeStamp }: KeyboardEvent) => {
          if (!panel) return;
          panel.updated = () => {
            delete panel.updated;
            setTimeout(() => resolve(performance.now() - timeStamp), 0);
          };
        };
        window.addEventListener('keydown', onKey, { once: true, capture: true });
      }),
  );
  // The listener is there before the key: evaluations run in order.
  await page.evaluate(() => undefined);
  await page.keyboard.press(key);
  return painted;
}

/** Resolves once a row with this text was painted, with the wall clock of that moment in milliseconds since 1970. */
export function rowPainted(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const frame = () => {
          setTimeout(() => {
            const rows = document.querySelector('lambda-log-panel')?.shadowRoot?.querySelector('lambda-line-rows');
            if (rows?.shadowRoot?.textContent?.includes(wanted)) resolve(Date.now());
            else requestAnimationFrame(frame);
          }, 0);
        };
        requestAnimationFrame(frame);
      }),
    text,
  );
}
