/** Everything that a workspace folder defines, of whatever kind. */

import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { messageOf } from '../../base/humanError.ts';
import type { JsonObject } from '../../base/json.ts';
import { cdkFunctions, cdkStacks } from './cdkProject.ts';
import { plainFunctions } from './plainProject.ts';
import { type ProjectFiles, projectFiles } from './projectFiles.ts';
import type { ProjectFunction, ProjectKind, ProjectProblem } from './projectFunction.ts';
import { readSamConfig } from './samConfig.ts';
import { isBuiltTemplate, samFunctions, samTemplateNames } from './samProject.ts';
import { serverlessFileNames, serverlessFunctions } from './serverlessProject.ts';
import { parseTemplate, TemplateError } from './template/parsedTemplate.ts';
import { readTerraformFile, readTerraformVariables, terraformFunctions } from './terraform/terraformProject.ts';

export interface ProjectScan {
  /** In the order of their files. */
  readonly functions: readonly ProjectFunction[];
  readonly problems: readonly ProjectProblem[];
  /** Absolute paths of the files that were read: a change of one of them changes the scan. */
  readonly definitionFiles: readonly string[];
  /** Whether the folder was too large to be seen whole. */
  readonly isCutOff: boolean;
}

/** Rejects with the signal's reason only: what cannot be read is a problem with its place. */
export async function scanProject(root: string, signal: AbortSignal): Promise<ProjectScan> {
  const files = await projectFiles(root, signal);
  const scan = new Scan(files);
  for (const [folder, names] of files.byFolder) {
    signal.throwIfAborted();
    await scan.folder(folder, names);
  }
  await scan.plain(signal);
  return scan;
}

class Scan implements ProjectScan {
  readonly functions: ProjectFunction[] = [];
  readonly problems: ProjectProblem[] = [];
  readonly definitionFiles: string[] = [];
  readonly isCutOff: boolean;
  readonly #files: ProjectFiles;
  /** Folders of CDK apps: what their handlers become stands in `cdk.out`. */
  readonly #apps: string[] = [];

  constructor(files: ProjectFiles) {
    this.#files = files;
    this.isCutOff = files.isCutOff;
  }

  async folder(folder: string, names: readonly string[]): Promise<void> {
    const here = (name: string | undefined) => (name === undefined ? undefined : join(folder, name));
    const sam = here(samTemplateNames.find((name) => names.includes(name)));
    if (sam !== undefined)
      await this.#sam(sam, names.includes('samconfig.toml') ? join(folder, 'samconfig.toml') : undefined);
    const serverless = here(serverlessFileNames.find((name) => names.includes(name)));
    if (serverless !== undefined) await this.#serverless(serverless);
    if (names.includes('manifest.json') && folder.includes('cdk.out')) await this.#cdk(folder);
    const terraform = names.filter((name) => name.endsWith('.tf'));
    if (terraform.length > 0) await this.#terraform(folder, terraform, names.filter(isVariablesFile));
  }

  /** Handlers that no definition speaks of. */
  async plain(signal: AbortSignal): Promise<void> {
    // What a broken definition speaks of is not known: its handlers are not taken for functions of their own meanwhile.
    const broken = this.problems.map(({ place }) => dirname(place.file));
    const covered = [...this.functions.map(({ folder }) => folder), ...this.#apps];
    for (const [folder, names] of this.#files.byFolder) {
      signal.throwIfAborted();
      const isCovered =
        covered.some((other) => isWithin(other, folder) || isWithin(folder, other)) ||
        broken.some((other) => isWithin(other, folder));
      if (!isCovered) this.functions.push(...(await plainFunctions(folder, names)));
    }
  }

  async #sam(file: string, configFile: string | undefined): Promise<void> {
    const text = await this.#text(file);
    // Other tools have files of this name, too.
    if (text === undefined || isBuiltTemplate(file) || !/AWS::(?:Serverless|Lambda)::Function/.test(text)) return;
    const config = configFile === undefined ? undefined : await this.#text(configFile);
    const options = config === undefined ? {} : readSamConfig(config);
    this.#read('sam', file, () => samFunctions(text, { file, ...options }));
  }

  async #serverless(file: string): Promise<void> {
    const text = await this.#text(file);
    if (text === undefined) return;
    const folder = dirname(file);
    this.#read('serverless', file, () =>
      serverlessFunctions(text, {
        file,
        readFile: (path) => readValue(resolve(folder, path)),
        exists: (path) => existsSync(resolve(folder, path)),
      }),
    );
  }

  async #cdk(folder: string): Promise<void> {
    const manifestFile = join(folder, 'manifest.json');
    const manifest = await this.#text(manifestFile);
    if (manifest === undefined) return;
    this.#apps.push(folder.slice(0, folder.lastIndexOf('cdk.out')));
    const stacks = this.#tried('cdk', manifestFile, () => cdkStacks(manifest)) ?? [];
    for (const { templateFile, stackName } of stacks) {
      const file = join(folder, templateFile);
      const text = await this.#text(file);
      if (text !== undefined) this.#read('cdk', file, () => cdkFunctions(text, file, stackName));
    }
  }

  async #terraform(folder: string, names: readonly string[], variableNames: readonly string[]): Promise<void> {
    const files = await Promise.all(
      names.map(async (name) => ({ path: join(folder, name), text: await this.#text(join(folder, name)) })),
    );
    // A module without a function needs no reading.
    if (
      !files.some(
        ({ text }) => text !== undefined && /aws_lambda_function|modules\/(?:terraform-aws-)?lambda/.test(text),
      )
    )
      return;
    const blocks = files.flatMap(({ path, text }) =>
      text === undefined ? [] : (this.#tried('terraform', path, () => readTerraformFile({ path, text })) ?? []),
    );
    const variables: JsonObject[] = [];
    for (const name of variableNames) {
      const path = join(folder, name);
      const text = await this.#text(path);
      if (text !== undefined) variables.push(this.#tried('terraform', path, () => readTerraformVariables(text)) ?? {});
    }
    const functions = terraformFunctions(folder, blocks, Object.fromEntries(variables.flatMap(Object.entries)));
    this.functions.push(...functions);
  }

  async #text(file: string): Promise<string | undefined> {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) this.definitionFiles.push(file);
    return text;
  }

  #read(kind: ProjectKind, file: string, read: () => readonly ProjectFunction[]): void {
    this.functions.push(...(this.#tried(kind, file, read) ?? []));
  }

  #tried<T>(kind: ProjectKind, file: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      const line = error instanceof TemplateError ? error.line : 1;
      this.problems.push({ kind, place: { file, line }, message: messageOf(error) });
      return undefined;
    }
  }
}

/** In the order in which Terraform reads them: later ones win. */
function isVariablesFile(name: string): boolean {
  return name === 'terraform.tfvars' || name.endsWith('.auto.tfvars');
}

/** For `${file(…)}`: another YAML or JSON file, or nothing. */
function readValue(file: string): unknown {
  try {
    return parseTemplate(readFileSync(file, 'utf8')).value;
  } catch {
    return undefined;
  }
}

function isWithin(folder: string, inner: string): boolean {
  const path = relative(folder, inner);
  return path === '' || !(path === '..' || path.startsWith(`..${sep}`));
}
