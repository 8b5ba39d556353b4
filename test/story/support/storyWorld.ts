/** Everything the story plays in: a workspace, two local services, a profile that leads to the second one, a real VS Code. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalServiceHost } from '../../../src/app/localServiceHost.ts';
import { localTarget } from '../../../src/app/localTarget.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { connectLocal } from '../../../src/client/localClients.ts';
import type { ServiceReady } from '../../../src/protocol/serviceReady.ts';
import { distFolder, rootFolder, samplesFolder } from '../../../tools/shared/paths.ts';
import { deploySamples } from '../../../tools/start/deploySamples.ts';
import type { Settings } from '../../../tools/vscode-host/quietSettings.ts';
import { startWorkbench, type Workbench } from '../../../tools/vscode-host/workbench.ts';

export interface StoryOptions {
  /** Fills the empty workspace folder: functions, each with its `function.json`, and their links. The samples by default. */
  readonly fill?: (workspace: string) => void;
  readonly settings?: Settings;
}

export interface StoryWorld {
  readonly workspace: string;
  readonly workbench: Workbench;
  readonly local: LocalServiceHost;
  /** The name of the profile whose `endpoint_url` is the second service. */
  readonly profile: string;
  readonly second: ServiceReady;
  close(): Promise<void>;
}

export async function openStoryWorld(options: StoryOptions = {}): Promise<StoryWorld> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lambda-story-'));
  const closers: (() => Promise<unknown> | unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const release of closers.splice(0).reverse()) await release();
  };
  try {
    const workspace = path.join(folder, 'samples');
    mkdirSync(workspace);
    const { fill = (place) => cpSync(samplesFolder, place, { recursive: true }) } = options;
    fill(workspace);
    const local = await serviceWithSamples(path.join(folder, 'local'), workspace, closers);
    const secondHost = await serviceWithSamples(path.join(folder, 'staging'), workspace, closers);
    const second = await secondHost.ensureRunning();
    const config = writeProfile(folder, 'staging', second);
    const workbench = await startWorkbench({
      extension: { folder: rootFolder },
      folder: workspace,
      userDataFolder: path.join(folder, 'user'),
      env: {
        LAMBDA_WORKBENCH_DATA: path.join(folder, 'local'),
        AWS_CONFIG_FILE: config,
        AWS_SHARED_CREDENTIALS_FILE: config,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      settings: {
        'workbench.colorTheme': 'Default Dark Modern',
        'remote.autoForwardPorts': false,
        ...options.settings,
      },
      viewport: { width: 1440, height: 900 },
    });
    closers.push(() => workbench.close());
    return { workspace, workbench, local, profile: 'staging', second, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serviceWithSamples(
  dataFolder: string,
  workspace: string,
  closers: (() => Promise<unknown> | unknown)[],
): Promise<LocalServiceHost> {
  const host = new LocalServiceHost({
    dataFolder,
    servicePath: path.join(distFolder, 'service', 'main.js'),
    nodeBinary: { command: process.execPath, env: {} },
    environment: process.env,
    clock: systemClock,
    log: silentLog,
  });
  closers.push(() => host.close());
  const target = localTarget(host, connectLocal);
  await deploySamples(target, workspace, AbortSignal.timeout(60_000));
  target.dispose?.();
  return host;
}

function writeProfile(folder: string, name: string, ready: ServiceReady): string {
  const file = path.join(folder, 'aws-config');
  writeFileSync(
    file,
    `[profile ${name}]\nregion = ${ready.region}\nendpoint_url = ${ready.endpoint}\n` +
      `aws_access_key_id = ${ready.accessKeyId}\naws_secret_access_key = ${ready.secretAccessKey}\n`,
  );
  return file;
}
