/**
 * The floor of every request: an HTTP server in a process of its own that reads a body and sends one back, or as many bytes as
 * the query names, in chunks.
 */

import { once } from 'node:events';
import { startProcess, stopProcess } from '../shared/childProcess.ts';

export interface LoopbackServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

const program = `
  const { Readable, pipeline } = require('node:stream');
  const chunk = Buffer.alloc(64 * 1024, 120);
  function* repeated(bytes) {
    for (let left = bytes; left > 0; left -= chunk.length) yield chunk;
  }
  const server = require('node:http').createServer((request, response) => {
    const streamed = /[?]bytes=(\\d+)$/.exec(request.url);
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      if (streamed === null) response.end(Buffer.concat(chunks));
      else pipeline(Readable.from(repeated(Number(streamed[1]))), response, () => {});
    });
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

export async function startLoopbackServer(): Promise<LoopbackServer> {
  const child = startProcess(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('The loopback server has no standard output');
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { endpoint: `http://127.0.0.1:${String(port).trim()}`, close: () => stopProcess(child) };
}
