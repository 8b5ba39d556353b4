/** The workspace's own record of its links: `.vscode/lambda-workbench.json`, edited by people and by us. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { applyEdits, type FormattingOptions, modify } from 'jsonc-parser';
import { Emitter, type Event } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import { parseLinks } from './linkSyntax.ts';
import { linkFilePath, linkTargetId, type RedeployLink, type RedeploySettings } from './redeployLink.ts';

const formatting: FormattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
const newFile = `{
  // Which folder is redeployed to which function. Written by "Redeploy", safe to edit and to commit.
  "links": []
}
`;

/** The file is read for every question: it is small, and people edit it. */
export class RedeployLinks implements Disposable {
  readonly #path: string;
  readonly #log: Log;
  readonly #changed = new Emitter<void>();
  readonly #writing = new SerialQueue();

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(workspaceFolder: string, log: Log) {
    this.#path = join(workspaceFolder, linkFilePath);
    this.#log = log;
  }

  /** Rejects with `HumanError` when the file is not what it should be, naming the line. */
  async find(targetId: string, functionName: string): Promise<RedeployLink | undefined> {
    return (await this.all()).find((link) => isFor(link, targetId, functionName));
  }

  /** In the order of the file; none when there is no file. Rejects as `find` does. */
  async all(): Promise<readonly RedeployLink[]> {
    const text = await this.#read();
    return text === undefined ? [] : parseLinks(text);
  }

  /** Adds the link, or moves the one for the same function on the same target. Comments, settings and unknown members stay. */
  async save(link: RedeployLink): Promise<void> {
    await this.#writing.run(() => this.#save(link));
    this.#changed.fire();
  }

  /** Changes one setting of a link that is there; `undefined` takes it away. */
  async set<Member extends keyof RedeploySettings>(
    link: RedeployLink,
    member: Member,
    value: RedeployLink[Member] | undefined,
  ): Promise<void> {
    await this.#writing.run(async () => {
      const text = (await this.#read()) ?? newFile;
      const index = indexOf(parseLinks(text), link);
      if (index >= 0) await this.#write(edit(text, ['links', index, member], value, false));
    });
    this.#changed.fire();
  }

  /** The file was changed by someone else: the editor's watcher calls it. */
  fileChanged(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #save(link: RedeployLink): Promise<void> {
    const text = (await this.#read()) ?? newFile;
    const links = parseLinks(text);
    const index = indexOf(links, link);
    const present = links[index];
    const edited = present
      ? changedMembers(present, link).reduce(
          (before, member) => edit(before, ['links', index, member], link[member], false),
          text,
        )
      : edit(text, ['links', links.length], link, true);
    await this.#write(edited);
    this.#log.info(`Linked ${link.functionName} to ${link.folder}`);
  }

  async #write(text: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(this.#path, text);
  }

  async #read(): Promise<string | undefined> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

function indexOf(links: readonly RedeployLink[], { target, functionName }: RedeployLink): number {
  return links.findIndex((saved) => isFor(saved, linkTargetId(target), functionName));
}

function isFor(link: RedeployLink, targetId: string, functionName: string): boolean {
  return link.functionName === functionName && linkTargetId(link.target) === targetId;
}

function edit(text: string, path: (string | number)[], value: unknown, isInsertion: boolean): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions: formatting, isArrayInsertion: isInsertion }));
}

/** What stays as it is keeps its comments; settings that the new link says nothing about stay too. */
function changedMembers(before: RedeployLink, after: RedeployLink): readonly (keyof RedeployLink)[] {
  const members = Object.keys(after) as (keyof RedeployLink)[];
  return members.filter((member) => JSON.stringify(before[member]) !== JSON.stringify(after[member]));
}
