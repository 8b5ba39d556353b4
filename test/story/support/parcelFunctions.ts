/** Functions for a developer at work: one with a mistake in a file behind its handler, one that streams its response. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where `parcels` fails: the line that a stack frame must lead to, what is wrong there, and what puts it right. */
export const mistake = { file: 'weight.ts', line: 7, text: 'parcel.contents', repair: 'parcel.items' } as const;

const files: Readonly<Record<string, string>> = {
  'parcels/function.json': functionJson('parcels'),
  'parcels/src/index.ts': `import { gramsOf } from './weight.ts';

interface QueueEvent {
  readonly Records: readonly { readonly body: string }[];
}

export const handler = async (event: QueueEvent) => {
  const parcels = event.Records.map(({ body }) => JSON.parse(body));
  return parcels.map((parcel) => ({ parcel: parcel.number, grams: gramsOf(parcel) }));
};
`,
  'parcels/src/weight.ts': `interface Parcel {
  readonly items: readonly { readonly grams: number }[];
  readonly contents: Parcel['items'];
}

export function gramsOf(parcel: Parcel): number {
  return parcel.contents.reduce((sum, { grams }) => sum + grams, 0);
}
`,
  'storyteller/function.json': functionJson('storyteller'),
  'storyteller/index.mjs': `export const handler = awslambda.streamifyResponse(async (_event, response) => {
  for (const word of ['Once ', 'upon ', 'a ', 'time.']) {
    response.write(word);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  response.end();
});
`,
  '.vscode/lambda-workbench.json': JSON.stringify({
    links: [link('parcels', { kind: 'esbuild', entry: 'src/index.ts' }), link('storyteller', { kind: 'copy' })],
  }),
};

export function writeParcelFunctions(workspace: string): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    writeFileSync(path.join(workspace, name), content);
  }
}

function functionJson(functionName: string): string {
  const runtime = 'nodejs22.x';
  return JSON.stringify({ functionName, runtime, handler: 'index.handler', memorySizeMB: 128, timeoutS: 10 });
}

function link(functionName: string, build: object): object {
  return { functionName, target: { kind: 'local' }, folder: functionName, build };
}
