import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findDesktopCode } from '../../../tools/shared/desktopCode.ts';

let folder = '';
const elsewhere = 'the layout of an installation on Linux';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'desktop-code-')));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(...segments: string[]): string {
  const file = path.join(folder, ...segments);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

it('goes from the command on PATH to the program that it hands over to', ({ skip }) => {
  skip(process.platform !== 'linux', elsewhere);
  const program = install('share/code/code');
  const script = install('share/code/bin/code');
  mkdirSync(path.join(folder, 'bin'));
  symlinkSync(script, path.join(folder, 'bin', 'code'));
  expect(findDesktopCode({ PATH: path.join(folder, 'bin'), DISPLAY: ':0' })).toBe(program);
});

it('finds none where there is no display to show it', ({ skip }) => {
  skip(process.platform !== 'linux', elsewhere);
  install('bin/code');
  expect(findDesktopCode({ PATH: path.join(folder, 'bin') })).toBeUndefined();
});

it('passes over the messenger that a remote window puts on PATH', ({ skip }) => {
  skip(process.platform !== 'linux', elsewhere);
  install('remote-cli/code');
  const found = findDesktopCode({ PATH: path.join(folder, 'remote-cli'), WAYLAND_DISPLAY: 'w' });
  expect(String(found)).not.toContain('remote-cli');
});

it('takes VSCODE_PATH at its word, or says that it is wrong', () => {
  const program = install('Code');
  expect(findDesktopCode({ VSCODE_PATH: program })).toBe(program);
  expect(() => findDesktopCode({ VSCODE_PATH: path.join(folder, 'none') })).toThrow(
    'VSCODE_PATH names a file that is not there',
  );
});
