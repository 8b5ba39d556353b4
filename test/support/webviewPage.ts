/**
 * Drives the built webview bundles in a headless Chromium: a loopback page with the host's own content security policy and a
 * stub of the editor's API. Every page fails its test on a policy violation, a console error or an uncaught exception.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Deferred } from '../../src/base/deferred.ts';
import { bundleOptions } from '../../tools/build/bundles.ts';
import { rootFolder } from '../../tools/shared/paths.ts';
import { ensureChromium } from '../../tools/vscode-host/setup.ts';

export type PanelName = 'invoke' | 'logs';
export type ThemeKind = 'dark' | 'light' | 'hc-black' | 'hc-light';

export interface PageOptions {
  readonly panel: PanelName;
  readonly theme?: ThemeKind;
  readonly width?: number;
  readonly height?: number;
  /** Holds back what the entries load later, until `releaseChunks`. */
  readonly slowChunks?: boolean;
  /** What the editor kept from the panel's last life. */
  readonly state?: unknown;
}

const tags = { invoke: 'lambda-invoke-panel', logs: 'lambda-log-panel' } as const;

/** One browser and one server for a test file. */
export class WebviewBench {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #port: number;
  readonly #pages = new Set<WebviewPage>();

  private constructor(browser: Browser, server: Server, port: number) {
    this.#browser = browser;
    this.#server = server;
    this.#port = port;
  }

  static async open(): Promise<WebviewBench> {
    const bundles = await buildWebviews();
    const themes = JSON.parse(await readFile(path.join(rootFolder, 'test/webview/themes.json'), 'utf8')) as Themes;
    const server = await serve(bundles, themes);
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The page server has no port');
    try {
      const browser = await chromium.launch({
        executablePath: await ensureChromium(),
        headless: true,
        // Containers give little shared memory; without it, large pages crash.
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-dev-shm-usage',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-sync',
        ],
      });
      return new WebviewBench(browser, server, address.port);
    } catch (error) {
      server.close();
      throw error;
    }
  }

  async page(options: PageOptions): Promise<WebviewPage> {
    const context = await this.#browser.newContext({
      viewport: { width: options.width ?? 1200, height: options.height ?? 700 },
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    // Shorter than a test may take, so that a failure names what was waited for.
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const opened = new WebviewPage(page);
    if (options.slowChunks) await opened.holdChunks();
    this.#pages.add(opened);
    const query = new URLSearchParams({ theme: options.theme ?? 'dark' });
    if (options.state !== undefined) query.set('state', JSON.stringify(options.state));
    await page.goto(`http://127.0.0.1:${this.#port}/${options.panel}.html?${query}`);
    await page.locator(tags[options.panel]).waitFor();
    return opened;
  }

  /** Closes the pages of a test and fails when one of them complained. */
  async closePages(): Promise<void> {
    const complaints: string[] = [];
    for (const page of this.#pages) {
      complaints.push(...page.complaints);
      await page.page.context().close();
    }
    this.#pages.clear();
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** What the panel sent, in the channel's own envelope. */
export interface SentMessage {
  readonly kind: 'event' | 'request' | 'reply' | 'failure';
  readonly name: string;
  readonly id: number;
  readonly body: unknown;
}

/** A panel in its page, and the host's side of its channel. */
export class WebviewPage {
  readonly page: Page;
  /** Policy violations, console errors and exceptions so far. */
  readonly complaints: string[] = [];
  readonly #chunksReleased = new Deferred<void>();

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`exception: ${error.stack ?? error.message}`));
  }

  /** Delays the chunks that are imported by name of a file in `chunks/` that is no part of the entry itself. */
  async holdChunks(): Promise<void> {
    await this.page.route(/\/chunks\/codeEditor-/, async (route) => {
      await this.#chunksReleased.promise;
      await route.continue();
    });
  }

  async releaseChunks(): Promise<void> {
    this.#chunksReleased.resolve();
  }

  /** Everything sent so far, oldest first. */
  sent(): Promise<readonly SentMessage[]> {
    return this.page.evaluate(() => window.stubHost.sent as readonly SentMessage[]);
  }

  /** Waits for the next message of that name that was not taken before, and takes it. */
  async take(name: string): Promise<SentMessage> {
    const handle = await this.page.waitForFunction((wanted) => window.stubHost.take(wanted), name);
    return (await handle.jsonValue()) as SentMessage;
  }

  /** Answers the request `name`, waiting for it first. */
  async answer(name: string, body: unknown): Promise<SentMessage> {
    const request = await this.take(name);
    await this.reply(request, body);
    return request;
  }

  async reply(request: SentMessage, body: unknown): Promise<void> {
    await this.post({ kind: 'reply', name: request.name, id: request.id, body });
  }

  /** Refuses the request `name` with a message. */
  async refuse(name: string, message: string): Promise<void> {
    await this.refuseRequest(await this.take(name), message);
  }

  async refuseRequest({ name, id }: SentMessage, message: string): Promise<void> {
    await this.post({ kind: 'failure', name, id, body: message });
  }

  /** Tells the panel a fact. */
  async tell(name: string, body: unknown): Promise<void> {
    await this.post({ kind: 'event', name, id: 0, body });
  }

  /** What the panel left with the editor. */
  state(): Promise<unknown> {
    return this.page.evaluate(() => window.stubHost.state);
  }

  private async post(message: SentMessage): Promise<void> {
    await this.page.evaluate((text) => window.postMessage(JSON.parse(text), '*'), JSON.stringify(message));
  }
}

