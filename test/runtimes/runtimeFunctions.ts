/** The same small function in every language, on Lambda's managed runtimes and on AWS's own runtime clients. */

import { cp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Runtime } from '@aws-sdk/client-lambda';
import { type PackageRecipe, preparePackage, run, writeBootstrap } from './preparedPackage.ts';

export interface RuntimeFunction {
  /** The row's name in the table of behaviours. */
  readonly name: string;
  readonly runtime: Runtime;
  readonly handler: string;
  readonly recipe: PackageRecipe;
  /** Handler that streams; the handler itself when it is asked to `stream`; absent where nothing can. */
  readonly streamHandler?: string;
}

const installMs = 120_000;
const compileMs = 240_000;

/** The package brings AWS's client, which the managed runtime leaves alone. */
export const javaRecipe: PackageRecipe = { fixture: 'java', tool: ['mvn', '--version'], build: buildJavaClient };

export const runtimeFunctions: readonly RuntimeFunction[] = [
  {
    name: 'nodejs24.x',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    streamHandler: 'index.streams',
    recipe: { fixture: 'node', tool: [process.execPath, '--version'], build: async () => {} },
  },
  {
    name: 'python3.12',
    runtime: 'python3.12',
    handler: 'app.handler',
    recipe: { fixture: 'python', tool: ['python3', '--version'], build: async () => {} },
  },
  {
    name: 'ruby3.4',
    runtime: 'ruby3.4',
    handler: 'app.handler',
    recipe: { fixture: 'ruby', tool: ['ruby', '--version'], build: async () => {} },
  },
  {
    name: 'java21',
    runtime: 'java21',
    handler: 'example.Function',
    recipe: javaRecipe,
  },
  {
    name: 'dotnet8',
    runtime: 'dotnet8',
    handler: 'Function',
    recipe: { fixture: 'dotnet', tool: ['dotnet', '--version'], build: buildDotnet },
  },
  {
    name: 'provided.al2023, aws-lambda-ric (Node.js)',
    runtime: 'provided.al2023',
    handler: 'index.handler',
    streamHandler: 'index.streams',
    recipe: { fixture: 'node', tool: ['cmake', '--version'], build: buildNodeClient },
  },
  {
    name: 'provided.al2023, awslambdaric (Python)',
    runtime: 'provided.al2023',
    handler: 'app.handler',
    recipe: {
      fixture: 'python',
      tool: ['python3', '-c', 'import sys; print(sys.executable)'],
      build: async (folder, python) => {
        await run(folder, installMs, python, '-m', 'pip', 'install', '-q', '--target', '.', '-r', 'requirements.txt');
        await writeBootstrap(folder, `${python} -m awslambdaric "$_HANDLER"`);
      },
    },
  },
  {
    name: 'provided.al2023, aws-lambda-go',
    runtime: 'provided.al2023',
    handler: 'bootstrap',
    streamHandler: 'bootstrap',
    recipe: {
      fixture: 'go',
      tool: ['go', 'version'],
      build: async (folder) => {
        await run(folder, compileMs, 'go', 'build', '-buildvcs=false', '-ldflags=-s -w', '-o', 'bootstrap', '.');
      },
    },
  },
  {
    name: 'provided.al2023, lambda_runtime (Rust)',
    runtime: 'provided.al2023',
    handler: 'bootstrap',
    streamHandler: 'bootstrap',
    recipe: {
      fixture: 'rust',
      tool: ['cargo', '--version'],
      build: async (folder) => {
        await run(folder, compileMs, 'cargo', 'build', '--quiet', '--locked');
        await rename(path.join(folder, 'target/debug/bootstrap'), path.join(folder, 'bootstrap'));
        await rm(path.join(folder, 'target'), { recursive: true });
      },
    },
  },
  {
    name: 'provided.al2023, Java runtime interface client',
    runtime: 'provided.al2023',
    handler: 'example.Function',
    recipe: javaRecipe,
  },
];

/** Kept apart from the function that uses it: its native part is compiled while it is installed, which takes minutes. */
const nodeClient: PackageRecipe = {
  fixture: 'node-client',
  tool: ['cmake', '--version'],
  build: async (folder) => {
    // The headers of Node.js lie beside the program.
    const headers = path.dirname(path.dirname(process.execPath));
    const install = ['--ignore-scripts=false', '--no-audit', '--no-fund', '--no-package-lock'];
    await run(folder, compileMs, 'env', `npm_config_nodedir=${headers}`, 'npm', 'install', ...install);
  },
};

async function buildNodeClient(folder: string): Promise<void> {
  const modules = path.join(await preparePackage(nodeClient), 'node_modules');
  // What built it is no part of a function.
  for (const name of ['aws-lambda-ric', '@aws/lambda-invoke-store']) {
    await cp(path.join(modules, name), path.join(folder, 'node_modules', name), { recursive: true });
  }
  await writeBootstrap(
    folder,
    `${process.execPath} "$LAMBDA_TASK_ROOT/node_modules/aws-lambda-ric/index.mjs" "$_HANDLER"`,
  );
}

/** AWS's client in an executable assembly. */
async function buildDotnet(folder: string): Promise<void> {
  const published = path.join(folder, 'published');
  await run(folder, compileMs, 'dotnet', 'publish', '--nologo', '-c', 'Release', '-o', published);
  for (const name of ['bin', 'obj', 'Function.cs', 'Function.csproj']) {
    await rm(path.join(folder, name), { recursive: true });
  }
  for (const name of await readdir(published)) await rename(path.join(published, name), path.join(folder, name));
  await rm(published, { recursive: true });
}

async function buildJavaClient(folder: string): Promise<void> {
  await run(folder, installMs, 'mvn', '-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib');
  const sources = (await readdir(path.join(folder, 'src/example'))).map((name) => `src/example/${name}`);
  await run(folder, compileMs, 'javac', '--release', '17', '-encoding', 'UTF-8', '-cp', 'lib/*', '-d', '.', ...sources);
  const client = 'com.amazonaws.services.lambda.runtime.api.client.AWSLambda';
  await writeBootstrap(folder, `java -cp "$LAMBDA_TASK_ROOT:$LAMBDA_TASK_ROOT/lib/*" ${client} "$_HANDLER"`);
}
