/** Decides how a version's process is started: which program, which bootstrap, which variables. */

import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../../base/humanError.ts';
import { parseRuntime, type RuntimeFamily } from '../../lambda/runtimes.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import type { DotnetSearch } from './dotnet.ts';
import { DotnetError, dotnetStart } from './dotnetStart.ts';
import { environmentVariables, type VariablesInput } from './environmentVariables.ts';
import { wrappedCommand } from './execWrapper.ts';
import type { InterpreterFamily } from './interpreterFolders.ts';
import type { Interpreter, Interpreters } from './interpreters.ts';
import { JavaBootstrap } from './javaBootstrap.ts';
import { type ManagedStart, managedRuntimes } from './managedRuntimes.ts';
import type { ProcessCommand } from './supervisor.ts';

export interface Launch {
  readonly command: ProcessCommand;
  /** Whether the bootstrap is ours and says where the output of an invocation ends. */
  readonly writesMarks: boolean;
  readonly runtime: RuntimeChoice;
  /** Where the bootstrap is ours. */
  readonly managed?: ManagedLaunch | undefined;
}

export interface ManagedLaunch {
  readonly family: InterpreterFamily;
  readonly interpreter: Interpreter;
  /** Where the bootstraps lie, and the one that the interpreter runs first. */
  readonly folder: string;
  readonly bootstrap: string;
}

/** What INIT_START tells. */
export interface RuntimeChoice {
  /** `nodejs:22.11.0` */
  readonly runtimeVersion: string;
  readonly runtimeVersionArn: string;
  /** A sentence when the interpreter is not of the version that was asked for. */
  readonly note: string | undefined;
}

/** Nothing can be started; the message says what is missing and what to do. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

export type LaunchPlace = Omit<VariablesInput, 'interpreter' | 'runtimeFolder'>;

export class Launcher {
  readonly #interpreters: Interpreters;
  readonly #bootstrapFolder: string;
  readonly #compiledFolder: string;
  readonly #javaBootstrap: JavaBootstrap;
  readonly #dotnet: DotnetSearch;

  /**
   * `compiledFolder` is where interpreters keep the compiled form of modules: packages are read-only. `dotnet` says where
   * .NET is looked for.
   */
  constructor(interpreters: Interpreters, bootstrapFolder: string, compiledFolder: string, dotnet: DotnetSearch) {
    this.#interpreters = interpreters;
    this.#bootstrapFolder = bootstrapFolder;
    this.#compiledFolder = compiledFolder;
    this.#dotnet = dotnet;
    this.#javaBootstrap = new JavaBootstrap(join(bootstrapFolder, 'java'), join(compiledFolder, 'java'));
  }

  /** Refuses runtimes that cannot run here at all. Throws `InvalidRuntimeException`. */
  check(version: FunctionVersion): void {
    const runtime = version.configuration.Runtime ?? '';
    const { family } = parseRuntime(runtime);
    if (family === 'provided' || family === 'dotnet' || isManaged(family)) return;
    const what = runtime === '' ? 'A function without a runtime (a container image)' : `The runtime ${runtime}`;
    throw new LambdaServiceError(
      'InvalidRuntimeException',
      502,
      `${what} cannot be run locally. Node.js, Python, Java, Ruby, .NET and OS-only (provided) runtimes can; invoke this function on AWS.`,
    );
  }

  /** Finds program and bootstrap. Rejects with `LaunchError`. Quick once the interpreters are known. */
  async prepare(version: FunctionVersion, place: Promise<LaunchPlace>): Promise<Launch> {
    const runtime = version.configuration.Runtime ?? '';
    const { family, version: wanted } = parseRuntime(runtime);
    if (isManaged(family)) {
      const interpreter = await this.#interpreter(family, wanted, runtime);
      const compiledFolder =
        family === 'java'
          ? await this.#javaClasses(interpreter, wanted, runtime)
          : join(this.#compiledFolder, family === 'nodejs' ? join('node', version.packageId) : family);
      const found = await place;
      const variables = environmentVariables({ ...found, interpreter, runtimeFolder: this.#bootstrapFolder });
      if (family === 'nodejs') addNodeOptions(variables, interpreter);
      // The bootstrap takes it away before the function can see it.
      if (family === 'nodejs') variables['LAMBDA_WORKBENCH_COMPILED'] = compiledFolder;
      const command = commandOf(family, {
        interpreter,
        bootstrapFolder: this.#bootstrapFolder,
        compiledFolder,
        layersFolder: found.layersFolder ?? '/opt',
        environment: variables,
      });
      const folder = this.#bootstrapFolder;
      const managed = { family, interpreter, folder, bootstrap: join(folder, managedRuntimes[family].bootstrap) };
      return { command, writesMarks: true, runtime: choiceOf(version, family, wanted, interpreter), managed };
    }
    if (family === 'dotnet') return this.#prepareDotnet(version, wanted, await place);
    const { taskRoot, layersFolder } = await place;
    const bootstrap = await firstOf([taskRoot, layersFolder].map((folder) => folder && join(folder, 'bootstrap')));
    if (bootstrap === undefined) {
      throw new LaunchError("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
    }
    const environment = environmentVariables({
      ...(await place),
      interpreter: undefined,
      runtimeFolder: this.#bootstrapFolder,
    });
    const choice = describe(version, runtime.replace('.', ':'), bootstrap, undefined);
    const command = { command: bootstrap, arguments: [], folder: taskRoot, environment };
    return { command, writesMarks: false, runtime: choice };
  }

  async #prepareDotnet(version: FunctionVersion, wanted: string, place: LaunchPlace): Promise<Launch> {
    const { Runtime: runtime = '', Handler: handler = '', Environment } = version.configuration;
    const mainAssembly = Environment?.Variables?.['LAMBDA_DOTNET_MAIN_ASSEMBLY'];
    const { taskRoot, layersFolder = '/opt' } = place;
    const found = await dotnetStart({ runtime, wanted, handler, mainAssembly, taskRoot }, this.#dotnet).catch(
      (error: unknown) => {
        throw error instanceof DotnetError ? new LaunchError(error.message) : error;
      },
    );
    const { dotnet } = found;
    const interpreter = dotnet && { ...dotnet, isElectron: false };
    const environment = {
      LAMBDA_RUNTIME_NAME: runtime,
      // What was made for an older version runs on the newer one that is there.
      ...(dotnet && { DOTNET_ROOT: dirname(dotnet.path), DOTNET_ROLL_FORWARD: 'Major' }),
      ...environmentVariables({ ...place, interpreter, runtimeFolder: this.#bootstrapFolder }),
    };
    const command = wrappedCommand({ ...found, layersFolder, environment });
    const choice =
      interpreter === undefined
        ? describe(version, `dotnet:${wanted}`, found.program, undefined)
        : choiceOf(version, 'dotnet', wanted, interpreter);
    return { command, writesMarks: false, runtime: choice };
  }

  async #interpreter(family: InterpreterFamily, wanted: string, runtime: string): Promise<Interpreter> {
    const interpreter = await this.#interpreters.nearest(family, wanted);
    if (interpreter !== undefined) return interpreter;
    const { language, oldest, installation } = managedRuntimes[family];
    throw new LaunchError(
      `${runtime} needs ${language}, and none from version ${oldest} on was found on this computer. Install ${installation(wanted)} so that it is on the PATH, then restart the local service.`,
    );
  }

  async #javaClasses(interpreter: Interpreter, wanted: string, runtime: string): Promise<string> {
    const others = await this.#interpreters.all('java');
    const folder = await this.#javaBootstrap.classes([interpreter, ...others]).catch((error: unknown) => {
      throw new LaunchError(`${runtime} could not be started: ${messageOf(error)}`);
    });
    if (folder !== undefined) return folder;
    throw new LaunchError(
      `${runtime} needs a Java compiler once, and there is no javac beside ${interpreter.path}. Install a JDK ${wanted} so that it is on the PATH, then restart the local service.`,
    );
  }
}

