/** What every panel needs from the host side: its page under a strict policy, and a checked message port. */

import { randomBytes } from 'node:crypto';
import { Uri, type Webview, type WebviewOptions } from 'vscode';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import type { MessagePort } from '../../protocol/channel.ts';

export interface PanelPage {
  /** Name of the bundle in `dist/webview`. */
  readonly bundle: 'invoke' | 'logs';
  /** The custom element that draws the panel. */
  readonly element: 'lambda-invoke-panel' | 'lambda-log-panel';
  readonly title: string;
}

export function webviewOptions(extensionUri: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
}

/** Nothing is loaded but the bundle's own files; no inline script or style runs. */
export function panelHtml(webview: Webview, extensionUri: Uri, page: PanelPage): string {
  const nonce = randomBytes(16).toString('base64url');
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(webviewFolder(extensionUri), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${webview.cspSource}`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="stylesheet" href="${file('codicon.css')}" id="vscode-codicon-stylesheet">
</head>
<body>
<${page.element}></${page.element}>
<script type="module" nonce="${nonce}" src="${file(`${page.bundle}.js`)}"></script>
</body>
</html>`;
}

/** A webview as a message port that lets through only what `accept` understands. */
export class WebviewPort implements MessagePort, Disposable {
  readonly #webview: Webview;
  readonly #owned = new DisposableStore();
  readonly #messages = this.#owned.add(new Emitter<unknown>());

  readonly onMessage = this.#messages.event;

  /** `accept` returns the checked message, or `undefined` for one to drop. */
  constructor(webview: Webview, accept: (message: unknown) => unknown, log: Log) {
    this.#webview = webview;
    this.#owned.add(
      webview.onDidReceiveMessage((message: unknown) => {
        const accepted = accept(message);
        if (accepted === undefined) log.warn('A panel sent a message that is not in its protocol', message);
        else this.#messages.fire(accepted);
      }),
    );
  }

  post(message: unknown): void {
    if (!this.#owned.isDisposed) void this.#webview.postMessage(message);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}
