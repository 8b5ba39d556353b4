/** A function for benchmarks: created from one file of source and waited for. */

import { once } from 'node:events';
import { ZipFile } from 'yazl';
import { sleep, systemClock } from '../../src/base/clock.ts';
import type { LambdaApi } from '../../src/lambda/api.ts';

export interface BenchFunction {
  readonly name: string;
  readonly runtime: string;
  readonly handler: string;
  readonly file: string;
  readonly source: string | Uint8Array;
  /** The file may be executed. */
  readonly isProgram?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Says which interpreter runs it, so that the floor can be measured with the very same one. */
export const nodeFunction: BenchFunction = {
  name: 'bench-node',
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  file: 'index.js',
  source: 'exports.handler = async () => ({ interpreter: process.execPath });\n',
};

export const pythonFunction: BenchFunction = {
  name: 'bench-python',
  runtime: 'python3.12',
  handler: 'app.handler',
  file: 'app.py',
  source: 'import sys\n\ndef handler(event, context):\n    return {"interpreter": sys.executable}\n',
};

export async function createBenchFunction(lambda: LambdaApi, one: BenchFunction): Promise<void> {
  await lambda.createFunction({
    FunctionName: one.name,
    Runtime: one.runtime as 'nodejs22.x',
    Handler: one.handler,
    Role: 'arn:aws:iam::000000000000:role/bench',
    Code: { ZipFile: await zipOf(one) },
    Timeout: 30,
    MemorySize: 256,
    ...(one.variables === undefined ? {} : { Environment: { Variables: { ...one.variables } } }),
  });
  await untilSettled(lambda, one.name);
}

/** A new revision: every execution environment of the function ends, so the next invoke is cold. */
export async function makeCold(lambda: LambdaApi, name: string, revision: number): Promise<void> {
  await lambda.updateFunctionConfiguration({ FunctionName: name, Description: `revision ${revision}` });
  await untilSettled(lambda, name);
}

/** The interpreter that runs the function. */
export async function interpreterOf(lambda: LambdaApi, name: string): Promise<string> {
  const { Payload, FunctionError } = await lambda.invoke({ FunctionName: name });
  const text = new TextDecoder().decode(Payload);
  if (FunctionError) throw new Error(`${name} failed: ${text}`);
  return (JSON.parse(text) as { interpreter: string }).interpreter;
}

async function untilSettled(lambda: LambdaApi, name: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { State, LastUpdateStatus } = await lambda.getFunctionConfiguration({ FunctionName: name });
    if (State === 'Active' && LastUpdateStatus === 'Successful') return;
    await sleep(systemClock, 10);
  }
  throw new Error(`${name} did not become Active`);
}

async function zipOf({ file, source, isProgram = false }: BenchFunction): Promise<Uint8Array> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(source), file, { mtime: new Date(0), mode: isProgram ? 0o100755 : 0o100644 });
  zip.end();
  const chunks: Buffer[] = [];
  zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(zip.outputStream, 'end');
  return Buffer.concat(chunks);
}
