/** Functions that do on request what goes wrong in production: slow, failing, hanging, out of memory. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the handler of `checkout` is asked to do. */
export type Trouble = 'nothing' | 'slow' | 'fail' | 'hang';

/** `slow` takes 84 % of it: more than the share that counts as slow, with room for a busy machine. */
const checkoutTimeoutS = 5;

/** Where `checkout` fails: the line that a stack frame must lead to. */
export const failingPlace = { file: 'price.ts', line: 7 } as const;

const files: Readonly<Record<string, string>> = {
  'checkout/function.json': functionJson('checkout', checkoutTimeoutS),
  'checkout/src/index.ts': `import { totalOf } from './price.ts';

type Trouble = 'nothing' | 'slow' | 'fail' | 'hang';

const wait = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs));

export const handler = async ({ trouble = 'nothing' }: { trouble?: Trouble }) => {
  console.log(\`order arrived: \${trouble}\`);
  if (trouble === 'slow') await wait(4_200);
  if (trouble === 'hang') await wait(60_000);
  return { total: totalOf(trouble === 'fail' ? undefined : { lines: [{ price: 7 }] }) };
};
`,
  'checkout/src/price.ts': `interface Order {
  readonly lines: readonly { readonly price: number }[];
}

/** The order comes from outside, so it may be missing. */
export function totalOf(order: Order | undefined): number {
  if (order === undefined) throw new TypeError('The order has no lines');
  return order.lines.reduce((sum, { price }) => sum + price, 0);
}
`,
  'memory-hog/function.json': functionJson('memory-hog', 20),
  'memory-hog/index.mjs': `export const handler = async () => {
  const held = [];
  for (;;) held.push(Buffer.alloc(8 * 1024 * 1024, held.length));
};
`,
  'greeter/function.json': functionJson('greeter', 3),
  'greeter/index.mjs': `export const handler = async ({ name = 'Lambda' }) => {
  console.log(JSON.stringify({ level: 'INFO', message: 'greeting', name }));
  return \`Hello, \${name}!\`;
};
`,
  '.vscode/lambda-workbench.json': JSON.stringify({
    links: [
      link('checkout', { kind: 'esbuild', entry: 'src/index.ts' }),
      link('memory-hog', { kind: 'copy' }),
      link('greeter', { kind: 'copy' }),
    ],
  }),
};

export function writeTroubledFunctions(workspace: string): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    writeFileSync(path.join(workspace, name), content);
  }
}

function functionJson(functionName: string, timeoutS: number): string {
  return JSON.stringify({ functionName, runtime: 'nodejs22.x', handler: 'index.handler', memorySizeMB: 128, timeoutS });
}

function link(functionName: string, build: object): object {
  return { functionName, target: { kind: 'local' }, folder: functionName, build };
}
