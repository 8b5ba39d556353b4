/**
 * How a .NET function is started: as the bootstrap of Lambda's own image does it (aws-lambda-dotnet,
 * Amazon.Lambda.RuntimeSupport/bootstrap.sh), with the .NET that is installed on this computer.
 */

import { join } from 'node:path';
import { type Dotnet, type DotnetSearch, exists, list, nearestDotnet, runtimeSupport } from './dotnet.ts';

export interface DotnetFunction {
  /** `dotnet8` */
  readonly runtime: string;
  /** `8` */
  readonly wanted: string;
  /** `Assembly` of an executable, `Assembly::Type::Method` of a class library. */
  readonly handler: string;
  /** Value of `LAMBDA_DOTNET_MAIN_ASSEMBLY`: where it is not the assembly of the handler. */
  readonly mainAssembly: string | undefined;
  readonly taskRoot: string;
}

export interface DotnetStart {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Absent for what was compiled ahead of time: it needs no .NET. */
  readonly dotnet: Dotnet | undefined;
}

/** Something is missing, in the package or on this computer; the message says what, and what to do. */
export class DotnetError extends Error {
  override readonly name = 'DotnetError';
}

/** Rejects with `DotnetError`. */
export async function dotnetStart(wanted: DotnetFunction, search: DotnetSearch): Promise<DotnetStart> {
  const { handler, taskRoot } = wanted;
  if (handler.includes(':')) return libraryStart(wanted, search);
  const binary = join(taskRoot, handler);
  const assembly = handler.endsWith('.dll') ? binary : `${binary}.dll`;
  if (await exists(assembly)) {
    const dotnet = await requireDotnet(wanted, search);
    return { program: dotnet.path, arguments: ['exec', assembly], dotnet };
  }
  if (await exists(binary)) return { program: binary, arguments: [], dotnet: undefined };
  throw new DotnetError(`executable assembly ${assembly} or binary ${binary} not found.`);
}

/** A class library is called by RuntimeSupport, which the image brings. */
async function libraryStart(wanted: DotnetFunction, search: DotnetSearch): Promise<DotnetStart> {
  const { runtime, handler, mainAssembly, taskRoot } = wanted;
  const assembly = (mainAssembly || handler.slice(0, handler.indexOf(':'))).replace(/\.dll$/, '');
  const depsFile = await namedOrOnly(taskRoot, assembly, '.deps.json');
  const runtimeConfig = await namedOrOnly(taskRoot, assembly, '.runtimeconfig.json');
  const dotnet = await requireDotnet(wanted, search);
  const support = await runtimeSupport(dotnet.version, search);
  if (support === undefined) {
    throw new DotnetError(
      `${runtime} calls a class library through AWS's RuntimeSupport, and that was not found on this computer. Install it with "dotnet tool install -g Amazon.Lambda.TestTool" and invoke again, or publish the function as an executable assembly.`,
    );
  }
  const own = ['exec', '--depsfile', depsFile, '--runtimeconfig', runtimeConfig, support, handler];
  return { program: dotnet.path, arguments: own, dotnet };
}

async function requireDotnet({ runtime, wanted }: DotnetFunction, search: DotnetSearch): Promise<Dotnet> {
  const dotnet = await nearestDotnet(wanted, search);
  if (dotnet !== undefined) return dotnet;
  throw new DotnetError(
    `${runtime} needs .NET, and none from version ${wanted} on was found on this computer. Install .NET ${wanted} so that it is on the PATH, then restart the local service.`,
  );
}

async function namedOrOnly(taskRoot: string, assembly: string, ending: string): Promise<string> {
  const named = join(taskRoot, assembly + ending);
  if (await exists(named)) return named;
  const [only, ...others] = (await list(taskRoot)).filter((name) => name.endsWith(ending));
  if (only !== undefined && others.length === 0) return join(taskRoot, only);
  throw new DotnetError(
    `.NET binaries for Lambda function are not correctly installed in the ${taskRoot} directory of the image when the image was built. The ${taskRoot} directory is missing the required ${ending} file.`,
  );
}
