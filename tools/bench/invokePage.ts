/** The built invoke panel in a headless Chromium, with a host that only answers `ready`; times are taken inside the page. */

import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { InvokeSnapshot } from '../../src/protocol/invokePanel.ts';
import { distFolder } from '../shared/paths.ts';
import { ensureChromium } from '../vscode-host/setup.ts';

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

export class InvokePage {
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  static async open(): Promise<InvokePage> {
    const server = createServer((request, response) => {
      respond(request.url ?? '/', response).catch(() => response.writeHead(404).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: await ensureChromium(),
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    });
    return new InvokePage(browser, server);
  }

  /** A new panel with that event, as far as its code editor. */
  async panel(eventText: string): Promise<Page> {
    const page = await this.#browser.newPage({ viewport: { width: 1200, height: 700 } });
    await page.addInitScript(`window.firstSnapshot = ${JSON.stringify(snapshotWith(eventText))};`);
    await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
    await page.locator('.cm-content').waitFor();
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

async function respond(address: string, response: ServerResponse): Promise<void> {
  if (address === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(pageText);
  const content = await readFile(path.join(distFolder, 'webview', path.normalize(address)));
  response.writeHead(200, { 'content-type': types[path.extname(address)] ?? 'text/plain' }).end(content);
}

function snapshotWith(eventText: string): InvokeSnapshot {
  return {
    function: { targetId: 'local', functionName: 'orders-api' },
    target: { id: 'local', label: 'Local', accountId: '000000000000', region: 'us-east-1', isProtected: false },
    configuration: {
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      architecture: 'x86_64',
      memorySizeMB: 256,
      timeoutS: 3,
    },
    qualifiers: ['$LATEST'],
    intent: { eventText, qualifier: '$LATEST', invocationType: 'RequestResponse', clientContext: '' },
    run: { state: 'idle' },
    history: [],
  };
}

const pageText = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Invoke</title>
<style>html, body { height: 100%; margin: 0; font: 13px sans-serif } body { --vscode-editor-font-family: monospace; --vscode-editor-font-size: 12px }</style>
<link rel="stylesheet" href="codicon.css" id="vscode-codicon-stylesheet">
<script>
  const tell = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
  window.tell = tell;
  window.acquireVsCodeApi = () => ({
    postMessage: ({ kind, name, id }) => {
      if (kind === 'request' && name === 'ready') queueMicrotask(() => tell({ kind: 'reply', name, id, body: window.firstSnapshot }));
    },
    getState: () => undefined,
    setState: () => {},
  });
  // Elements of open shadow roots too.
  window.deep = (selector, root = document) => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const element of root.querySelectorAll('*')) {
      const inside = element.shadowRoot && window.deep(selector, element.shadowRoot);
      if (inside) return inside;
    }
    return undefined;
  };
  // Resolves with the time at which it was on the screen.
  window.painted = (selector) => new Promise((resolve) => {
    const look = () => {
      if (window.deep(selector)) requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      else requestAnimationFrame(look);
    };
    look();
  });
  window.editable = window.painted('textarea, .cm-content[contenteditable=true]');
  window.coded = window.painted('.cm-content[contenteditable=true]');
</script>
</head>
<body><lambda-invoke-panel></lambda-invoke-panel><script type="module" src="invoke.js"></script></body>
</html>`;
