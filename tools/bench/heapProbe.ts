/** Asks a Node.js process over its inspector what its heap holds when the garbage is gone. */

import type { Readable } from 'node:stream';
import { systemClock, withDeadline } from '../../src/base/clock.ts';

/** The process listens for the probe, on a port of its own choice. */
export const probeOptions = ['--inspect=127.0.0.1:0'] as const;

export class HeapProbe {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { readonly id?: number; readonly result?: unknown };
      if (id === undefined) return;
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    };
  }

  /** `standardError` is the process's: it names the address there. */
  static async connect(standardError: Readable): Promise<HeapProbe> {
    return withDeadline(systemClock, 10_000, 'the inspector of the local service', async () => {
      const socket = new WebSocket(await addressIn(standardError));
      await new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = () => reject(new Error('The inspector of the local service does not answer'));
      });
      return new HeapProbe(socket);
    });
  }

  /** Bytes in use after two full collections: the second takes what the first one's finalizers let go. */
  async usedBytes(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage');
    await this.#ask('HeapProfiler.collectGarbage');
    const { usedSize } = (await this.#ask('Runtime.getHeapUsage')) as { readonly usedSize: number };
    return usedSize;
  }

  close(): void {
    this.#socket.close();
  }

  #ask(method: string): Promise<unknown> {
    const id = this.#waiting.size + 1;
    return withDeadline(
      systemClock,
      30_000,
      method,
      () =>
        new Promise((resolve) => {
          this.#waiting.set(id, resolve);
          this.#socket.send(JSON.stringify({ id, method }));
        }),
    );
  }
}

async function addressIn(standardError: Readable): Promise<string> {
  let text = '';
  for await (const chunk of standardError.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const address = /ws:\/\/\S+/.exec(text)?.[0];
    if (address !== undefined) {
      standardError.resume();
      return address;
    }
  }
  throw new Error('The local service named no inspector');
}
