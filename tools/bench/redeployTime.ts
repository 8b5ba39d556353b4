/** From a saved change to the new code answering on Local, through the same Redeploy that the button runs. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BuildCache } from '../../src/app/build/buildCache.ts';
import type { BuildSetting } from '../../src/app/build/buildSetting.ts';
import { deploymentPackage } from '../../src/app/build/deploymentPackage.ts';
import { functionFiles } from '../../src/app/build/functionFiles.ts';
import { DeploymentJournal } from '../../src/app/deploy/deploymentJournal.ts';
import { PackageStore } from '../../src/app/deploy/packageStore.ts';
import { Redeploy } from '../../src/app/deploy/redeploy.ts';
import type { RedeployLink } from '../../src/app/deploy/redeployLink.ts';
import type { Target } from '../../src/app/target.ts';
import { ProcessToolRunner } from '../../src/app/toolRunner.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { budgets } from '../build/budgets.ts';
import { findEsbuild } from '../build/esbuildBinary.ts';
import { runCommand } from '../shared/childProcess.ts';
import { type BenchService, startBenchService } from './benchService.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { inTurns, timed } from './statistics.ts';

const create = { runtime: 'nodejs22.x', handler: 'index.handler', role: 'arn:aws:iam::000000000000:role/bench' };
const bundledBytes = 1024 * 1024;
const rounds = 11;

export const redeployTime: Benchmark = {
  ids: ['save-to-answer', 'redeploy-unchanged', 'redeploy-over-sdk'],
  async run(signal) {
    const service = await startBenchService();
    const folder = await mkdtemp(path.join(tmpdir(), 'lambda-bench-redeploy-'));
    try {
      const bench = await RedeployBench.open(service, folder, signal);
      return [await saveToAnswer(bench, signal), await unchanged(bench, signal), await overSdk(bench, signal)];
    } finally {
      await rm(folder, { recursive: true, force: true });
      await service.close();
    }
  },
};

/** A TypeScript function whose bundle has 1 MB, and the same as files that are copied. */
class RedeployBench {
  readonly service: BenchService;
  readonly entry: string;
  readonly copied: string;
  readonly #redeploy: Redeploy;
  readonly #workspace: string;
  readonly #signal: AbortSignal;
  #change = 0;

  private constructor(service: BenchService, folder: string, signal: AbortSignal) {
    this.service = service;
    this.#signal = signal;
    this.#workspace = path.join(folder, 'workspace');
    this.entry = path.join(this.#workspace, 'bundled', 'src', 'index.ts');
    this.copied = path.join(this.#workspace, 'copied');
    this.#redeploy = new Redeploy({
      toolRunner: new ProcessToolRunner(process.env, systemClock),
      shippedEsbuild: findEsbuild(),
      clock: systemClock,
      log: silentLog,
      buildCache: new BuildCache({ folder: path.join(folder, 'builds'), clock: systemClock, log: silentLog }),
      journal: new DeploymentJournal(path.join(folder, 'deployments'), systemClock),
      packages: new PackageStore(path.join(folder, 'packages'), systemClock),
    });
  }

  static async open(service: BenchService, folder: string, signal: AbortSignal): Promise<RedeployBench> {
    const bench = new RedeployBench(service, folder, signal);
    await mkdir(path.dirname(bench.entry), { recursive: true });
    await mkdir(bench.copied, { recursive: true });
    await writeFile(path.join(path.dirname(bench.entry), 'library.ts'), libraryOf(bundledBytes));
    await bench.saveBundled();
    await bench.saveCopied();
    await bench.run('bundled');
    await bench.run('copied');
    await bench.run('bare', 'copied');
    return bench;
  }

  get change(): number {
    return this.#change;
  }

  async saveBundled(): Promise<void> {
    this.#change += 1;
    const text = `import { all } from './library.ts';\nexport const handler = async () => [${this.#change}, all.length];\n`;
    await writeFile(this.entry, text);
  }

  async saveCopied(): Promise<void> {
    this.#change += 1;
    const text = `${libraryOf(bundledBytes)}export const handler = async () => [${this.#change}, all.length];\n`;
    await writeFile(path.join(this.copied, 'index.mjs'), text.replaceAll(': string', ''));
  }