interface StubHost {
  readonly sent: unknown[];
  state: unknown;
  take(name: string): unknown;
}

declare global {
  interface Window {
    stubHost: StubHost;
  }
}

type Themes = Readonly<Record<ThemeKind, Readonly<Record<string, string>>>>;

/** The two entries with everything they load, as address → bytes: the real build, kept in memory. */
async function buildWebviews(): Promise<ReadonlyMap<string, Uint8Array>> {
  const outFolder = path.join(rootFolder, 'dist');
  const { outputFiles = [] } = await build(bundleOptions('webview', { dev: false, outFolder }));
  return new Map(
    outputFiles.map((file) => [
      `/${path.relative(path.join(outFolder, 'webview'), file.path).replaceAll('\\', '/')}`,
      file.contents,
    ]),
  );
}

async function serve(bundles: ReadonlyMap<string, Uint8Array>, themes: Themes): Promise<Server> {
  const codicons = path.join(rootFolder, 'node_modules/@vscode/codicons/dist');
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const bundle = bundles.get(url.pathname);
    if (bundle) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(bundle);
    const panel = /^\/(invoke|logs)\.html$/.exec(url.pathname)?.[1] as PanelName | undefined;
    if (panel) return void respondWithPage(response, panel, url.searchParams);
    const codicon = /^\/(codicon\.(css|ttf))$/.exec(url.pathname);
    if (codicon?.[1]) {
      const type = codicon[2] === 'css' ? 'text/css' : 'font/ttf';
      return void response
        .writeHead(200, { 'content-type': type })
        .end(await readFile(path.join(codicons, codicon[1])));
    }
    if (url.pathname === '/theme.css') {
      const theme = themes[(url.searchParams.get('theme') ?? 'dark') as ThemeKind];
      return void response.writeHead(200, { 'content-type': 'text/css' }).end(themeSheet(theme));
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function respondWithPage(response: ServerResponse, panel: PanelName, query: URLSearchParams): void {
  const nonce = 'bm9uY2U';
  const theme = query.get('theme') ?? 'dark';
  // 'self' stands for the editor's cspSource: the origin that serves the extension's own files.
  const policy = `default-src 'none'; script-src 'nonce-${nonce}' 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:`;
  response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
  const state = query.get('state') ?? 'undefined';
  response.end(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${panel}</title>
<link rel="stylesheet" href="theme.css?theme=${theme}">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="codicon.css">
<script nonce="${nonce}">
(() => {
  const sent = [];
  const untaken = [];
  window.stubHost = {
    sent,
    state: ${state.replaceAll('<', '\\u003c')},
    take(name) {
      const place = untaken.findIndex((message) => message.name === name);
      return place < 0 ? undefined : untaken.splice(place, 1)[0];
    },
  };
  window.acquireVsCodeApi = () => ({
    postMessage(message) { const copy = JSON.parse(JSON.stringify(message)); sent.push(copy); untaken.push(copy); },
    getState: () => window.stubHost.state,
    setState(state) { window.stubHost.state = JSON.parse(JSON.stringify(state)); },
  });
})();
</script>
</head>
<body class="vscode-${theme.startsWith('hc') ? 'high-contrast' : theme}" data-vscode-theme-kind="vscode-${theme}">
<${tags[panel]}></${tags[panel]}>
<script nonce="${nonce}" type="module" src="${panel}.js"></script>
</body>
</html>`);
}

/** What the editor sets on a webview's root element, and the part of its default sheet that panels must cope with. */
function themeSheet(theme: Readonly<Record<string, string>>): string {
  const variables = Object.entries(theme).map(([name, value]) => `${name}: ${value};`);
  return `html { ${variables.join(' ')} } body { background: transparent; color: var(--vscode-editor-foreground); margin: 0; padding: 0 20px; font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }`;
}
