/** The product as a person reaches it: rows, buttons and panels of the workbench, found by what they say. */

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const patienceMs = 30_000;

export class LambdaPage {
  readonly page: Page;
  readonly #pictures: string | undefined;

  /** `pictures`: the folder that gets a picture of every step; none are taken without it. */
  constructor(page: Page, pictures: string | undefined) {
    this.page = page;
    this.#pictures = pictures;
    page.setDefaultTimeout(patienceMs);
  }

  /** Opens the Lambda view through its icon in the activity bar. */
  async openView(): Promise<void> {
    const icon = this.page.locator('.activitybar .action-label[aria-label^="Lambda"]');
    await icon.click();
    await this.row('Local').waitFor();
  }

  /** A row of the Functions view, by the beginning of its spoken label. */
  row(label: string): Locator {
    return this.page.locator(`.pane-body .monaco-list-row[aria-label^="${label}"]`).first();
  }

  /** A function's row below a target: rows of all targets stand in one list, in order. */
  functionRow(functionName: string, nth = 0): Locator {
    return this.page.locator(`.pane-body .monaco-list-row[aria-label^="${functionName}, function"]`).nth(nth);
  }

  /** Presses one of the actions that a row shows under the pointer. */
  async inlineAction(row: Locator, title: string): Promise<void> {
    await this.#atRest();
    await row.hover();
    await row.locator(`.action-label[aria-label^="${title}"]`).click();
  }

  /** The editor loses an action on a row that is just drawn again: a person presses when the list has come to rest. */
  async #atRest(): Promise<void> {
    const rows = this.page.locator('.pane-body .monaco-list-row');
    let before: string | undefined;
    let looksAlike = 0;
    const look = async () => {
      const labels = await rows.evaluateAll((elements) =>
        elements.map((element) => element.getAttribute('aria-label')),
      );
      const now = labels.join('\n');
      looksAlike = now === before ? looksAlike + 1 : 0;
      before = now;
      return looksAlike;
    };
    await expect.poll(look, { timeout: patienceMs, interval: 100 }).toBeGreaterThanOrEqual(5);
  }

  /** Runs a command by its title, as F1 does. `entry` is how the list shows it, where it is not one of ours. */
  async command(title: string, entry = `Lambda: ${title}`): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput(title, entry);
  }

  /** Reloads as a person does, so that the workbench keeps what it keeps; resolves when it stands again. */
  async reloadWindow(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window', 'Reload Window');
    await loaded;
    await this.page.waitForSelector('.monaco-workbench .activitybar');
    await this.themed();
  }

  /** The workbench stands before its theme is there; until then it is shown in colours that are nobody's choice. */
  async themed(): Promise<void> {
    await this.page.waitForSelector('.monaco-workbench[class*="vscode-theme-"]');
  }

  /** By its name in the editor's own list. `kind` is what the workbench calls itself in it. */
  async chooseTheme(label: string, kind: 'vs' | 'vs-dark' | 'hc-black'): Promise<void> {
    await this.command('Preferences: Color Theme', 'Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input[placeholder*="Color Theme"]').waitFor();
    await this.quickInput(label, label);
    await this.page.waitForSelector(`.monaco-workbench.${kind}[class*="vscode-theme-"]`);
  }

  /** Types into the quick input and takes the first entry whose label holds `entry`. */
  async quickInput(text: string, entry: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('input[type="text"]').first().waitFor();
    await this.page.keyboard.type(text);
    await widget.locator('.monaco-list-row', { hasText: entry }).first().click();
  }

  /** What is inside the webview that holds `element`, and in it `text`: two panels of a kind may be changing places. */
  async panel(element: 'lambda-invoke-panel' | 'lambda-log-panel', text = ''): Promise<Locator> {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      for (const frame of this.page.frames()) {
        const found = frame.locator(element).filter({ hasText: text });
        if ((await found.count().catch(() => 0)) > 0 && (await found.isVisible().catch(() => false))) return found;
      }
      await this.page.waitForEvent('framenavigated', { timeout: 500 }).catch(() => undefined);
    }
    throw new Error(`No webview shows <${element}> ${text}`);
  }

  /**
   * A notification that holds `text`, looked for in the notification centre: the workbench shows no toasts while a test
   * driver has it.
   */
  async notification(text: string): Promise<Locator> {
    const bell = this.page.locator('.statusbar-item[id="status.notifications"] a');
    const unseen = this.page.locator('.statusbar-item[id="status.notifications"] .codicon-bell-dot');
    const entry = this.page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
    // A progress is a notification as well: its end closes the centre that was opened on it, and then the bell rings again.
    await expect
      .poll(
        async () => {
          if (await unseen.isVisible()) await bell.click();
          return entry.isVisible();
        },
        { timeout: patienceMs },
      )
      .toBe(true);
    return entry;
  }

  /** Opens a file of the workspace by name and replaces one text by another, saved. */
  async editFile(fileName: string, from: string, to: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput(fileName, fileName);
    await this.page.locator('.monaco-editor .view-line', { hasText: from }).first().waitFor();
    await this.page.keyboard.press('Control+H');
    const widget = this.page.locator('.find-widget.visible');
    await widget.locator('.find-part textarea').fill(from);
    await widget.locator('.replace-part textarea').fill(to);
    await widget.locator('.replace-part textarea').press('Control+Alt+Enter');
    await this.page.locator('.monaco-editor .view-line', { hasText: to }).first().waitFor();
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active:not(.dirty)').first().waitFor();
  }

  /** Keeps a picture of the whole window. */
  async picture(name: string): Promise<void> {
    if (this.#pictures === undefined) return;
    mkdirSync(this.#pictures, { recursive: true });
    await this.page.screenshot({ path: path.join(this.#pictures, `${name}.png`) });
  }
}
