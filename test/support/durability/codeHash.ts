/** What `CodeSha256` is of these bytes. */

import { createHash } from 'node:crypto';

export function codeHash(zip: Buffer): string {
  return createHash('sha256').update(zip).digest('base64');
}
