/** A cancellable notification for work that turns out to take longer than a second; quick work shows nothing. */

import { ProgressLocation, window } from 'vscode';
import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';

const showAfterMs = 1000;

/** `work` gets a signal that Cancel aborts, and a function that says what is being done now. */
export async function withSlowProgress<Result>(
  clock: Clock,
  title: string,
  work: (report: (message: string) => void, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const messages = new Emitter<string>();
  let latest: string | undefined;
  const report = (message: string) => {
    latest = message;
    messages.fire(message);
  };
  const running = work(report, controller.signal);
  const show = () => {
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    void window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => controller.abort());
      if (latest !== undefined) progress.report({ message: latest });
      messages.event((message) => progress.report({ message }));
      await running.catch(() => {});
    });
  };
  const timer = clock.after(showAfterMs, show);
  try {
    return await running;
  } finally {
    timer.dispose();
    messages.dispose();
  }
}
