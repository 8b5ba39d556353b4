/** The host's end of a webview panel: what it posted, and a way to speak as the view. */

import { EventEmitter, type Uri, type WebviewPanel } from 'vscode';

interface Posted {
  readonly kind: string;
  readonly name: string;
  readonly id: number;
  readonly body: unknown;
}

export class FakeWebviewPanel {
  readonly posted: Posted[] = [];
  readonly #received = new EventEmitter<unknown>();
  readonly #disposed = new EventEmitter<void>();
  readonly #stateChanged = new EventEmitter<unknown>();
  readonly onDidDispose = this.#disposed.event;
  readonly onDidChangeViewState = this.#stateChanged.event;
  readonly active = true;
  readonly visible = true;
  title = '';
  iconPath: unknown;
  revealed = 0;
  readonly webview = {
    cspSource: 'https://*.vscode-cdn.net',
    html: '',
    options: {},
    onDidReceiveMessage: this.#received.event,
    // As the editor does: what crosses is JSON.
    postMessage: async (message: Posted) => {
      this.posted.push(JSON.parse(JSON.stringify(message)));
      return true;
    },
    asWebviewUri: (uri: Uri) => `https://webview${uri.path}`,
  };

  say(kind: 'event' | 'request', name: string, body?: unknown, id = 0): void {
    this.#received.fire(JSON.parse(JSON.stringify({ kind, name, id, body })));
  }

  /** The body of the last message of that name. */
  last(name: string): unknown {
    return this.posted.findLast((message) => message.name === name)?.body;
  }

  reveal(): void {
    this.revealed += 1;
  }

  dispose(): void {
    this.#disposed.fire();
  }

  get asPanel(): WebviewPanel {
    return this as unknown as WebviewPanel;
  }
}
