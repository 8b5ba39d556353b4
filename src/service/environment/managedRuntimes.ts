/** The runtimes that bring a bootstrap of ours: what they need on this computer, and how their process is started. */

import { join } from 'node:path';
import type { InterpreterFamily } from './interpreterFolders.ts';
import type { Interpreter } from './interpreters.ts';

export interface ManagedRuntime {
  /** As a person would search for it. */
  readonly language: string;
  /** The oldest version that the bootstrap runs on. */
  readonly oldest: string;
  /** What has to be installed for the version that a function wants. */
  installation(wanted: string): string;
  /** What it runs, in the folder of the bootstraps. */
  readonly bootstrap: string;
  /** Arguments of the interpreter. */
  arguments(start: ManagedStart): readonly string[];
}

export interface ManagedStart {
  readonly interpreter: Interpreter;
  readonly bootstrapFolder: string;
  /** What was compiled for this computer: Python's modules, the classes of the bootstrap for Java. */
  readonly compiledFolder: string;
  /** What is /opt on Lambda. */
  readonly layersFolder: string;
  /** The function's variables. */
  readonly environment: Readonly<Record<string, string>>;
}

export const managedRuntimes: Readonly<Record<InterpreterFamily, ManagedRuntime>> = {
  nodejs: {
    language: 'Node.js',
    oldest: '18',
    installation: (wanted) => `Node.js ${wanted}`,
    bootstrap: 'node.cjs',
    arguments: ({ bootstrapFolder, environment }) => [...nodeArguments(environment), join(bootstrapFolder, 'node.cjs')],
  },
  python: {
    language: 'Python',
    oldest: '3.9',
    installation: (wanted) => `Python ${wanted}`,
    bootstrap: 'bootstrap.py',
    // Without `site`: quicker, and the function sees no packages that Lambda does not have.
    arguments: ({ bootstrapFolder, compiledFolder }) => [
      '-S',
      '-X',
      `pycache_prefix=${compiledFolder}`,
      join(bootstrapFolder, 'bootstrap.py'),
    ],
  },
  ruby: {
    language: 'Ruby',
    oldest: '3.0',
    installation: (wanted) => `Ruby ${wanted}`,
    bootstrap: 'bootstrap.rb',
    arguments: ({ bootstrapFolder }) => [join(bootstrapFolder, 'bootstrap.rb')],
  },
  java: {
    language: 'Java',
    oldest: '11',
    installation: (wanted) => `a JDK ${wanted} (a JRE has no compiler)`,
    bootstrap: 'java',
    arguments: ({ compiledFolder, layersFolder, environment }) => [
      ...javaArguments(environment),
      `-Dworkbench.layers=${layersFolder}`,
      '-cp',
      compiledFolder,
      'workbench.Bootstrap',
    ],
  },
};

/**
 * Heap limits in proportion to the function's memory, and what else Lambda's own start script for Node.js passes. They
 * are arguments rather than NODE_OPTIONS there as well: child processes do not get them. `--expose-gc` is the
 * bootstrap's business.
 */
function nodeArguments(environment: Readonly<Record<string, string>>): readonly string[] {
  const memoryMB = memoryOf(environment);
  const youngMB = Math.floor(memoryMB / 10);
  return [
    '--max-http-header-size=81920',
    `--max-semi-space-size=${Math.floor(youngMB / 2)}`,
    `--max-old-space-size=${memoryMB - youngMB}`,
  ];
}

/** Lambda's: 85 % of the memory is heap, one collector, and only the compiler that is ready soonest. */
function javaArguments(environment: Readonly<Record<string, string>>): readonly string[] {
  const heapKB = Math.floor(memoryOf(environment) * 1024 * 0.85);
  return [
    `-XX:MaxHeapSize=${heapKB}k`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xshare:auto',
    '-Djava.net.preferIPv4Stack=true',
    '-Dfile.encoding=UTF-8',
  ];
}

function memoryOf(environment: Readonly<Record<string, string>>): number {
  return Number(environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']);
}
