import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseServiceLine } from '../../src/protocol/serviceReady.ts';
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
