import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectLocal } from '../../src/client/localClients.ts';
import { parseServiceLine, serviceReadyFileName } from '../../src/protocol/serviceReady.ts';
import { isAlive, RunningTool } from './runTool.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'start-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

async function functionNames(): Promise<readonly (string | undefined)[]> {
  const ready = parseServiceLine(readFileSync(path.join(folder, 'data', serviceReadyFileName), 'utf8'));
  if (ready?.event !== 'ready') throw new Error('The service left no ready line in its data folder');
  const connection = connectLocal(ready);
  try {
    const { Functions = [] } = await connection.lambda.listFunctions({});
    return Functions.map(({ FunctionName }) => FunctionName).sort();
  } finally {
    connection.dispose?.();
  }
}

it('has the samples on Local and VS Code behind its link, leaves nothing on Ctrl-C, and finds all of it again', async ({
  skip,
}) => {
  skip(process.platform === 'win32', 'the browser workbench does not run on Windows');
  const links: string[] = [];
  for (const end of ['SIGINT', 'SIGTERM'] as const) {
    const tool = new RunningTool(['start', '--browser', '--folder', folder]);
    const [link] = await tool.printed(/http:\/\/127\.0\.0\.1:\d+\/\?tkn=\w+/);
    expect(await functionNames()).toEqual(['flaky-report', 'hello-python', 'hello-ts', 'orders-api', 'resize-image']);

    const stranger = await fetch(new URL('/', link));
    expect(stranger.status).toBe(403);
    const welcome = await fetch(link, { redirect: 'manual' });
    expect(welcome.status).toBe(302);
    const page = await fetch(new URL('/', link), {
      headers: { cookie: welcome.headers.get('set-cookie')?.split(';')[0] ?? '' },
    });
    expect(await page.text()).toContain('samples');

    const started = tool.descendants();
    expect(started.length).toBeGreaterThan(2);
    tool.signal(end);
    expect(await tool.exited).toBe(0);
    expect(started.filter(isAlive)).toEqual([]);
    links.push(link);
  }
  // A browser tab that was left open finds its way back.
  expect(links[1]).toBe(links[0]);
});
