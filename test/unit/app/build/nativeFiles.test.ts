import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { functionFiles } from '../../../../src/app/build/functionFiles.ts';
import {
  foreignNativeFiles,
  lambdaArchitectures,
  nativePlatform,
  newerGlibc,
} from '../../../../src/app/build/nativeFiles.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());
const never = new AbortController().signal;

const [x86, arm] = [62, 183];
/** The beginning of a binary: what its format says about the machine, and room behind. */
function elf(machine: number, isBigEndian = false): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, isBigEndian ? 2 : 1]);
  if (isBigEndian) bytes.writeUInt16BE(machine, 18);
  else bytes.writeUInt16LE(machine, 18);
  return bytes;
}
function machO(cpu: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(0xcffaedfe, 0);
  bytes.writeUInt32LE(cpu, 4);
  return bytes;
}
function universal(...cpus: number[]): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(0xcafebabe, 0);
  bytes.writeUInt32BE(cpus.length, 4);
  for (const [at, cpu] of cpus.entries()) bytes.writeUInt32BE(cpu, 8 + at * 20);
  return bytes;
}
function pe(machine: number): Buffer {
  const bytes = Buffer.alloc(256);
  bytes.write('MZ');
  bytes.writeUInt32LE(128, 0x3c);
  bytes.write('PE', 128);
  bytes.writeUInt16LE(machine, 132);
  return bytes;
}

test.each([
  ['ELF for x86_64', elf(x86), { os: 'linux', architectures: ['x86_64'] }],
  ['ELF for arm64', elf(arm), { os: 'linux', architectures: ['arm64'] }],
  ['ELF of the other byte order', elf(22, true), { os: 'linux', architectures: [] }],
  ['Mach-O', machO(0x0100000c), { os: 'darwin', architectures: ['arm64'] }],
  ['universal Mach-O', universal(0x01000007, 0x0100000c), { os: 'darwin', architectures: ['x86_64', 'arm64'] }],
  ['PE', pe(0x8664), { os: 'win32', architectures: ['x86_64'] }],
  ['a Java class', Buffer.concat([Buffer.from('cafebabe00000041', 'hex'), Buffer.alloc(64)]), undefined],
  ['text', Buffer.from('MZ is how this text begins, and it goes on for a while after that, as texts do'), undefined],
  ['nothing', Buffer.alloc(0), undefined],
])('%s', (_, bytes, platform) => {
  expect(nativePlatform(bytes)).toEqual(platform);
});

test.runIf(process.platform === 'linux')('this very Node.js', () => {
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  expect(nativePlatform(readFileSync(process.execPath).subarray(0, 1024))).toEqual({
    os: 'linux',
    architectures: [architecture],
  });
});

describe('native files of a package', () => {
  const lambda = { os: 'linux', architecture: 'arm64', isThisMachine: false } as const;
  const warnings = async (files: Readonly<Record<string, Uint8Array>>) => {
    const folder = folders.create(files);
    const found = await foreignNativeFiles(await functionFiles(folder, never), lambda, never);
    return found.map(({ file, message }) => [path.relative(folder, file), message]);
  };

  test('of another machine are warned about, with both machines', async () => {
    const files = {
      'node_modules/sharp/build/Release/sharp.node': machO(0x01000007),
      'lib/libvips.so.42': elf(x86),
      'lib/arm/fits.so': elf(arm),
      'index.js': Buffer.from('x'),
      bootstrap: Buffer.from('#!/bin/sh\n'),
    };
    expect(await warnings(files)).toEqual([
      [
        'lib/libvips.so.42',
        'lib/libvips.so.42 was compiled for Linux x86_64, and the function runs on Linux arm64: it cannot be loaded there.',
      ],
      [
        'node_modules/sharp/build/Release/sharp.node',
        'node_modules/sharp/build/Release/sharp.node was compiled for macOS x86_64, and the function runs on Linux arm64: it cannot be loaded there.',
      ],
    ]);
  });

  test('are fine in packages that bring one for every platform', async () => {
    const files = {
      'node_modules/x/prebuilds/darwin-x64/x.node': machO(0x01000007),
      'node_modules/x/prebuilds/linux-arm64/x.node': elf(arm),
      'node_modules/x/prebuilds/win32-x64/x.node': pe(0x8664),
      'node_modules/@scope/y/y.node': elf(x86),
    };
    expect((await warnings(files)).map(([name]) => name)).toEqual(['node_modules/@scope/y/y.node']);
  });
});

test('a layer is for the processors that its files were compiled for', async () => {
  const of = async (files: Readonly<Record<string, Uint8Array>>) =>
    lambdaArchitectures(await functionFiles(folders.create(files), never), never);
  expect(await of({ 'bin/ffmpeg': elf(arm), 'lib/libav.so': elf(arm), 'python/a.py': Buffer.from('x') })).toEqual([
    'arm64',
  ]);
  expect(await of({ 'python/a.so': elf(x86), 'nodejs/node_modules/a/a.node': elf(arm) })).toEqual(['arm64', 'x86_64']);
  expect(await of({ 'python/a.py': Buffer.from('x'), 'nodejs/a.node': machO(0x01000007) })).toEqual([]);
});

test('the version of glibc that a binary asks for', () => {
  const binary = Buffer.from('\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.39\0');
  expect(newerGlibc(binary, 34)).toBe(39);
  expect(newerGlibc(binary, 39)).toBeUndefined();
  expect(newerGlibc(Buffer.alloc(8), 26)).toBeUndefined();
});
