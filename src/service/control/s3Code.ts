/** Packages in S3: fetched from the endpoint that the service was started with. */

import type { Clock } from '../../base/clock.ts';
import { limits } from '../../lambda/limits.ts';
import type { SigningKey } from '../wire/signature.ts';
import { signedHeaders } from '../wire/signRequest.ts';
import { lambdaErrors } from './lambdaErrors.ts';

export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  readonly version: string | undefined;
}

/** When an answer has not come as a whole by then, it is given up. */
const deadlineMs = 60_000;

export class S3Code {
  readonly #endpoint: URL;
  readonly #key: SigningKey;
  readonly #clock: Clock;

  /** The key pair may stand in the endpoint, as `http://KEY:SECRET@host`; otherwise the service's own signs. */
  constructor(endpoint: string, ownKey: SigningKey, clock: Clock) {
    const { username, password, origin, pathname } = new URL(endpoint);
    this.#endpoint = new URL(pathname.replace(/\/*$/, '/'), origin);
    this.#key =
      username === ''
        ? ownKey
        : { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) };
    this.#clock = clock;
  }

  /** The whole object. Throws `LambdaServiceError` in S3's words, or for an object that no function could have. */
  async get(object: S3Object, region: string, closed: AbortSignal): Promise<Buffer> {
    const url = this.#urlOf(object);
    const late = new AbortController();
    const timer = this.#clock.after(deadlineMs, () => late.abort());
    try {
      const response = await fetch(url, {
        headers: signedHeaders({ method: 'GET', url }, region, this.#key, this.#clock.now()),
        redirect: 'error',
        signal: AbortSignal.any([closed, late.signal]),
      });
      if (!response.ok) throw refusalOf(response.status, await response.text());
      return await readWhole(response);
    } catch (error) {
      const { origin } = this.#endpoint;
      if (late.signal.aborted) throw lambdaErrors.s3Unreachable(origin, `no whole answer in ${deadlineMs / 1000} s`);
      // `fetch` fails with a TypeError whose cause says what the network did.
      if (!(error instanceof TypeError)) throw error;
      throw lambdaErrors.s3Unreachable(origin, error.cause instanceof Error ? error.cause.message : error.message);
    } finally {
      timer.dispose();
    }
  }

  /** With the bucket in the path: a local endpoint has no host names for buckets. */
  #urlOf({ bucket, key, version }: S3Object): URL {
    const path = [bucket, ...key.split('/')].map(escapeUri).join('/');
    const query = version === undefined ? '' : `?versionId=${escapeUri(version)}`;
    const url = new URL(`${this.#endpoint.href}${path}${query}`);
    // A URL resolves `..`, which S3 takes for a name: such a key would be looked for in another bucket.
    if (!url.pathname.endsWith(path)) throw lambdaErrors.s3Refusal('NoSuchKey', 'The specified key does not exist.');
    return url;
  }
}

async function readWhole(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limits.unzippedPackageBytes) throw lambdaErrors.unzippedTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** S3 says what is wrong in XML; whatever says it otherwise is told by its status. */
function refusalOf(status: number, body: string) {
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  return lambdaErrors.s3Refusal(element('Code') ?? String(status), element('Message') ?? `HTTP status ${status}`);
}

function escapeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
