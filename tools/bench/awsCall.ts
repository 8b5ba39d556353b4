/** What the first AWS call of a session costs: loading the SDK, reading the profile, signing, one request. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { budgets } from '../build/budgets.ts';
import { bundleOptions } from '../build/bundles.ts';
import { runCommand } from '../shared/childProcess.ts';
import { startBenchService } from './benchService.ts';
import type { Benchmark } from './measurement.ts';
import { median } from './statistics.ts';

export const awsCall: Benchmark = {
  ids: ['first-aws-call'],
  async run(signal) {
    const service = await startBenchService();
    const folder = await mkdtemp(path.join(tmpdir(), 'lambda-bench-client-'));
    try {
      const { endpoint, accessKeyId, secretAccessKey, region } = service.ready;
      const config = path.join(folder, 'config');
      await writeFile(
        config,
        `[profile bench]\nregion = ${region}\nendpoint_url = ${endpoint}\n` +
          `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
      );
      // The client as the extension ships it: the same options, its own entry.
      const options = { ...bundleOptions('extension', { dev: false, outFolder: folder }), external: [] };
      await build({ ...options, write: true, entryPoints: { client: 'src/client/awsClients.ts' } });
      const program = path.join(folder, 'program.mjs');
      await writeFile(program, programText(pathToFileURL(path.join(folder, 'client.js')).href, region));
      const costs: number[] = [];
      for (let round = 0; round < 9; round += 1) {
        signal.throwIfAborted();
        costs.push(await cpuOf(program, config));
      }
      return [
        {
          id: 'first-aws-call',
          what: 'First AWS call of a profile, everything loaded for it',
          value: median(costs),
          unit: 'CPU ms',
          floor: undefined,
          floorWhat: undefined,
          goal: { of: 'value', atMost: budgets.firstAwsCallCpuMs },
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
      await service.close();
    }
  },
};

function programText(client: string, region: string): string {
  return `
    // The extension host has loaded Node's HTTP client long before us; a bare Node has not.
    await import('node:http');
    const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
    const before = process.cpuUsage();
    const { connectProfile } = await import(${JSON.stringify(client)});
    const connection = await connectProfile({ profile: 'bench', region: ${JSON.stringify(region)} }, silent, { environment: process.env });
    await connection.lambda.listFunctions({});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
    process.exit(0);
  `;
}

async function cpuOf(program: string, config: string): Promise<number> {
  const { output, exitCode } = await runCommand(process.execPath, [program], {
    deadlineMs: 20_000,
    env: { ...process.env, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: config },
  });
  if (exitCode !== 0) throw new Error(`The first AWS call failed: ${output}`);
  return Number(output.trim().split('\n').at(-1));
}