  async run(functionName: string, folder = functionName): Promise<string> {
    const build: BuildSetting = folder === 'copied' ? { kind: 'copy' } : { kind: 'esbuild', entry: 'src/index.ts' };
    const link: RedeployLink = { functionName, target: { kind: 'local' }, folder, build };
    const target = benchTarget(this.service);
    const request = { target, workspaceFolder: this.#workspace, link, create };
    return (await this.#redeploy.run(request, this.#signal)).kind;
  }

  async answer(functionName: string): Promise<unknown> {
    const { Payload } = await this.service.connection.lambda.invoke({ FunctionName: functionName });
    const [change] = JSON.parse(new TextDecoder().decode(Payload)) as [number, number];
    return change;
  }
}

/** The editor has written the file; the developer's next request is answered by the new code, on a cold start. */
async function saveToAnswer(bench: RedeployBench, signal: AbortSignal): Promise<Measurement> {
  const { value, floor } = await inTurns(
    rounds,
    1,
    () =>
      timed(async () => {
        await bench.saveBundled();
        expectKind(await bench.run('bundled'), 'updated');
        if ((await bench.answer('bundled')) !== bench.change) throw new Error('The old code answered');
      }),
    () => timed(() => runCommand(findEsbuild(), ['--bundle', '--platform=node', bench.entry], { deadlineMs: 20_000 })),
    signal,
  );
  return {
    id: 'save-to-answer',
    what: 'Save to the new code answering on Local, TypeScript, bundle of 1 MB',
    value,
    unit: 'ms',
    floor,
    floorWhat: 'esbuild of the same file',
    goal: { of: 'value', atMost: budgets.saveToAnswerMs },
  };
}

async function unchanged(bench: RedeployBench, signal: AbortSignal): Promise<Measurement> {
  const { lambda } = bench.service.connection;
  const { value, floor } = await inTurns(
    rounds,
    1,
    () => timed(async () => expectKind(await bench.run('bundled'), 'unchanged')),
    () => timed(() => lambda.getFunctionConfiguration({ FunctionName: 'bundled' })),
    signal,
  );
  return {
    id: 'redeploy-unchanged',
    what: 'Redeploy of code that has not changed',
    value,
    unit: 'ms',
    floor,
    floorWhat: 'GetFunctionConfiguration',
    goal: { of: 'value', atMost: budgets.redeployUnchangedMs },
  };
}

/** What the same package costs whoever calls the SDK: the zip, UpdateFunctionCode, and asking until it is at work. */
async function overSdk(bench: RedeployBench, signal: AbortSignal): Promise<Measurement> {
  const { lambda } = bench.service.connection;
  const { value, floor } = await inTurns(
    rounds,
    1,
    async () => {
      await bench.saveCopied();
      return timed(async () => expectKind(await bench.run('copied'), 'updated'));
    },
    async () => {
      await bench.saveCopied();
      return timed(async () => {
        const { zip } = await deploymentPackage(await functionFiles(bench.copied, signal), signal);
        await lambda.updateFunctionCode({ FunctionName: 'bare', ZipFile: zip });
        for (;;) {
          const { Configuration } = await lambda.getFunction({ FunctionName: 'bare' });
          if (Configuration?.LastUpdateStatus === 'Successful') break;
        }
      });
    },
    signal,
  );
  return {
    id: 'redeploy-over-sdk',
    what: 'Redeploy of a package of 1 MB',
    value,
    unit: 'ms',
    floor,
    floorWhat: 'zip, UpdateFunctionCode and GetFunction over the SDK',
    goal: { of: 'ratio', atMost: budgets.redeployRatio },
  };
}

function expectKind(kind: string, expected: string): void {
  if (kind !== expected) throw new Error(`The redeploy ended as ${kind}`);
}

/** Code that no bundler can leave out. */
function libraryOf(bytes: number): string {
  const lines = ['export const all: string[] = [];\n'.replace(': string[]', '')];
  for (let length = 0, index = 0; length < bytes; index += 1) {
    const line = `function step${index}(name: string) { return 'step ${index} of ' + name + ' is done'; }\nall.push(step${index}('${index}'));\n`;
    lines.push(line);
    length += line.length;
  }
  return lines.join('');
}

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
