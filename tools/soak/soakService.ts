/** The service of a soak run: the built program on one data folder, killed and started again. */

import type { ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { systemClock, withDeadline } from '../../src/base/clock.ts';
import { Deferred } from '../../src/base/deferred.ts';
import { parseServiceLine, type ServiceReady } from '../../src/protocol/serviceReady.ts';
import { startProcess } from '../shared/childProcess.ts';
import { distFolder } from '../shared/paths.ts';

const startDeadlineMs = 30_000;
const endDeadlineMs = 20_000;

export interface Life {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Where its inspector listens. */
  readonly inspectorUrl: string;
  readonly lambda: LambdaClient;
}

export class SoakService {
  readonly #dataFolder: string;
  readonly #logFile: string;
  #life = new Deferred<Life>();
  #current: Life | undefined;
  /** How often it was started; a call that began in one life and failed in another was cut off by us. */
  lives = 0;
  /** While it is being ended, calls may fail as well. */
  isEnding = false;

  constructor(dataFolder: string, logFile: string) {
    this.#dataFolder = dataFolder;
    this.#logFile = logFile;
  }

  /** The life that serves now, or the next one. */
  alive(): Promise<Life> {
    return this.#life.promise;
  }

  /** Resolves when it answers. */
  async start(): Promise<Life> {
    const log = openSync(this.#logFile, 'a');
    const { size } = fstatSync(log);
    const child = startProcess(
      process.execPath,
      ['--inspect=127.0.0.1:0', path.join(distFolder, 'service', 'main.js'), '--port', '0', '--data', this.#dataFolder],
      { stdio: ['ignore', 'pipe', log] },
    );
    const ready = await withDeadline(systemClock, startDeadlineMs, 'the ready line of the service', () =>
      readyLine(child),
    );
    this.lives += 1;
    this.isEnding = false;
    const [inspectorUrl = ''] = /ws:\/\/\S+/.exec(readFileSync(this.#logFile).toString('utf8', size)) ?? [];
    closeSync(log);
    this.#current = { child, pid: ready.pid, inspectorUrl, lambda: clientOf(ready) };
    this.#life.resolve(this.#current);
    return this.#current;
  }

  /** Ends it by a signal; whoever asks for the service waits from now on. Resolves with its exit status. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | undefined> {
    const life = this.#current;
    if (life === undefined) return undefined;
    this.#current = undefined;
    this.#life = new Deferred();
    this.isEnding = true;
    const ended = new Promise<number | undefined>((resolve) =>
      life.child.once('exit', (code) => resolve(code ?? undefined)),
    );
    life.child.kill(signal);
    try {
      return await withDeadline(systemClock, endDeadlineMs, `the service to end after ${signal}`, () => ended);
    } finally {
      life.lambda.destroy();
    }
  }
}

async function readyLine(child: ChildProcess): Promise<ServiceReady> {
  if (!child.stdout) throw new Error('The service has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const message = parseServiceLine(line);
    if (message?.event === 'failed') throw new Error(message.message);
    if (message?.event === 'ready') return message;
  }
  throw new Error('The service ended before it was ready');
}

function clientOf({ endpoint, region, accessKeyId, secretAccessKey }: ServiceReady): LambdaClient {
  const credentials = { accessKeyId, secretAccessKey };
  const requestHandler = new NodeHttpHandler({ requestTimeout: 60_000, httpAgent: { maxSockets: 200 } });
  return new LambdaClient({ endpoint, region, credentials, maxAttempts: 1, requestHandler });
}
