/** The suites that run in plain Node, one project each. The editor's own suite runs inside VS Code. */

import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const sequential = { fileParallelism: false };

export default defineConfig({
  test: {
    // Files are spread over processes: tests here start servers, children and SQLite.
    pool: 'forks',
    // vitest leaves one core to itself, which on two cores means one file at a time; most tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    // vitest's own second is less than a process needs to start on a computer that is busy.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    restoreMocks: true,
    unstubEnvs: true,
    setupFiles: ['test/support/fastCheck.ts'],
    projects: [
      {
        extends: true,
        resolve: { alias: { vscode: path.resolve(import.meta.dirname, 'test/fakes/vscode.ts') } },
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'] },
      },
      { extends: true, test: { name: 'contract', include: ['test/{contract,golden}/**/*.test.ts'] } },
      { extends: true, test: { name: 'runtimes', include: ['test/runtimes/**/*.test.ts'] } },
      { extends: true, test: { name: 'tools', include: ['test/tools/**/*.test.ts'], ...sequential } },
      { extends: true, test: { name: 'story', include: ['test/story/**/*.story.ts'], ...sequential } },
      { extends: true, test: { name: 'package', include: ['test/package/**/*.package.ts'], ...sequential } },
      // Each file has a browser, a server and bundles of its own: two share nothing but the processor and the memory.
      { extends: true, test: { name: 'webview', include: ['test/webview/**/*.webview.ts'], maxWorkers: 2 } },
    ],
  },
});
