/** The service's own key pair: made once for a data folder, so that a shell that was set up keeps working. */

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writePrivateFile } from './privateFile.ts';

export interface ServiceCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const fileName = 'credentials.json';

/** Reads the key pair of a data folder, or makes one. */
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
  try {
    const { accessKeyId, secretAccessKey } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return typeof accessKeyId === 'string' && typeof secretAccessKey === 'string'
      ? { accessKeyId, secretAccessKey }
      : undefined;
  } catch {
    return undefined;
  }
}