function commandOf(family: InterpreterFamily, start: ManagedStart): ProcessCommand {
  return wrappedCommand({
    ...start,
    program: start.interpreter.path,
    arguments: managedRuntimes[family].arguments(start),
  });
}

function isManaged(family: RuntimeFamily): family is InterpreterFamily {
  return family in managedRuntimes;
}

/** Lambda turns off what Node.js 22 and 24 would otherwise do with ES modules, unless the function asks for it. */
function addNodeOptions(variables: Record<string, string>, interpreter: Interpreter): void {
  const major = Number(interpreter.version.split('.')[0]);
  if (major < 22 || major > 24) return;
  const own = variables['NODE_OPTIONS'] ?? '';
  const options = ['--no-experimental-require-module', '--no-experimental-detect-module'].filter(
    (option) => !own.includes(option.replace('--no-', '--')),
  );
  variables['NODE_OPTIONS'] = [...options, own].filter(Boolean).join(' ');
}

function choiceOf(
  version: FunctionVersion,
  family: InterpreterFamily | 'dotnet',
  wanted: string,
  interpreter: Interpreter,
): RuntimeChoice {
  const isExact = interpreter.version.startsWith(`${wanted}.`);
  const language = family === 'dotnet' ? '.NET' : managedRuntimes[family].language;
  const note = isExact
    ? undefined
    : `${version.configuration.Runtime} runs on ${language} ${interpreter.version} here: no ${language} ${wanted} was found on this computer (${interpreter.path})`;
  return describe(version, `${family}:${interpreter.version}`, interpreter.path, note);
}

/** The ARN has Lambda's form; its hash stands for the program. */
function describe(
  version: FunctionVersion,
  runtimeVersion: string,
  path: string,
  note: string | undefined,
): RuntimeChoice {
  const hash = createHash('sha256').update(`${runtimeVersion} ${path}`).digest('hex');
  return { runtimeVersion, runtimeVersionArn: `arn:aws:lambda:${version.id.region}::runtime:${hash}`, note };
}

/** The first path that is there; `undefined` when none is. */
async function firstOf(paths: readonly (string | undefined)[]): Promise<string | undefined> {
  for (const path of paths) if (path && (await exists(path))) return path;
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
