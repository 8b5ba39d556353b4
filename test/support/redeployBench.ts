/** A project folder, a target and a Redeploy with a journal and kept packages, all of them on disk and removed afterwards. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DeploymentJournal } from '../../src/app/deploy/deploymentJournal.ts';
import { PackageStore } from '../../src/app/deploy/packageStore.ts';
import { Redeploy, type RedeployRequest } from '../../src/app/deploy/redeploy.ts';
import type { RedeployLink, RedeploySettings } from '../../src/app/deploy/redeployLink.ts';
import type { NewFunction } from '../../src/app/deploy/redeployRun.ts';
import type { Target } from '../../src/app/target.ts';
import { ProcessToolRunner } from '../../src/app/toolRunner.ts';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { TemporaryFolders } from './temporaryFolder.ts';

export const newFunction: NewFunction = {
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  role: 'arn:aws:iam::000000000000:role/lambda-workbench',
};

export interface RedeployBenchOptions {
  readonly settings?: RedeploySettings;
  readonly clock?: Clock;
}

/** What outlives a window. */
interface BenchPlace {
  readonly storage: string;
  readonly workspace: string;
  readonly link: RedeployLink;
}

const never = new AbortController().signal;

/** One function, `index.mjs` in its folder, linked to the target. */
export class RedeployBench implements BenchPlace {
  readonly target: Target;
  readonly storage: string;
  readonly workspace: string;
  readonly redeploy: Redeploy;
  readonly journal: DeploymentJournal;
  link: RedeployLink;

  static create(target: Target, folders: TemporaryFolders, options: RedeployBenchOptions = {}): RedeployBench {
    const [profile = '', region = ''] = target.id.split('/');
    const link: RedeployLink = {
      functionName: 'hello',
      target: target.runsHere ? { kind: 'local' } : { kind: 'aws', profile, region },
      folder: 'hello',
      build: { kind: 'copy' },
      ...options.settings,
    };
    const workspace = folders.create({ 'hello/index.mjs': '' });
    return new RedeployBench(target, { storage: folders.create(), workspace, link }, options.clock);
  }

  /** The next window on what another one left. */
  static on(target: Target, place: BenchPlace, clock?: Clock): RedeployBench {
    return new RedeployBench(target, place, clock);
  }

  private constructor(target: Target, { storage, workspace, link }: BenchPlace, clock: Clock = systemClock) {
    this.target = target;
    this.storage = storage;
    this.workspace = workspace;
    this.link = link;
    this.journal = new DeploymentJournal(path.join(storage, 'deployments'), clock);
    this.redeploy = new Redeploy({
      toolRunner: new ProcessToolRunner(process.env, systemClock),
      shippedEsbuild: undefined,
      clock,
      log: silentLog,
      journal: this.journal,
      packages: new PackageStore(path.join(storage, 'packages'), clock),
    });
  }

  /** The handler answers with the text. */
  save(answer: string): void {
    this.write(`export const handler = async () => ${JSON.stringify(answer)};\n`);
  }

  write(source: string): void {
    writeFileSync(path.join(this.workspace, 'hello', 'index.mjs'), source);
  }

  request(over: Partial<RedeployRequest> = {}): RedeployRequest {
    return { target: this.target, workspaceFolder: this.workspace, link: this.link, create: newFunction, ...over };
  }

  run(over: Partial<RedeployRequest> = {}, signal = never) {
    return this.redeploy.run(this.request(over), signal);
  }

  undo(over: Partial<RedeployRequest> = {}, signal = never) {
    return this.redeploy.undo(this.request(over), signal);
  }

  leftBehind() {
    return this.redeploy.leftBehind(this.request());
  }

  /** What the journal knows, oldest first. */
  deployments() {
    return this.journal.deployments({ targetId: this.target.id, functionName: this.link.functionName });
  }
}
