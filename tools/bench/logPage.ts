/** The built log panel in a headless Chromium, joined to a held log as the editor joins them: messages as JSON, in order. */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { Emitter } from '../../src/base/event.ts';
import { Channel } from '../../src/protocol/channel.ts';
import type {
  LogBatch,
  LogHostMessages,
  LogSnapshot,
  LogViewMessages,
  TailSource,
} from '../../src/protocol/logPanel.ts';
import { LogSender } from '../../src/protocol/logSender.ts';
import { distFolder } from '../shared/paths.ts';
import { ensureChromium } from '../vscode-host/setup.ts';

/** The host's half: what `LogTail` and a `HeldLog` with its sources have in common. */
export interface LogSourceOfPage {
  snapshot(): LogSnapshot;
  readonly onBatch: (listener: (batch: LogBatch) => void) => { dispose(): void };
}

const files: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

export class LogPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #devtools: CDPSession;
  readonly #channel: Channel<LogHostMessages, LogViewMessages>;
  readonly #subscription: { dispose(): void };

  private constructor(
    page: Page,
    browser: Browser,
    server: Server,
    devtools: CDPSession,
    channel: Channel<LogHostMessages, LogViewMessages>,
    subscription: { dispose(): void },
  ) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
    this.#devtools = devtools;
    this.#channel = channel;
    this.#subscription = subscription;
  }

  /** `blank`: a page that takes the messages and shows nothing, as the floor for what the panel does. */
  static async open(log: LogSourceOfPage, options: { readonly blank?: boolean } = {}): Promise<LogPage> {
    const sender = new LogSender();
    const received = new Emitter<unknown>();
    const wire = new Wire();
    const channel = new Channel<LogHostMessages, LogViewMessages>(
      { post: (message) => wire.post(message), onMessage: received.event },
      {
        ready: () => sender.snapshot(log.snapshot()),
        older: () => ({ addedLines: 0, hasOlder: false }),
        findRequest: () => [],
      },
    );
    const subscription = log.onBatch((batch) => channel.send('batch', sender.batch(batch)));
    const server = createServer((request, response) => {
      respond(request, response, wire, options.blank ?? false, (message) => received.fire(message)).catch(() =>
        response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: await ensureChromium(),
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    });
    const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
    const devtools = await page.context().newCDPSession(page);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await wire.opened;
    return new LogPage(page, browser, server, devtools, channel, subscription);
  }

  /** The page's JavaScript heap after a full collection, in bytes. */
  async heapBytes(): Promise<number> {
    await this.#devtools.send('HeapProfiler.collectGarbage');
    return (await this.#devtools.send('Runtime.getHeapUsage')).usedSize;
  }

  async close(): Promise<void> {
    this.#subscription.dispose();
    this.#channel.dispose();
    await this.#browser.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** Host to page: one line of a server-sent stream for each message. */
class Wire {
  readonly opened: Promise<void>;
  #open: () => void = () => {};
  #stream: ServerResponse | undefined;
  #waiting: string[] = [];

  constructor() {
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  connect(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#stream = response;
    for (const text of this.#waiting) response.write(text);
    this.#waiting = [];
    this.#open();
  }

  post(message: unknown): void {
    const text = `data: ${JSON.stringify(message)}\n\n`;
    if (this.#stream) this.#stream.write(text);
    else this.#waiting.push(text);
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  wire: Wire,
  blank: boolean,
  receive: (message: unknown) => void,
): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  if (address === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(pageText(blank));
  if (address === '/stream') return wire.connect(response);
  if (address === '/message') {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    receive(JSON.parse(Buffer.concat(chunks).toString()));
    return void response.writeHead(204).end();
  }
  const file = path.join(distFolder, 'webview', path.normalize(address));
  const content = await readFile(file);
  response.writeHead(200, { 'content-type': files[path.extname(file)] ?? 'text/plain' }).end(content);
}

function pageText(blank: boolean): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Lambda Logs</title>
<style>html, body { height: 100%; margin: 0; font: 13px sans-serif } body { --vscode-editor-font-family: monospace; --vscode-editor-font-size: 12px }</style>
<link rel="stylesheet" href="codicon.css" id="vscode-codicon-stylesheet">
<script>
  const stream = new EventSource('/stream');
  stream.onmessage = ({ data }) => window.dispatchEvent(new MessageEvent('message', { data: JSON.parse(data) }));
  let state = { reading: 'lines' };
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void fetch('/message', { method: 'POST', body: JSON.stringify(message) }),
    getState: () => state,
    setState: (next) => { state = next; },
  });
</script>
</head>
<body>
${blank ? '' : '<lambda-log-panel></lambda-log-panel><script type="module" src="logs.js"></script>'}
</body>
</html>`;
}

/** The function whose log the benchmarks make up. */
export const benchSource: TailSource = {
  id: 'local/orders-api',
  functionName: 'orders-api',
  targetLabel: 'Local',
  logGroupName: '/aws/lambda/orders-api',
  timeoutMs: 3000,
  state: { state: 'following' },
};
