/** The compiled form of the function's modules is kept for the next environment of the same code. */

import * as module from 'node:module';

/** From Node.js 22 on. */
interface CompileCache {
  enableCompileCache?(folder: string): unknown;
  flushCompileCache?(): void;
}

const folderVariable = 'LAMBDA_WORKBENCH_COMPILED';
let isKept = false;

/** Takes the folder out of the function's variables. A function that keeps its compiled modules itself goes on doing so. */
export function useCompiledModules(): void {
  const folder = process.env[folderVariable];
  delete process.env[folderVariable];
  if (folder === undefined || process.env['NODE_V8_COVERAGE'] !== undefined) return;
  (module as CompileCache).enableCompileCache?.(folder);
  isKept = true;
}

/** Node.js would do it at its end, which is mostly a sudden one. Takes a millisecond for what is new, once. */
export function keepCompiledModules(): void {
  if (isKept) (module as CompileCache).flushCompileCache?.();
}
