/** The workspace's own record of which folder is which function: `.vscode/lambda-workbench.json`. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import {
  applyEdits,
  type FormattingOptions,
  findNodeAtLocation,
  getNodeValue,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import { Emitter, type Event } from '../../base/event.ts';
import { HumanError } from '../../base/humanError.ts';
import { asObject, asText } from '../../base/json.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { type BuildSetting, parseBuildSetting } from '../build/buildSetting.ts';
import { parseErrorInWords, placeOf } from '../jsonProblem.ts';

export interface RedeployLink {
  readonly functionName: string;
  readonly target: LinkTarget;
  /** Relative to the workspace folder, POSIX slashes. */
  readonly folder: string;
  readonly build: BuildSetting;
}

export type LinkTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'aws'; readonly profile: string; readonly region: string; readonly accountId?: string };

/** Relative to the workspace folder. */
export const linkFilePath = '.vscode/lambda-workbench.json';

/** Id of the target that a link means (`Target.id`). */
export function linkTargetId(target: LinkTarget): string {
  return target.kind === 'local' ? 'local' : `${target.profile}/${target.region}`;
}

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
  #writing: Promise<unknown> = Promise.resolve();

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

  /** Adds the link or replaces the one for the same function on the same target. Comments and unknown members stay. */
  async save(link: RedeployLink): Promise<void> {
    const saved = this.#writing.then(() => this.#save(link));
    this.#writing = saved.catch(() => {});
    await saved;
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
    const index = links.findIndex((saved) => isFor(saved, linkTargetId(link.target), link.functionName));
    const present = links[index];
    const edited = present
      ? changedMembers(present, link).reduce(
          (before, member) => edit(before, ['links', index, member], link[member], false),
          text,
        )
      : edit(text, ['links', links.length], link, true);
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(this.#path, edited);
    this.#log.info(`Linked ${link.functionName} to ${link.folder}`);
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

function isFor(link: RedeployLink, targetId: string, functionName: string): boolean {
  return link.functionName === functionName && linkTargetId(link.target) === targetId;
}

function edit(text: string, path: (string | number)[], value: unknown, isInsertion: boolean): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions: formatting, isArrayInsertion: isInsertion }));
}

/** What stays as it is keeps its comments. */
function changedMembers(before: RedeployLink, after: RedeployLink): readonly (keyof RedeployLink)[] {
  const members: readonly (keyof RedeployLink)[] = ['functionName', 'target', 'folder', 'build'];
  return members.filter((member) => JSON.stringify(before[member]) !== JSON.stringify(after[member]));
}

function parseLinks(text: string): readonly RedeployLink[] {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) throw badFile(text, error.offset, parseErrorInWords(error));
  if (root?.type !== 'object') throw badFile(text, 0, 'an object with "links" is expected');
  const links = findNodeAtLocation(root, ['links']);
  if (links === undefined) return [];
  if (links.type !== 'array') throw badFile(text, links.offset, '"links" must be a list');
  return (links.children ?? []).map((node) => parseLink(text, node));
}

/** Parses by member, so that an error names the line of the member that is wrong. */
function parseLink(text: string, node: Node): RedeployLink {
  const fields = asObject(getNodeValue(node));
  if (!fields) throw badFile(text, node.offset, 'a link must be an object');
  const wrong = (member: string, expected: string) =>
    badFile(text, (findNodeAtLocation(node, [member]) ?? node).offset, `"${member}" must be ${expected}`);

  const functionName = asText(fields['functionName']);
  if (functionName === undefined) throw wrong('functionName', 'the name of a function');
  const folder = asText(fields['folder']);
  if (folder === undefined || isAbsolute(folder) || folder.includes('\\')) {
    throw wrong('folder', 'a path relative to the workspace folder, with / between its parts');
  }
  const target = parseTarget(fields['target']);
  if (!target) throw wrong('target', '{ "kind": "local" } or { "kind": "aws", "profile": …, "region": … }');
  const build = parseBuildSetting(fields['build']);
  if (!build) throw wrong('build', '{ "kind": "esbuild", "entry": … } or { "kind": "copy" }');
  return { functionName, target, folder, build };
}

function parseTarget(value: unknown): LinkTarget | undefined {
  const fields = asObject(value);
  if (fields?.['kind'] === 'local') return { kind: 'local' };
  const profile = asText(fields?.['profile']);
  const region = asText(fields?.['region']);
  const accountId = asText(fields?.['accountId']);
  if (fields?.['kind'] !== 'aws' || profile === undefined || region === undefined) return undefined;
  return { kind: 'aws', profile, region, ...(accountId === undefined ? {} : { accountId }) };
}

function badFile(text: string, offset: number, what: string): HumanError {
  return new HumanError(`${linkFilePath}, line ${placeOf(text, offset).line}: ${what}.`);
}
