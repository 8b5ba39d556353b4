/** The variables that a function's process sees: Lambda's own, then the function's, and nothing of the service's. */

import { createHash } from 'node:crypto';
import { delimiter, dirname, join } from 'node:path';
import { parseRuntime } from '../../lambda/runtimes.ts';
import type { LogLocation } from '../logs/logWriter.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import type { InitializationType } from './initializationType.ts';
import type { Interpreter } from './interpreters.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface VariablesInput {
  readonly version: FunctionVersion;
  /** Folder of the unpacked package. */
  readonly taskRoot: string;
  /** Folder of the merged layers in place of /opt; absent without layers. */
  readonly layersFolder?: string | undefined;
  /** Folder of the bootstraps. */
  readonly runtimeFolder: string;
  /** The environment's own folder in place of /tmp. */
  readonly temporaryFolder: string;
  /** `host:port` of the Runtime API. */
  readonly runtimeApi: string;
  /** Opens the metadata endpoint, which is at the same address. */
  readonly metadataToken: string;
  readonly logPlace: LogLocation;
  readonly initializationType: InitializationType;
  /** The service's own pair: the developer's credentials never get here. */
  readonly credentials: Credentials;
  readonly interpreter: Interpreter | undefined;
  /** Windows' variable of that name. */
  readonly systemRoot: string | undefined;
}

/**
 * Names and values as Lambda sets them, with the real folders in place of /var/task and /var/runtime.
 * A function may replace what is not reserved. Source: Lambda developer guide, "Defined runtime environment variables".
 */
export function environmentVariables(input: VariablesInput): Record<string, string> {
  const own = input.version.configuration.Environment?.Variables ?? {};
  const variables = { ...platform(input), ...defaults(input), ...own, ...reserved(input) };
  addPythonLayers(variables, input);
  return variables;
}

/** Lambda's Python runtime finds layers before itself, whatever the function sets PYTHONPATH to. */
function addPythonLayers(variables: Record<string, string>, { version, layersFolder }: VariablesInput): void {
  const runtime = parseRuntime(version.configuration.Runtime ?? '');
  if (runtime.family !== 'python' || layersFolder === undefined) return;
  const modules = join(layersFolder, 'python');
  const packages = join(modules, 'lib', `python${runtime.version}`, 'site-packages');
  variables['PYTHONPATH'] = searchPath([modules, packages, variables['PYTHONPATH'] ?? ''].filter(Boolean));
}

function defaults({
  version,
  taskRoot,
  runtimeFolder,
  interpreter,
  layersFolder,
}: VariablesInput): Record<string, string> {
  const runtime = parseRuntime(version.configuration.Runtime ?? '');
  const layers = layersFolder ?? '/opt';
  const languageFolder = interpreter === undefined ? [] : [dirname(interpreter.path)];
  const variables: Record<string, string> = {
    PATH: searchPath([...languageFolder, ...systemFolders(), join(layers, 'bin')]),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
    _AWS_XRAY_DAEMON_PORT: '2000',
  };
  if (process.platform === 'linux') {
    variables['LD_LIBRARY_PATH'] = searchPath([
      '/lib64',
      '/usr/lib64',
      runtimeFolder,
      join(runtimeFolder, 'lib'),
      taskRoot,
      join(taskRoot, 'lib'),
      join(layers, 'lib'),
    ]);
  }
  if (runtime.family === 'nodejs') {
    variables['NODE_PATH'] = searchPath([
      join(layers, 'nodejs', `node${runtime.version}`, 'node_modules'),
      join(layers, 'nodejs', 'node_modules'),
      join(runtimeFolder, 'node_modules'),
      runtimeFolder,
      taskRoot,
    ]);
  }
  if (runtime.family === 'python') {
    variables['PYTHONPATH'] = runtimeFolder;
    variables['LC_CTYPE'] = 'C.UTF-8';
  }
  if (runtime.family === 'ruby') {
    // Packages are built for the Ruby that was asked for, or with the one that runs here.
    const running = interpreter?.version.replace(/\.\d+$/, '') ?? runtime.version;
    const versions = [...new Set([runtime.version, running])].map((version) => `${version}.0`);
    variables['GEM_PATH'] = searchPath([
      ...versions.map((version) => join(taskRoot, 'vendor', 'bundle', 'ruby', version)),
      ...versions.map((version) => join(layers, 'ruby', 'gems', version)),
    ]);
    variables['RUBYLIB'] = searchPath([taskRoot, join(layers, 'ruby', 'lib')]);
  }
  return variables;
}

function reserved(input: VariablesInput): Record<string, string> {
  const { version, logPlace, credentials } = input;
  const { id, configuration } = version;
  const variables: Record<string, string> = {
    _HANDLER: configuration.Handler ?? '',
    AWS_REGION: id.region,
    AWS_DEFAULT_REGION: id.region,
    AWS_LAMBDA_FUNCTION_NAME: id.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize ?? 128),
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: input.initializationType,
    AWS_LAMBDA_LOG_GROUP_NAME: logPlace.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: logPlace.logStreamName,
    AWS_LAMBDA_RUNTIME_API: input.runtimeApi,
    AWS_LAMBDA_METADATA_API: input.runtimeApi,
    AWS_LAMBDA_METADATA_TOKEN: input.metadataToken,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken(credentials),
    LAMBDA_TASK_ROOT: input.taskRoot,
    LAMBDA_RUNTIME_DIR: input.runtimeFolder,
  };
  const { LogFormat, ApplicationLogLevel } = configuration.LoggingConfig ?? {};
  if (LogFormat === 'JSON') {
    variables['AWS_LAMBDA_LOG_FORMAT'] = 'JSON';
    variables['AWS_LAMBDA_LOG_LEVEL'] = ApplicationLogLevel ?? 'INFO';
  }
  const runtime = configuration.Runtime ?? '';
  if (parseRuntime(runtime).family !== 'provided') variables['AWS_EXECUTION_ENV'] = `AWS_Lambda_${runtime}`;
  return variables;
}

/** What the operating system needs, and what keeps a function out of the developer's home. */
function platform({ temporaryFolder, taskRoot, interpreter, systemRoot }: VariablesInput): Record<string, string> {
  const variables: Record<string, string> = {
    // Without a home, libraries look the real one up and find the developer's credentials there.
    HOME: temporaryFolder,
    TMPDIR: temporaryFolder,
    PWD: taskRoot,
    SHLVL: '0',
  };
  if (process.platform === 'win32') {
    Object.assign(variables, { USERPROFILE: temporaryFolder, TEMP: temporaryFolder, TMP: temporaryFolder });
    if (systemRoot !== undefined) variables['SystemRoot'] = systemRoot;
  }
  if (interpreter?.isElectron === true) variables['ELECTRON_RUN_AS_NODE'] = '1';
  return variables;
}

function systemFolders(): readonly string[] {
  return process.platform === 'win32'
    ? ['C:\\Windows\\System32', 'C:\\Windows']
    : ['/usr/local/bin', '/usr/bin/', '/bin'];
}

function searchPath(folders: readonly string[]): string {
  return folders.join(delimiter);
}

/** SDKs expect three parts; the service does not look at this one. */
function sessionToken({ accessKeyId }: Credentials): string {
  return createHash('sha256').update(`session ${accessKeyId}`).digest('base64');
}
