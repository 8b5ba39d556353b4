/** The body of an HTTP response without its compression, where the browser knows that. */

import { type AnswerReading, bodyContent } from './content.ts';

/** Beyond it a body stays compressed: a few kilobytes may become gigabytes. */
const mostBytes = 32 * 1024 * 1024;

/** In the names of HTTP; browsers that lack one say so when it is asked for. */
const formats: Readonly<Record<string, string>> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate', br: 'brotli' };

/** `undefined` for a reading whose body is not compressed. One that cannot be unpacked says why, as a problem of the response. */
export async function unpackedReading({ payload, http }: AnswerReading): Promise<AnswerReading | undefined> {
  const encoding = http?.response.contentEncoding;
  if (!http || encoding === undefined || http.response.body.kind === 'none') return undefined;
  const { response } = http;
  try {
    if (response.body.kind !== 'bytes') throw new Error('it is text, not base64');
    const bytes = await unpacked(response.body.bytes, formats[encoding]);
    const plain = { ...response, body: { kind: 'bytes', bytes }, contentEncoding: undefined } as const;
    return { payload, http: { response: plain, body: bodyContent(plain) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const problem = `The body says that it is compressed (${encoding}) and could not be unpacked: ${reason}.`;
    return { payload, http: { ...http, response: { ...response, problems: [...response.problems, problem] } } };
  }
}

async function unpacked(bytes: Uint8Array, format: string | undefined): Promise<Uint8Array> {
  if (format === undefined) throw new Error('this compression is not known here');
  // A copy, since the stream wants memory of its own.
  const packed = new Blob([bytes.slice()]).stream();
  const reader = packed.pipeThrough(decompression(format)).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new Error(`it becomes larger than ${mostBytes / 1024 / 1024} MB`);
    }
    chunks.push(next.value);
  }
  const whole = new Uint8Array(length);
  let place = 0;
  for (const chunk of chunks) {
    whole.set(chunk, place);
    place += chunk.length;
  }
  return whole;
}

function decompression(format: string): DecompressionStream {
  try {
    return new DecompressionStream(format as CompressionFormat);
  } catch {
    throw new Error('this browser does not know the compression');
  }
}
