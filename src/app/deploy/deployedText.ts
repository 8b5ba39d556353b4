/** What is deployed, in a sentence or two: said whenever a deployment did not get to its end. */

import { routeText } from '../versions.ts';
import type { Deployment } from './deployment.ts';

/** `undefined` for a deployment that got to its end. */
export function deployedText(functionName: string, targetLabel: string, deployment: Deployment): string | undefined {
  if (deployment.outcome === 'done') return undefined;
  const again = `Redeploy again to finish.`;
  const { started, finished, version, alias } = deployment;
  if (!started.includes('upload')) {
    return deployment.before === undefined
      ? `${functionName} was not created on ${targetLabel}.`
      : `${functionName} on ${targetLabel} runs what it ran before.`;
  }
  if (!finished.includes('upload')) {
    return `Whether the new code of ${functionName} arrived on ${targetLabel} is not known. Redeploy again: that finds out, and finishes.`;
  }
  if (!finished.includes('wait')) {
    return `The new code of ${functionName} has arrived on ${targetLabel}; that it is at work is not confirmed yet. ${again}`;
  }
  const atWork = `The new code of ${functionName} is at work on ${targetLabel}${version === undefined ? '' : `, as version ${version}`}.`;
  if (started.includes('publish') && version === undefined)
    return `${atWork} Whether a version was published is not known. ${again}`;
  if (started.includes('shift') && !finished.includes('shift')) {
    return `${atWork} Whether its alias was moved is not known. ${again}`;
  }
  const moved = alias?.from === undefined ? '' : ` ${alias.name} led to ${routeText(alias.from)} before.`;
  return `${atWork}${moved} ${again}`;
}
