/** Functions that tell which program runs them, one for each runtime whose tools this computer has. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../shared/childProcess.ts';
import { type BenchFunction, nodeFunction, pythonFunction } from './benchFunction.ts';

export interface ColdRuntime {
  /** `cold-start-node` */
  readonly id: string;
  readonly name: string;
  /** Arguments with which its program does nothing. */
  readonly bare: readonly string[];
  /** `undefined` without the tools. */
  build(): Promise<BenchFunction | undefined>;
}

export const coldRuntimes: readonly ColdRuntime[] = [
  { id: 'cold-start-node', name: 'node', bare: ['-e', '0'], build: async () => nodeFunction },
  { id: 'cold-start-python', name: 'python', bare: ['-c', '0'], build: async () => pythonFunction },
  { id: 'cold-start-ruby', name: 'ruby', bare: ['-e', '0'], build: rubyFunction },
  { id: 'cold-start-java', name: 'java', bare: ['-XX:TieredStopAtLevel=1', '-version'], build: javaFunction },
  { id: 'cold-start-go', name: 'the program', bare: [], build: goFunction },
];

async function rubyFunction(): Promise<BenchFunction | undefined> {
  if (!(await answers('ruby', '--version'))) return undefined;
  const source = 'require "rbconfig"\ndef handler(event:, context:) = { interpreter: RbConfig.ruby }\n';
  return { name: 'bench-ruby', runtime: 'ruby3.4', handler: 'app.handler', file: 'app.rb', source };
}

const javaSource = `public class Bench {
    public java.util.Map<String, String> handle(Object event) {
        return java.util.Map.of("interpreter", ProcessHandle.current().info().command().orElseThrow());
    }
}
`;

async function javaFunction(): Promise<BenchFunction | undefined> {
  if (!(await answers('javac', '-version'))) return undefined;
  const source = await built('Bench.java', javaSource, 'Bench.class', ['javac', '--release', '11', 'Bench.java']);
  return { name: 'bench-java', runtime: 'java21', handler: 'Bench::handle', file: 'Bench.class', source };
}

/** The Runtime API in a few lines; without its address the program does nothing. */
const goSource = `package main

import (
	"encoding/json"
	"net/http"
	"os"
	"bytes"
)

func main() {
	api := os.Getenv("AWS_LAMBDA_RUNTIME_API")
	if api == "" {
		return
	}
	path, _ := os.Executable()
	answer, _ := json.Marshal(map[string]string{"interpreter": path})
	base := "http://" + api + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(base + "next")
		if err != nil {
			return
		}
		next.Body.Close()
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		sent, err := http.Post(base+id+"/response", "application/json", bytes.NewReader(answer))
		if err != nil {
			return
		}
		sent.Body.Close()
	}
}
`;

async function goFunction(): Promise<BenchFunction | undefined> {
  if (!(await answers('go', 'version'))) return undefined;
  const source = await built('main.go', goSource, 'bootstrap', ['go', 'build', '-o', 'bootstrap', 'main.go']);
  const file = 'bootstrap';
  return { name: 'bench-go', runtime: 'provided.al2023', handler: 'bootstrap', file, source, isProgram: true };
}

async function answers(command: string, ...args: readonly string[]): Promise<boolean> {
  return runCommand(command, args, { deadlineMs: 20_000 }).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
}

async function built(file: string, source: string, result: string, command: readonly string[]): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lambda-bench-'));
  try {
    await writeFile(path.join(folder, file), source);
    const [program = '', ...args] = command;
    const { exitCode, output } = await runCommand(program, args, { cwd: folder, deadlineMs: 180_000 });
    if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${exitCode}: ${output}`);
    return await readFile(path.join(folder, result));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
