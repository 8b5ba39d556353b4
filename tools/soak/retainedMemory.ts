/** What a Node.js process still needs after a garbage collection, asked through its inspector. */

import { systemClock, withDeadline } from '../../src/base/clock.ts';

const askDeadlineMs = 30_000;

/** Bytes of its heap and of the buffers outside it. The resident size says little: a heap gives nothing back in a hurry. */
export function retainedBytes(inspectorUrl: string): Promise<number> {
  return withDeadline(systemClock, askDeadlineMs, 'the service to collect its garbage', async (signal) => {
    const socket = new WebSocket(inspectorUrl);
    signal.addEventListener('abort', () => socket.close());
    try {
      await new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', () => reject(new Error(`No inspector at ${inspectorUrl}`)));
      });
      const ask = (id: number, method: string) =>
        new Promise<Answer>((resolve) => {
          socket.addEventListener('message', ({ data }) => {
            const answer = JSON.parse(String(data)) as Answer;
            if (answer.id === id) resolve(answer);
          });
          socket.send(JSON.stringify({ id, method }));
        });
      // What waits for a finalizer goes with the second one.
      await ask(1, 'HeapProfiler.collectGarbage');
      await ask(2, 'HeapProfiler.collectGarbage');
      const { result } = await ask(3, 'Runtime.getHeapUsage');
      return result.usedSize + (result.backingStorageSize ?? 0);
    } finally {
      socket.close();
    }
  });
}

interface Answer {
  readonly id: number;
  readonly result: { readonly usedSize: number; readonly backingStorageSize?: number };
}
