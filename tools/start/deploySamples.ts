/** Puts the sample functions on Local, through the same Redeploy that the extension's button runs. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { RedeployLinks } from '../../src/app/deploy/linkFile.ts';
import { Redeploy, type RedeployOutcome } from '../../src/app/deploy/redeploy.ts';
import type { RedeployLink } from '../../src/app/deploy/redeployLink.ts';
import type { NewFunction } from '../../src/app/deploy/redeployRun.ts';
import type { Target } from '../../src/app/target.ts';
import { ProcessToolRunner } from '../../src/app/toolRunner.ts';
import { systemClock } from '../../src/base/clock.ts';
import { HumanError } from '../../src/base/humanError.ts';
import { silentLog } from '../../src/base/log.ts';
import { findEsbuild } from '../build/esbuildBinary.ts';

/** The file beside a sample's handler: what a first deployment needs and a link does not say. */
type SampleFunction = Omit<NewFunction, 'role'>;

/** Local checks the form of a role and asks for nothing else. */
const role = 'arn:aws:iam::000000000000:role/lambda-workbench';

/** Deploys what has changed, one after the other. Rejects with a `HumanError` that names the sample. */
export async function deploySamples(
  target: Target,
  folder: string,
  signal: AbortSignal,
): Promise<readonly RedeployOutcome[]> {
  const links = new RedeployLinks(folder, silentLog);
  const redeploy = new Redeploy({
    toolRunner: new ProcessToolRunner(process.env, systemClock),
    shippedEsbuild: findEsbuild(),
    clock: systemClock,
    log: silentLog,
  });
  const outcomes: RedeployOutcome[] = [];
  for (const link of await links.all()) {
    if (link.target.kind !== 'local') continue;
    const create = await readSample(folder, link);
    outcomes.push(await redeploy.run({ target, workspaceFolder: folder, link, create }, signal));
  }
  links.dispose();
  return outcomes;
}

async function readSample(folder: string, link: RedeployLink): Promise<NewFunction> {
  const file = path.join(folder, link.folder, 'function.json');
  try {
    const sample: SampleFunction = JSON.parse(await readFile(file, 'utf8'));
    return { ...sample, role };
  } catch (error) {
    throw new HumanError(`The sample ${link.functionName} has no readable ${file}`, { cause: error });
  }
}
