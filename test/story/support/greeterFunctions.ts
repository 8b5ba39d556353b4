/** Two functions that are redeployed: one that is not linked to its folder yet, one in TypeScript. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const functionJson = (functionName: string) =>
  JSON.stringify({ functionName, runtime: 'nodejs22.x', handler: 'index.handler', memorySizeMB: 128, timeoutS: 10 });
const link = (functionName: string, build: object) => ({
  functionName,
  target: { kind: 'local' },
  folder: functionName,
  build,
});
const typed = link('typed', { kind: 'esbuild', entry: 'src/index.ts' });

/** The text that the steps change. */
export const greeting = 'Hello';

export function writeGreeterFunctions(workspace: string): void {
  write(workspace, 'greeter/function.json', functionJson('greeter'));
  write(workspace, 'greeter/index.mjs', handlerAnswering(greeting));
  write(workspace, 'typed/function.json', functionJson('typed'));
  write(workspace, 'typed/src/index.ts', "export const handler = async (): Promise<string> => 'typed one';\n");
  saveLinks(workspace, [link('greeter', { kind: 'copy' }), typed]);
}

/** What a developer finds who has only the code: the function is there, and nothing says which folder it is. */
export function forgetGreeterLink(workspace: string): void {
  saveLinks(workspace, [typed]);
}

/** Links as a developer writes them by hand. */
export function saveLinks(workspace: string, links: readonly object[]): void {
  write(workspace, '.vscode/lambda-workbench.json', JSON.stringify({ links }, undefined, 2));
}

export function handlerAnswering(answer: string): string {
  return `export const handler = async () => '${answer}';\n`;
}

export function write(workspace: string, name: string, content: string): void {
  mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
  writeFileSync(path.join(workspace, name), content);
}
