/** What the journal knows about one deployment, and which of a function's deployments a new one has to know about. */

import type { AliasRoute } from '../versions.ts';
import type { ChangingStage } from './redeployStage.ts';

/** One line of the journal. */
export type JournalEntry = { readonly id: string /** Milliseconds since 1970. */; readonly at: number } & JournalFact;

export type JournalFact =
  | ({ readonly kind: 'began' } & DeploymentPlan)
  | { readonly kind: 'started'; readonly stage: ChangingStage }
  | ({ readonly kind: 'finished'; readonly stage: ChangingStage } & StageFacts)
  | { /** It ended and certainly changed nothing. */ readonly kind: 'refused'; readonly stage: ChangingStage }
  | { readonly kind: 'ended'; readonly outcome: DeploymentEnd };

export type DeploymentEnd = 'done' | 'failed' | 'cancelled';

/** What is about to happen, written before anything is sent. */
export interface DeploymentPlan {
  /** The deployment that an undo takes back. */
  readonly undoes?: string;
  readonly functionArn?: string;
  /** Of the package that is sent. */
  readonly codeSha256: string;
  /** Of the code that was there; `undefined` for a function that is created. */
  readonly before?: string;
}

/** What a stage found out; a later stage, an undo or the next deployment needs it. */
export interface StageFacts {
  readonly version?: string;
  readonly alias?: AliasMove;
  readonly smoke?: SmokeResult;
}

export interface AliasMove {
  readonly name: string;
  /** `undefined`: the alias was made. */
  readonly from: AliasRoute | undefined;
  readonly to: string;
}

/** How the function answered the link's smoke event. */
export interface SmokeResult {
  readonly isOk: boolean;
  /** `TypeError: …` of a function that failed. */
  readonly error?: string;
  /** From the REPORT line; missing where the answer brought none. */
  readonly durationMs?: number;
  readonly initDurationMs?: number;
}

export interface Deployment extends DeploymentPlan, StageFacts {
  readonly id: string;
  readonly beganAt: number;
  readonly started: readonly ChangingStage[];
  readonly finished: readonly ChangingStage[];
  /** Missing where the process ended before the deployment did. */
  readonly outcome?: DeploymentEnd;
}

/** Puts the lines together, oldest deployment first. Lines of a deployment whose beginning was lost are passed over. */
export function deploymentsOf(entries: readonly JournalEntry[]): readonly Deployment[] {
  const deployments = new Map<string, Deployment>();
  for (const entry of entries) {
    const { id, at, kind } = entry;
    const present = deployments.get(id);
    if (kind === 'began') {
      const { kind: _, at: __, ...plan } = entry;
      deployments.set(id, { ...plan, beganAt: at, started: [], finished: [] });
    } else if (present !== undefined) deployments.set(id, advanced(present, entry));
  }
  return [...deployments.values()];
}

/** What is known after one more line. */
export function advanced(deployment: Deployment, entry: Exclude<JournalFact, { kind: 'began' }>): Deployment {
  switch (entry.kind) {
    case 'started':
      return { ...deployment, started: [...deployment.started, entry.stage] };
    case 'finished': {
      const { version, alias, smoke } = entry;
      const facts = Object.fromEntries(
        Object.entries({ version, alias, smoke }).filter(([, fact]) => fact !== undefined),
      );
      return { ...deployment, ...facts, finished: [...deployment.finished, entry.stage] };
    }
    case 'refused':
      return { ...deployment, started: deployment.started.filter((stage) => stage !== entry.stage) };
    case 'ended':
      return { ...deployment, outcome: entry.outcome };
  }
}

/** The last deployment, when it did not get to its end. */
export function unfinishedOf(deployments: readonly Deployment[]): Deployment | undefined {
  const last = deployments.at(-1);
  return last === undefined || last.outcome === 'done' ? undefined : last;
}

/** The last deployment whose code arrived and was not taken back. Undoing it again and again goes further back. */
export function undoableOf(deployments: readonly Deployment[]): Deployment | undefined {
  const undone = new Set(deployments.filter(hasArrived).flatMap(({ undoes }) => undoes ?? []));
  return deployments.findLast(
    (deployment) => hasArrived(deployment) && deployment.undoes === undefined && !undone.has(deployment.id),
  );
}

/**
 * Whether code that is found on the target may have come from here: what was sent last, or, where that is not known to have
 * arrived, what was there before it. True without any deployment: then nothing is known of anybody.
 */
export function isOurs(deployments: readonly Deployment[], deployedSha256: string | undefined): boolean {
  const known: (string | undefined)[] = [];
  for (const deployment of [...deployments].reverse()) {
    known.push(deployment.codeSha256);
    if (hasArrived(deployment)) break;
    known.push(deployment.before);
  }
  return known.length === 0 || known.includes(deployedSha256);
}

/** The answer to the upload came. */
function hasArrived({ finished }: Deployment): boolean {
  return finished.includes('upload');
}
