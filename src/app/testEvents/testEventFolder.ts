/** The test events of one function as files: `.lambda/events/FUNCTION/NAME.json` under a folder of the workspace. */

import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../base/humanError.ts';
import type { TestEventSummary } from '../../protocol/testEvents.ts';
import { replaceFile } from '../atomicFile.ts';
import { expectedSuffix, testEventNameProblem } from './testEventName.ts';
import {
  parseTestEventSettings,
  settingsAfterRename,
  settingsFileName,
  type TestEventSettings,
  testEventSettingsText,
} from './testEventSettings.ts';

/** From the workspace's folder, with `/` between its parts. */
export const testEventsPath = '.lambda/events';

const extension = '.json';

export interface TestEventList {
  /** In order of name. */
  readonly events: readonly TestEventSummary[];
  readonly defaultName: string | undefined;
}

export class TestEventFolder {
  /** Absolute. */
  readonly path: string;
  /** Settings are read, changed and written: one after the other. */
  #lastChange: Promise<void> = Promise.resolve();

  /** `functionName` is a plain name: no ARN, no path. */
  constructor(root: string, functionName: string) {
    this.path = path.join(root, ...testEventsPath.split('/'), functionName);
  }

  /** Nothing is there as long as nothing was saved. An event called `default` comes first when no other was chosen. */
  async list(): Promise<TestEventList> {
    const names = (await this.#fileNames()).flatMap((file) => {
      const name = file.endsWith(extension) ? file.slice(0, -extension.length) : '';
      return testEventNameProblem(name) === undefined ? [name] : [];
    });
    const settings = await this.#settings();
    const events = await Promise.all(
      names.map(async (name): Promise<TestEventSummary[]> => {
        const found = await stat(this.fileOf(name)).catch(() => undefined);
        if (!found?.isFile()) return [];
        const templateId = settings.templates.get(name);
        return [{ name, bytes: found.size, ...(templateId === undefined ? {} : { templateId }) }];
      }),
    );
    const sorted = events.flat().sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    const defaultName = settings.defaultName ?? 'default';
    return { events: sorted, defaultName: sorted.some(({ name }) => name === defaultName) ? defaultName : undefined };
  }

  /** Absolute path of an event's file, whether or not it is there. Throws `HumanError` for a name that cannot be one. */
  fileOf(name: string): string {
    const problem = testEventNameProblem(name);
    if (problem !== undefined) throw new HumanError(problem);
    return path.join(this.path, `${name}${extension}`);
  }

  async read(name: string): Promise<string> {
    const text = await textOf(this.fileOf(name));
    if (text === undefined) throw this.#gone(name);
    return text.trimEnd();
  }

  /** `isNew` refuses a name that is taken, in any case of its letters: many file systems do not tell them apart. */
  async write(name: string, eventText: string, options: { readonly isNew: boolean }): Promise<void> {
    if (options.isNew) await this.#demandFree(name);
    await replaceFile(this.fileOf(name), `${eventText.trimEnd()}\n`);
  }

  async rename(name: string, newName: string): Promise<void> {
    if (name === newName) return;
    await this.#demandFree(newName, name);
    await this.#move(name, newName);
    await this.#changeSettings((settings) => settingsAfterRename(settings, name, newName));
  }

  async duplicate(name: string, newName: string): Promise<void> {
    await this.write(newName, await this.read(name), { isNew: true });
    const templateId = (await this.#settings()).templates.get(name);
    if (templateId !== undefined) await this.setTemplate(newName, templateId);
  }

  /** Leaves the file itself to the caller, who may have a bin to put it in. */
  async forget(name: string): Promise<void> {
    await this.#changeSettings((settings) => settingsAfterRename(settings, name));
  }

  async setDefault(name: string | undefined): Promise<void> {
    await this.#changeSettings((settings) => ({ ...settings, defaultName: name }));
  }

  async setTemplate(name: string, templateId: string | undefined): Promise<void> {
    await this.#changeSettings((settings) => {
      const templates = new Map(settings.templates);
      if (templateId === undefined) templates.delete(name);
      else templates.set(name, templateId);
      return { ...settings, templates };
    });
  }

  async #demandFree(name: string, except?: string): Promise<void> {
    const wanted = path.basename(this.fileOf(name)).toLowerCase();
    const taken = (await this.#fileNames()).find(
      (file) => file.toLowerCase() === wanted && file !== `${except}${extension}`,
    );
    if (taken !== undefined) {
      throw new HumanError(`There is a test event ${taken.slice(0, -extension.length)} already. Choose another name.`);
    }
  }

  /** The event, and the answer that is expected of it. */
  async #move(name: string, newName: string): Promise<void> {
    try {
      await rename(this.fileOf(name), this.fileOf(newName));
    } catch (error) {
      if (isMissing(error)) throw this.#gone(name);
      throw error;
    }
    const expectedOf = (event: string) => path.join(this.path, `${event}${expectedSuffix}${extension}`);
    await rename(expectedOf(name), expectedOf(newName)).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  }

  async #fileNames(): Promise<readonly string[]> {
    try {
      return await readdir(this.path);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async #settings(): Promise<TestEventSettings> {
    return parseTestEventSettings(await textOf(path.join(this.path, settingsFileName)));
  }

  #changeSettings(change: (settings: TestEventSettings) => TestEventSettings): Promise<void> {
    const changed = this.#lastChange.then(() => this.#writeSettings(change));
    this.#lastChange = changed.catch(() => {});
    return changed;
  }

  async #writeSettings(change: (settings: TestEventSettings) => TestEventSettings): Promise<void> {
    const before = await this.#settings();
    const text = testEventSettingsText(change(before));
    if (text === testEventSettingsText(before)) return;
    const file = path.join(this.path, settingsFileName);
    if (text === undefined) await rm(file, { force: true });
    else await replaceFile(file, text);
  }

  #gone(name: string): HumanError {
    return new HumanError(`The test event ${name} is not there any more: ${this.fileOf(name)}.`);
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
