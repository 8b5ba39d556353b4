/** A Lambda endpoint that has any number of functions and does nothing but list them, as AWS pages them. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedLambda {
  readonly endpoint: string;
  close(): Promise<void>;
}

const runtimes = ['nodejs22.x', 'python3.13', 'java21', 'provided.al2023'];

export async function startScriptedLambda(functionCount: number): Promise<ScriptedLambda> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const start = Number(url.searchParams.get('Marker') ?? 0);
    const count = Math.min(50, functionCount - start, Number(url.searchParams.get('MaxItems') ?? 50));
    const isList = request.method === 'GET' && /^\/2015-03-31\/functions\/?$/.test(url.pathname);
    response.writeHead(isList ? 200 : 501, { 'content-type': 'application/json' });
    if (!isList) {
      response.end('{"message":"Only a list"}');
      return;
    }
    const next = start + count;
    response.end(
      JSON.stringify({
        Functions: Array.from({ length: count }, (_, index) => functionAt(start + index)),
        ...(next < functionCount ? { NextMarker: String(next) } : {}),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As large as a real one is. */
function functionAt(index: number) {
  const name = `service-${String(index % 97).padStart(2, '0')}-handler-${String(index).padStart(5, '0')}`;
  return {
    FunctionName: name,
    FunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
    Runtime: runtimes[index % runtimes.length],
    Role: `arn:aws:iam::123456789012:role/service-role/${name}`,
    Handler: 'index.handler',
    CodeSize: 1_000_000 + index,
    Description: 'One of many',
    Timeout: 30,
    MemorySize: 128 * (1 + (index % 8)),
    LastModified: '2026-01-02T03:04:05.000+0000',
    CodeSha256: Buffer.from(name.padEnd(32).slice(-32)).toString('base64'),
    Version: '$LATEST',
    Environment: { Variables: { TABLE: `table-${index}`, STAGE: 'prod' } },
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    PackageType: 'Zip',
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  };
}
