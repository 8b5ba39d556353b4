/** From a saved change to the new code being Active on Local, through the same Redeploy that the button runs. */

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redeploy } from '../../src/app/deploy/redeploy.ts';
import type { RedeployLink } from '../../src/app/deploy/redeployLink.ts';
import type { Target } from '../../src/app/target.ts';
import { ProcessToolRunner } from '../../src/app/toolRunner.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { findEsbuild } from '../build/esbuildBinary.ts';
import { runCommand } from '../shared/childProcess.ts';
import { samplesFolder } from '../shared/paths.ts';
import { type BenchService, startBenchService } from './benchService.ts';
import type { Benchmark } from './measurement.ts';
import { inTurns, timed } from './statistics.ts';

const link: RedeployLink = {
  functionName: 'hello-ts',
  target: { kind: 'local' },
  folder: 'hello-ts',
  build: { kind: 'esbuild', entry: 'src/index.ts' },
};

const create = { runtime: 'nodejs22.x', handler: 'index.handler', role: 'arn:aws:iam::000000000000:role/bench' };

export const redeployTime: Benchmark = {
  ids: ['save-to-redeployed'],
  async run(signal) {
    const service = await startBenchService();
    const workspace = await mkdtemp(path.join(tmpdir(), 'lambda-bench-workspace-'));
    try {
      await cp(path.join(samplesFolder, link.folder), path.join(workspace, link.folder), { recursive: true });
      const entry = path.join(workspace, link.folder, 'src', 'index.ts');
      const source = await readFile(entry, 'utf8');
      const esbuild = findEsbuild();
      const redeploy = new Redeploy({
        toolRunner: new ProcessToolRunner(process.env, systemClock),
        shippedEsbuild: esbuild,
        clock: systemClock,
        log: silentLog,
      });
      const target = benchTarget(service);
      const run = (newFunction: typeof create | undefined) =>
        redeploy.run({ target, workspaceFolder: workspace, link, create: newFunction }, signal);
      await run(create);
      let change = 0;
      const { value, floor } = await inTurns(
        11,
        1,
        () => {
          change += 1;
          return timed(async () => {
            await writeFile(entry, source.replace('Hello', `Hello ${change}`));
            const outcome = await run(undefined);
            if (outcome.kind !== 'updated') throw new Error(`The redeploy ended as ${outcome.kind}`);
          });
        },
        () => timed(() => runCommand(esbuild, ['--bundle', '--platform=node', entry], { deadlineMs: 20_000 })),
        signal,
      );
      return [
        {
          id: 'save-to-redeployed',
          what: 'Save to redeployed on Local, TypeScript',
          value,
          unit: 'ms',
          floor,
          floorWhat: 'esbuild of the same file',
          goal: undefined,
        },
      ];
    } finally {
      await rm(workspace, { recursive: true, force: true });
      await service.close();
    }
  },
};

function benchTarget({ ready, connection }: BenchService): Target {
  return {
    id: 'local',
    label: 'Local',
    region: ready.region,
    isProtected: false,
    runsHere: true,
    tailing: 'live',
    consoleUrl: () => undefined,
    connect: async () => ({ ...connection, accountId: async () => ready.accountId }),
  };
}
