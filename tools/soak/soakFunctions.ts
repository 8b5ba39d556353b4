/** The functions of a soak run: small ones that do as their event says, in three kinds of runtime. */

import { once } from 'node:events';
import { ZipFile } from 'yazl';

export type Deed = 'answer' | 'throw' | 'crash' | 'outOfMemory' | 'hang' | 'print' | 'write' | 'leaveChild';

export interface SoakRuntime {
  readonly name: 'node' | 'python' | 'shell';
  readonly runtime: string;
  readonly handler: string;
  readonly file: string;
  /** What it can do beyond answering. */
  readonly deeds: readonly Deed[];
  readonly source: string;
}

/** What every one of them answers: who asked, and which build it is. */
export interface SoakAnswer {
  readonly id: string;
  readonly build: number;
}

/** Written in place of the number of the build. */
const buildPlace = '__BUILD__';

const node = `const { appendFileSync, writeFileSync } = require('node:fs');
const { spawn } = require('node:child_process');
const { join } = require('node:path');
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
exports.handler = async ({ id, deed, record }) => {
  if (record) appendFileSync(process.env.SOAK_RECORD, id + '\\n');
  if (deed === 'throw') throw new Error('soak');
  if (deed === 'crash') process.exit(3);
  if (deed === 'outOfMemory') { globalThis.kept = Buffer.alloc(300 * 1024 * 1024, 1); await wait(20000); }
  if (deed === 'hang') await wait(20000);
  if (deed === 'print') for (let line = 0; line < 300; line += 1) console.log('line', line, 'of', id);
  if (deed === 'write') writeFileSync(join(process.env.TMPDIR, id), Buffer.alloc(1024 * 1024, 1));
  if (deed === 'leaveChild') {
    const starts = 'require("node:child_process").spawn("sleep", ["' + process.env.SOAK_SLEEP + '"], { detached: true, stdio: "ignore", env: {} }).unref()';
    await new Promise((resolve) => spawn(process.execPath, ['-e', starts], { detached: true, env: {} }).once('exit', resolve));
  }
  return { id, build: ${buildPlace} };
};
exports.streams = awslambda.streamifyResponse(async ({ chunks }, stream) => {
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    if (!stream.write(Buffer.alloc(65536, 97))) await new Promise((resolve) => stream.once('drain', resolve));
  }
  stream.end();
});
`;

const python = `import os, subprocess, sys, time

def handler(event, context):
    deed = event.get("deed")
    if event.get("record"):
        with open(os.environ["SOAK_RECORD"], "a") as record:
            record.write(event["id"] + "\\n")
    if deed == "throw":
        raise ValueError("soak")
    if deed == "crash":
        os._exit(3)
    if deed == "outOfMemory":
        global kept
        kept = b"x" * (300 * 1024 * 1024)
        time.sleep(20)
    if deed == "hang":
        time.sleep(20)
    if deed == "print":
        for line in range(300):
            print("line", line, "of", event["id"])
    if deed == "leaveChild":
        subprocess.Popen(["sleep", os.environ["SOAK_SLEEP"]], start_new_session=True, env={})
    return {"id": event["id"], "build": ${buildPlace}}
`;

const shell = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while :; do
  event=$(curl -sS -D "$TMPDIR/headers" "$api/next") || exit 1
  request=$(sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *\\([0-9a-f-]*\\).*/\\1/p' "$TMPDIR/headers")
  id=$(printf %s "$event" | sed -n 's/.*"id":"\\([^"]*\\)".*/\\1/p')
  case $event in *'"record":true'*) echo "$id" >> "$SOAK_RECORD" ;; esac
  case $event in
    *'"deed":"crash"'*) exit 3 ;;
    *'"deed":"hang"'*) sleep 20 ;;
    *'"deed":"print"'*) seq 300 ;;
    *'"deed":"leaveChild"'*) setsid sleep "$SOAK_SLEEP" >/dev/null 2>&1 & ;;
  esac
  curl -sS -o /dev/null -d "{\\"id\\":\\"$id\\",\\"build\\":${buildPlace}}" "$api/$request/response" || exit 1
done
`;

export const soakRuntimes: readonly SoakRuntime[] = [
  {
    name: 'node',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    file: 'index.js',
    deeds: ['answer', 'throw', 'crash', 'outOfMemory', 'hang', 'print', 'write', 'leaveChild'],
    source: node,
  },
  {
    name: 'python',
    runtime: 'python3.12',
    handler: 'app.handler',
    file: 'app.py',
    deeds: ['answer', 'throw', 'crash', 'outOfMemory', 'hang', 'print', 'leaveChild'],
    source: python,
  },
  {
    name: 'shell',
    runtime: 'provided.al2023',
    handler: 'bootstrap',
    file: 'bootstrap',
    deeds: ['answer', 'crash', 'hang', 'print', 'leaveChild'],
    source: shell,
  },
];

/** The deployment package of a build. */
export async function packageOf({ file, source }: SoakRuntime, build: number): Promise<Uint8Array> {
  const zip = new ZipFile();
  const content = Buffer.from(source.replaceAll(buildPlace, String(build)));
  zip.addBuffer(content, file, { mtime: new Date(0), mode: 0o100755 });
  zip.end();
  const chunks: Buffer[] = [];
  zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(zip.outputStream, 'end');
  return Buffer.concat(chunks);
}
