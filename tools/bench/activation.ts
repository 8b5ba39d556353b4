/** What the extension costs a person who has not used it yet: CPU time of its activation in a real VS Code. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { HumanError } from '../../src/base/humanError.ts';
import { budgets } from '../build/budgets.ts';
import { runCommand } from '../shared/childProcess.ts';
import { rootFolder, vscodeHostFolder } from '../shared/paths.ts';
import { ensureChromium, ensureVscodeHost } from '../vscode-host/setup.ts';
import { type ActivationCost, costVariable } from './activationCost.ts';
import type { Benchmark } from './measurement.ts';
import { median } from './statistics.ts';

/** Each is a window of its own: an extension is activated once. */
const windows = 3;

export const activation: Benchmark = {
  ids: ['activation'],
  async run(signal) {
    await ensureVscodeHost();
    await ensureChromium();
    const folder = mkdtempSync(path.join(tmpdir(), 'activation-'));
    try {
      const probe = await bundleProbe(folder);
      for (const name of ['warm', 'empty']) writeIdleExtension(path.join(folder, 'extensions'), name);
      const costs: ActivationCost[] = [];
      for (let window = 0; window < windows; window += 1) {
        signal.throwIfAborted();
        costs.push(await measure(folder, probe));
      }
      return [
        {
          id: 'activation',
          what: 'Activation in VS Code, CPU of the extension host',
          value: median(costs.map(({ valueMs }) => valueMs)),
          unit: 'CPU ms',
          floor: median(costs.map(({ floorMs }) => floorMs)),
          floorWhat: 'an empty extension',
          goal: { of: 'value', atMost: budgets.activationCpuMs },
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

async function measure(folder: string, probe: string): Promise<ActivationCost> {
  const file = path.join(folder, 'cost.json');
  rmSync(file, { force: true });
  const args = [
    `--extensionTestsPath=${probe}`,
    `--extensionDevelopmentPath=${rootFolder}`,
    `--extensions-dir=${path.join(folder, 'extensions')}`,
  ];
  const { output } = await runCommand(path.join(vscodeHostFolder, 'code-web'), args, {
    env: {
      ...process.env,
      CODE_WEB_NODE: process.execPath,
      CODE_WEB_NODE_FLAGS: process.execArgv.join(' '),
      LAMBDA_WORKBENCH_DATA: path.join(folder, 'data'),
      [costVariable]: file,
    },
    deadlineMs: 90_000,
  });
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new HumanError(`The activation could not be measured:\n${output}`, { cause: error });
  }
}

async function bundleProbe(folder: string): Promise<string> {
  const outfile = path.join(folder, 'probe.cjs');
  await build({
    absWorkingDir: rootFolder,
    entryPoints: ['tools/bench/activationProbe.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
  return outfile;
}

/** The least that an extension can be, as an ES module like ours. */
function writeIdleExtension(folder: string, name: string): void {
  const place = path.join(folder, `bench.${name}-1.0.0`);
  mkdirSync(place, { recursive: true });
  const manifest = {
    name,
    publisher: 'bench',
    version: '1.0.0',
    engines: { vscode: '^1.105.0' },
    type: 'module',
    main: './main.js',
    activationEvents: [`onCommand:bench.${name}`],
  };
  writeFileSync(path.join(place, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(place, 'main.js'), "import 'vscode';\nexport function activate() {}\n");
}
