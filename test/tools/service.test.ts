import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseServiceLine } from '../../src/protocol/serviceReady.ts';
import { rootFolder } from '../../tools/shared/paths.ts';
import { isRunning } from '../../tools/shared/processTree.ts';
import { RunningTool } from './runTool.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'service-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('prints the ready line first, serves, and ends with everything on SIGTERM', async () => {
  const tool = new RunningTool(['service', '--port', '0', '--data', folder]);
  await tool.printed(/\n/);
  const ready = parseServiceLine(tool.stdout.split('\n')[0] ?? '');
  if (ready?.event !== 'ready') throw new Error(`This is not a ready line: ${tool.stdout}${tool.stderr}`);
  // Unsigned, so refused; but by our service and in AWS's words.
  const answer = await fetch(`${ready.endpoint}/2015-03-31/functions`);
  expect(answer.status).toBe(403);
  tool.signal('SIGTERM');
  expect(await tool.exited).toBe(0);
  expect(isRunning(ready.pid)).toBe(false);
});

it('ends when the shell between npm and the tool is killed, which passes nothing on', async ({ skip }) => {
  skip(process.platform === 'win32', 'stands in a POSIX shell');
  const tool = path.join(rootFolder, 'tools', 'run.mjs');
  const script = '"$0" "$1" service --port 0 --data "$2" & wait';
  const shell = spawn('/bin/sh', ['-c', script, process.execPath, tool, folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  // Closes when the last process that holds it is gone: the shell, the launcher and the service.
  const closed = new Promise<void>((resolve) => shell.stdout.once('close', resolve));
  await new Promise<void>((resolve) => {
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('\n')) resolve();
    });
  });
  const ready = parseServiceLine(output.split('\n')[0] ?? '');
  if (ready?.event !== 'ready') throw new Error(`This is not a ready line: ${output}`);
  shell.kill('SIGKILL');
  await closed;
  expect(isRunning(ready.pid)).toBe(false);
});
