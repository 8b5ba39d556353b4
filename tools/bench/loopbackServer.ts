/** The floor of every request: an HTTP server in a process of its own that reads a body and sends one back. */

import { once } from 'node:events';
import { startProcess, stopProcess } from '../shared/childProcess.ts';

export interface LoopbackServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

const program = `
  const server = require('node:http').createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => response.end(Buffer.concat(chunks)));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

export async function startLoopbackServer(): Promise<LoopbackServer> {
  const child = startProcess(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('The loopback server has no standard output');
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { endpoint: `http://127.0.0.1:${String(port).trim()}`, close: () => stopProcess(child) };
}
