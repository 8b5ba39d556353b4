/** An authority that nobody trusts, and what it signed: `127.0.0.1`, and the hosts of two of AWS's Regions. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));

export const authorityFile = file('authority.pem');
export const endpointTls = {
  key: readFileSync(file('endpoint.key'), 'utf8'),
  cert: readFileSync(file('endpoint.pem'), 'utf8'),
};
