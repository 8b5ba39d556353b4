/**
 * How a function of the project stands on a target. What was deployed from here is remembered as two fingerprints: of the
 * package (what Lambda has) and of the folder (what the developer has). Nothing is built to compare.
 */

import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asText, parseJsonObject } from '../../base/json.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import { replaceFile } from '../atomicFile.ts';

export type ProjectState =
  /** The target has no function of this name. */
  | 'notDeployed'
  | 'inSync'
  /** The folder is not what was deployed. */
  | 'changedHere'
  /** The target has other code than was deployed from here. */
  | 'changedThere'
  | 'changedOnBothSides'
  /** It is there, and was never deployed from here. */
  | 'unknown';

/** What was deployed from here. */
export interface DeployedFingerprint {
  /** Of the package, Base64, as Lambda answers it. */
  readonly codeSha256: string;
  /** Of the folder, `folderFingerprint`. */
  readonly source: string;
}

/** `deployedSha256`: what the target has now; `undefined` when it has no such function. `source`: the folder as it is now. */
export function projectState(
  last: DeployedFingerprint | undefined,
  deployedSha256: string | undefined,
  source: string | undefined,
): ProjectState {
  if (deployedSha256 === undefined) return 'notDeployed';
  if (last === undefined) return 'unknown';
  const isOther = deployedSha256 !== last.codeSha256;
  const isEdited = source !== undefined && source !== last.source;
  if (isOther) return isEdited ? 'changedOnBothSides' : 'changedThere';
  return isEdited ? 'changedHere' : 'inSync';
}

/** One small file for each function on a target: windows share them without a lock. */
export class DeployedFingerprints {
  readonly #folder: string;

  /** `folder`: made when first needed. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `undefined` where nothing was deployed from here, or the file cannot be read. */
  async find(key: FunctionKey): Promise<DeployedFingerprint | undefined> {
    const text = await readFile(this.#fileOf(key), 'utf8').catch(() => '');
    const fields = parseJsonObject(text);
    const codeSha256 = asText(fields?.['codeSha256']);
    const source = asText(fields?.['source']);
    return codeSha256 === undefined || source === undefined ? undefined : { codeSha256, source };
  }

  async keep(key: FunctionKey, fingerprint: DeployedFingerprint): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await replaceFile(this.#fileOf(key), JSON.stringify(fingerprint));
  }

  /** Names may hold what file systems do not take. */
  #fileOf({ targetId, functionName }: FunctionKey): string {
    const hash = createHash('sha256').update(`${targetId}\n${functionName}`).digest('hex').slice(0, 32);
    return join(this.#folder, `${hash}.json`);
  }
}
