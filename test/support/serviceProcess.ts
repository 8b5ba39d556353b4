/** The local service as a program of its own, as a shell or an extension would start it. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { parseServiceLine, type ServiceFailed, type ServiceReady } from '../../src/protocol/serviceReady.ts';

/** The source as it is; the built program starts sooner. */
const sourceProgram = fileURLToPath(new URL('../../src/service/main.ts', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class ServiceProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** The first line on standard output, or nothing when it ended without one. */
  readonly firstLine: Promise<string | undefined>;
  readonly exit: Promise<Exit>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}, program = sourceProgram) {
    this.child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...environment } });
    this.exit = new Promise((resolve) => this.child.once('close', (code, signal) => resolve({ code, signal })));
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk;
    });
    this.child.stdout.on('data', (chunk: Buffer) => {
      this.stdout += chunk;
    });
    this.firstLine = Promise.race([
      new Promise<string>((resolve) => createInterface({ input: this.child.stdout }).once('line', resolve)),
      this.exit.then(() => undefined),
    ]);
  }

  async message(): Promise<ServiceReady | ServiceFailed> {
    const line = await this.firstLine;
    const message = line === undefined ? undefined : parseServiceLine(line);
    if (message === undefined) throw new Error(`No ready line, but: ${line ?? this.stderr}`);
    return message;
  }

  /** Waits until it answers. */
  async ready(): Promise<ServiceReady> {
    const message = await this.message();
    if (message.event === 'failed') throw new Error(message.message);
    return message;
  }

  async end(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.exit;
  }
}

/** Clients for a service that said it is ready. */
export function clientsOf({ endpoint, region, accessKeyId, secretAccessKey }: ServiceReady) {
  const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
  return {
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient({ ...config, disableHostPrefix: true }),
  };
}
