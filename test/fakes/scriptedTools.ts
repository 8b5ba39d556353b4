/** Build tools that do as a test says: programs by name, each with what it writes and how it ends. */

import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ToolMissing, type ToolRequest, type ToolResult, type ToolRunner } from '../../src/app/toolRunner.ts';

export type ScriptedTool = (request: ToolRequest) => Partial<ToolResult> | undefined;

export class ScriptedTools implements ToolRunner {
  readonly requests: ToolRequest[] = [];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly #tools: Readonly<Record<string, ScriptedTool>>;

  /** `folder` becomes the search path: the programs are there to be found, and are never really run. */
  constructor(folder: string, tools: Readonly<Record<string, ScriptedTool>>) {
    this.#tools = tools;
    this.environment = { PATH: folder, HOME: folder };
    for (const name of Object.keys(tools)) {
      writeFileSync(path.join(folder, name), '');
      chmodSync(path.join(folder, name), 0o755);
    }
  }

  /** The command lines, with the name of the program alone. */
  get lines(): readonly string[] {
    return this.requests.map((request) => [path.basename(request.command), ...request.arguments].join(' '));
  }

  async run(request: ToolRequest): Promise<ToolResult> {
    this.requests.push(request);
    const tool = this.#tools[path.basename(request.command)];
    if (tool === undefined) throw new ToolMissing(`${request.command} could not be started: ENOENT`);
    const result: ToolResult = { exitCode: 0, stdout: '', stderr: '', ...tool(request) };
    request.onOutput?.(result.stdout + result.stderr);
    return result;
  }
}
