/** The webview's only door to its host: the editor's API as a message port, and the few bytes it keeps for us. */

import { Emitter } from '../../base/event.ts';
import type { MessagePort } from '../../protocol/channel.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The host as a panel sees it. `State` is what the panel leaves behind for its next life. */
export interface ViewHost<State> {
  readonly port: MessagePort;
  readState(): Partial<State> | undefined;
  writeState(state: State): void;
}

/** May be called once in a page's life: the editor hands its API out once. */
export function connectHost<State>(): ViewHost<State> {
  const api = acquireVsCodeApi();
  const messages = new Emitter<unknown>();
  window.addEventListener('message', (event) => messages.fire(event.data));
  return {
    port: { post: (message) => api.postMessage(message), onMessage: messages.event },
    readState() {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? (state as Partial<State>) : undefined;
    },
    writeState: (state) => api.setState(state),
  };
}
