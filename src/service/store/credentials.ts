/** The service's own key pair: made once for a data folder, so that a shell that was set up keeps working. */

import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dataFolderErrors } from './dataFolderErrors.ts';
import { writePrivateFile } from './privateFile.ts';

export interface ServiceCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const fileName = 'credentials.json';

/** Reads the key pair of a data folder, or makes one where there is none. Throws `HumanError` for a file that holds none. */
export function loadCredentials(dataFolder: string): ServiceCredentials {
  const file = path.join(dataFolder, fileName);
  const known = readCredentials(file);
  if (known !== undefined) return known;
  const made = {
    // In the form of AWS's, but of a kind that AWS never gives out.
    accessKeyId: `LWBK${randomBytes(10).toString('hex').toUpperCase().slice(0, 16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  };
  writePrivateFile(file, JSON.stringify(made));
  return made;
}

function readCredentials(file: string): ServiceCredentials | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw dataFolderErrors.damagedCredentials(file, error);
  }
  // Also a file that was copied here with other permissions is its owner's alone.
  chmodSync(file, 0o600);
  const pair = parsePair(text);
  if (pair === undefined) throw dataFolderErrors.damagedCredentials(file);
  return pair;
}

function parsePair(text: string): ServiceCredentials | undefined {
  try {
    const { accessKeyId, secretAccessKey } = JSON.parse(text) as Record<string, unknown>;
    return isText(accessKeyId) && isText(secretAccessKey) ? { accessKeyId, secretAccessKey } : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
