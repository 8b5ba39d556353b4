/** Many connections that send again and again, each as soon as it has its answer: a closed loop. */

import type { Requester } from './requester.ts';

/** How many answers came in a second, over `forMs` milliseconds. Rejects with the first request that fails. */
export async function throughput(
  connections: readonly Requester[],
  forMs: number,
  signal: AbortSignal,
): Promise<number> {
  const startedAt = performance.now();
  let answers = 0;
  const elapsedMs = () => performance.now() - startedAt;
  const repeat = async ({ send }: Requester) => {
    while (elapsedMs() < forMs && !signal.aborted) {
      await send();
      answers += 1;
    }
  };
  await Promise.all(connections.map(repeat));
  signal.throwIfAborted();
  return (answers * 1000) / elapsedMs();
}

/** Sends `count` requests over the connections. */
export async function sendAll(connections: readonly Requester[], count: number, signal: AbortSignal): Promise<void> {
  let left = count;
  const repeat = async ({ send }: Requester) => {
    while (left > 0 && !signal.aborted) {
      left -= 1;
      await send();
    }
  };
  await Promise.all(connections.map(repeat));
  signal.throwIfAborted();
}

/** Opens `count` connections, and closes them after `work`. */
export async function withConnections<Result>(
  count: number,
  open: () => Requester,
  work: (connections: readonly Requester[]) => Promise<Result>,
): Promise<Result> {
  const connections = Array.from({ length: count }, open);
  try {
    return await work(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}
