import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isRunning } from '../../tools/shared/processTree.ts';
import { runSuite } from '../../tools/test/runSuite.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'suite-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function suite(source: string, deadlineMs = 30_000) {
  return runSuite('sample', ['--eval', source], deadlineMs, {}, () => {});
}

describe('a suite in its own process', () => {
  it('is believed when it writes a report', async () => {
    const report = { passed: 3, failed: 0, skipped: [{ name: 'a', reason: 'b' }], failures: [] };
    const write = `require('fs').writeFileSync(process.env.LAMBDA_WORKBENCH_TEST_REPORT, '${JSON.stringify(report)}')`;
    expect(await suite(`require('fs').mkdirSync('.cache/test', { recursive: true }); ${write}`)).toEqual(report);
  });

  it('is counted by what mocha prints when it cannot write one', async () => {
    const { passed, failed } = await suite(
      `console.log('\\n  12 passing (3s)\\n  1 failing\\n'); process.exitCode = 1`,
    );
    expect({ passed, failed }).toEqual({ passed: 12, failed: 1 });
  });

  it('fails when it ends badly without naming a failure', async () => {
    expect((await suite('process.exit(3)')).failures).toEqual(['sample: ended with status 3']);
  });

  it('fails when it ran nothing', async () => {
    expect((await suite('')).failures).toEqual(['sample: ended well without having run a single test']);
  });

  it('is ended by name at its deadline, with the processes that it hid in groups of their own', async () => {
    const pidFile = path.join(folder, 'pid');
    const hang = `const { spawn } = require('child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
      require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
      setInterval(() => {}, 1000);`;
    const { failures } = await suite(hang, 1500);
    expect(failures).toEqual(['sample: ended after 1.5 s without a result']);
    const hidden = Number(readFileSync(pidFile, 'utf8'));
    await vi.waitFor(() => expect(isRunning(hidden)).toBe(false));
  });
});
