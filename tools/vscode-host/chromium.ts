/** Headless Chromium with one page that holds still. */

import { type Browser, chromium, type Page } from 'playwright-core';
import { ensureChromium } from './setup.ts';

export interface BrowserPage {
  readonly browser: Browser;
  readonly page: Page;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openPage(viewport = { width: 1400, height: 900 }): Promise<BrowserPage> {
  // Signals are the tool's to handle: a browser that ends on its own Ctrl-C would make a stopped run look like a failed one.
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    args: flags,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  return { browser, page: await context.newPage() };
}
