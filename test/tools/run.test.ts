import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rootFolder } from '../../tools/shared/paths.ts';
import { RunningTool } from './runTool.ts';

let clone = '';

/** A checkout in which nothing has been installed. */
beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'run-'));
  mkdirSync(path.join(clone, 'tools'));
  cpSync(path.join(rootFolder, 'tools', 'run.mjs'), path.join(clone, 'tools', 'run.mjs'));
  cpSync(path.join(rootFolder, 'tools', 'help'), path.join(clone, 'tools', 'help'), { recursive: true });
  writeFileSync(path.join(clone, 'tools', 'start.ts'), 'const answer: number = 42;\nconsole.log(answer);\n');
  writeFileSync(path.join(clone, 'package.json'), '{ "private": true, "type": "module" }');
  writeLock({});
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

function writeLock(packages: Record<string, { version: string }>) {
  const dependencies = Object.fromEntries(
    Object.entries(packages).map(([place, { version }]) => [place.slice(13), version]),
  );
  writeFileSync(path.join(clone, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  const lock = { lockfileVersion: 3, requires: true, packages: { '': { dependencies }, ...packages } };
  writeFileSync(path.join(clone, 'package-lock.json'), JSON.stringify(lock));
}

function writeInstalled(packages: Record<string, { version: string }>) {
  mkdirSync(path.join(clone, 'node_modules'), { recursive: true });
  writeFileSync(path.join(clone, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

describe('run.mjs', () => {
  it('explains a command without installing anything', async () => {
    const tool = new RunningTool(['start', '--help'], { cwd: clone });
    expect(await tool.exited).toBe(0);
    expect(tool.stdout).toMatch(/^npm start /);
    expect(tool.stderr).toBe('');
  });

  it('names the commands when it is given none of them', async () => {
    const tool = new RunningTool(['begin'], { cwd: clone });
    expect(await tool.exited).toBe(1);
    expect(tool.stderr).toBe('Usage: node tools/run.mjs start\n');
  });

  it('runs TypeScript and passes the status on when all that the lock file names is installed', async () => {
    writeLock({ 'node_modules/thing': { version: '1.0.0' } });
    writeInstalled({ 'node_modules/thing': { version: '1.0.0' } });
    const tool = new RunningTool(['start'], { cwd: clone });
    expect(await tool.exited).toBe(0);
    expect(tool.stdout).toBe('42\n');
    expect(tool.stderr).toBe('');
    writeFileSync(path.join(clone, 'tools', 'start.ts'), 'process.exit(7);');
    expect(await new RunningTool(['start'], { cwd: clone }).exited).toBe(7);
  });

  it('installs again when the lock file names another version, and says so when the network is not there', async () => {
    writeLock({ 'node_modules/thing': { version: '2.0.0' } });
    writeInstalled({ 'node_modules/thing': { version: '1.0.0' } });
    const tool = new RunningTool(['start'], {
      cwd: clone,
      env: {
        npm_config_registry: 'http://127.0.0.1:9/',
        npm_config_fetch_retries: '0',
        npm_config_cache: path.join(clone, 'cache'),
      },
    });
    expect(await tool.exited).toBe(1);
    expect(tool.stderr).toBe(
      'Installing the development dependencies … failed\n' +
        'npm could not reach the package registry: check the network connection or the proxy settings, then run this again\n',
    );
  });

  it('passes Ctrl-C on and leaves as the tool leaves', async () => {
    writeInstalled({});
    const source = `process.once('SIGINT', () => { console.log('closed'); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log('up');`;
    writeFileSync(path.join(clone, 'tools', 'start.ts'), source);
    const tool = new RunningTool(['start'], { cwd: clone });
    await tool.printed(/up/);
    tool.signal('SIGINT');
    expect(await tool.exited).toBe(0);
    expect(tool.stdout).toBe('up\nclosed\n');
  });
});
