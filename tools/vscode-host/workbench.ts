/** A whole workbench under a test's hand: server, browser, page, with the extension from its folder or from a package. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openPage } from './chromium.ts';
import { startCodeServer, withoutGallery } from './codeServer.ts';
import { installVsix } from './installVsix.ts';
import { quietSettings, type Settings, writeSettings } from './quietSettings.ts';
import { workbenchAddress } from './workbenchAddress.ts';

export interface WorkbenchOptions {
  /** The extension under development, or the package to install: one of the two. */
  readonly extension: { readonly folder: string } | { readonly vsix: string };
  /** The workspace folder. */
  readonly folder: string;
  /** Kept by the caller, to open the same window again; a temporary one otherwise. */
  readonly userDataFolder?: string;
  readonly settings?: Settings;
  readonly trust?: boolean;
  /** For the extension host, and so for the extension. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Workbench {
  readonly page: Page;
  readonly browser: Browser;
  readonly serverUrl: string;
  /** Closes browser and server and removes what was temporary. */
  close(): Promise<void>;
}

const readyDeadlineMs = 60_000;

/** Resolves when the workbench's activity bar is there; the extension may still be idle. */
export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const temporary = mkdtempSync(path.join(tmpdir(), 'workbench-'));
  const userDataFolder = options.userDataFolder ?? path.join(temporary, 'user');
  const extensionsFolder = path.join(userDataFolder, 'extensions');
  writeSettings(userDataFolder, { ...quietSettings, ...options.settings });
  const owned: (() => Promise<unknown>)[] = [async () => rmSync(temporary, { recursive: true, force: true })];
  const close = async () => {
    for (const release of owned.splice(0).reverse()) await release();
  };
  try {
    if ('vsix' in options.extension) await installVsix(options.extension.vsix, { userDataFolder, extensionsFolder });
    const server = await startCodeServer({
      userDataFolder,
      extensionsFolder,
      testDriver: true,
      trust: options.trust ?? true,
      env: { ...withoutGallery, ...options.env },
    });
    owned.push(() => server.close());
    const { browser, page } = await openPage(options.viewport);
    owned.push(() => browser.close());
    const address = workbenchAddress(server.host, {
      folder: options.folder,
      developmentFolders: 'folder' in options.extension ? [options.extension.folder] : [],
    });
    await page.goto(address);
    await page.waitForSelector('.monaco-workbench .activitybar', { timeout: readyDeadlineMs });
    return { page, browser, serverUrl: address, close };
  } catch (error) {
    await close();
    throw error;
  }
}
