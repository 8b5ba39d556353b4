/** The door to child processes of builds: spawned without a shell, output streamed, killed at the deadline or on abort. */

import type { Clock } from '../base/clock.ts';

export interface ToolRequest {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly deadlineMs: number;
  readonly onOutput?: (text: string) => void;
}

export interface ToolResult {
  /** `null` when a signal ended the process. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolRunner {
  /** Rejects when the tool cannot be started, at the deadline, and with the signal's reason when aborted. */
  run(request: ToolRequest, signal: AbortSignal): Promise<ToolResult>;
}

export class ProcessToolRunner implements ToolRunner {
  constructor(_environment: Readonly<Record<string, string | undefined>>, _clock: Clock) {}

  async run(_request: ToolRequest, _signal: AbortSignal): Promise<ToolResult> {
    throw new Error('being written');
  }
}
