/** The handlers that "Create Sample Function" writes: small, complete, with something to change. */

import type { ProjectGuess } from '../../app/project/projectProbe.ts';

export interface Sample {
  readonly language: string;
  /** Folder and function name; a number follows where it is taken. */
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly guess: Omit<ProjectGuess, 'suggestedName'>;
}

/** What each of them is invoked with first. */
export const sampleEvent = `${JSON.stringify({ name: 'Ada' }, undefined, 2)}\n`;

export const samples: readonly Sample[] = [
  {
    language: 'TypeScript',
    name: 'hello-typescript',
    file: 'index.ts',
    guess: { runtime: 'nodejs22.x', handler: 'index.handler', build: { kind: 'esbuild', entry: 'index.ts' } },
    source: `interface Greeting {
  name?: string;
}

const startedAt = Date.now();

export async function handler(event: Greeting): Promise<{ message: string; environmentAgeMs: number }> {
  console.log('Greeting', event.name ?? 'nobody in particular');
  return {
    message: \`Hello, \${event.name ?? 'world'}!\`,
    environmentAgeMs: Date.now() - startedAt,
  };
}
`,
  },
  {
    language: 'JavaScript',
    name: 'hello-javascript',
    file: 'index.mjs',
    guess: { runtime: 'nodejs22.x', handler: 'index.handler', build: { kind: 'copy' } },
    source: `const startedAt = Date.now();

export async function handler(event) {
  console.log('Greeting', event.name ?? 'nobody in particular');
  return {
    message: \`Hello, \${event.name ?? 'world'}!\`,
    environmentAgeMs: Date.now() - startedAt,
  };
}
`,
  },
  {
    language: 'Python',
    name: 'hello-python',
    file: 'app.py',
    guess: { runtime: 'python3.13', handler: 'app.handler', build: { kind: 'copy' } },
    source: `import time

started_at = time.time()


def handler(event, context):
    name = event.get("name", "world")
    print("Greeting", name)
    return {
        "message": f"Hello, {name}!",
        "environmentAgeMs": round((time.time() - started_at) * 1000),
    }
`,
  },
];
