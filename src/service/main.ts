/** The local service as a program: options in, ready line out, orderly end. */

import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../base/clock.ts';
import { HumanError, messageOf } from '../base/humanError.ts';
import type { Log } from '../base/log.ts';
import { type ServiceFailed, type ServiceReady, serviceReadyFileName } from '../protocol/serviceReady.ts';
import { LocalService } from './localService.ts';
import { jsonLog } from './serviceLog.ts';
import { readServiceOptions, type ServiceOptions, UsageError, usage } from './serviceOptions.ts';
import { writePrivateFile } from './store/privateFile.ts';

/** When an orderly end takes longer, the process ends without it; its functions' watchdog ends them. */
const endDeadlineMs = 8000;

const exitStatus = { ok: 0, failed: 1, usage: 2 } as const;

async function main(): Promise<void> {
  let options: ServiceOptions | 'help';
  try {
    options = readServiceOptions(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = exitStatus.usage;
    return;
  }
  if (options === 'help') process.stdout.write(usage);
  else await serve(options);
}

async function serve(options: ServiceOptions): Promise<void> {
  const verbose = process.env['LAMBDA_WORKBENCH_VERBOSE'] !== undefined;
  const log = jsonLog((line) => process.stderr.write(line), systemClock.now, verbose);
  const dataFolder = path.resolve(options.dataFolder);
  let service: LocalService;
  try {
    service = await LocalService.start({
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      dataFolder,
      port: options.port,
      accountId: options.accountId,
      s3Endpoint: options.s3Endpoint,
      deliveryEndpoints: options.deliveryEndpoints,
      spares: options.spares,
      isolation: options.isolation,
      sharesCpu: options.sharesCpu,
      bootstrapFolder: bootstrapFolder(),
      environment: process.env,
      log,
    });
  } catch (error) {
    fail(error, log);
    return;
  }
  const ready: ServiceReady = {
    event: 'ready',
    endpoint: service.endpoint,
    region: options.region,
    accountId: service.accountId,
    ...service.credentials,
    pid: process.pid,
  };
  const readyLine = `${JSON.stringify(ready)}\n`;
  const readyFile = path.join(dataFolder, serviceReadyFileName);
  // Before anyone can know of us: a signal that follows the ready line at once must find its handler.
  endOnSignals(service, readyFile, options.ownerStdin, log);
  writePrivateFile(readyFile, readyLine);
  process.stdout.write(readyLine);
}

/** The bundle has the bootstraps beside it; a checkout has them where the build puts them. */
function bootstrapFolder(): string {
  const beside = fileURLToPath(new URL('./bootstraps', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/service/bootstraps', import.meta.url));
}

function fail(error: unknown, log: Log): void {
  const failed: ServiceFailed = { event: 'failed', message: messageOf(error) };
  if (!(error instanceof HumanError)) log.error('The service could not start', error);
  process.stdout.write(`${JSON.stringify(failed)}\n`);
  process.exitCode = exitStatus.failed;
}

function endOnSignals(service: LocalService, readyFile: string, ownerStdin: boolean, log: Log): void {
  let ending = false;
  const end = (why: string) => {
    if (ending) return;
    ending = true;
    log.info(`Closing: ${why}`);
    // First, so that nobody attaches to a service that is about to go.
    rmSync(readyFile, { force: true });
    systemClock.after(endDeadlineMs, () => process.exit(exitStatus.failed));
    service.close().then(
      () => process.exit(exitStatus.ok),
      (error: unknown) => {
        log.error('The service did not close in order', error);
        process.exit(exitStatus.failed);
      },
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('SIGHUP', () => end('SIGHUP'));
  // The parent may be gone before it reads what we say; that is no reason to fall over.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  if (!ownerStdin) return;
  process.stdin.on('error', () => end('the owner is gone'));
  process.stdin.on('close', () => end('the owner is gone'));
  process.stdin.on('end', () => end('the owner is gone'));
  process.stdin.resume();
}

await main();
