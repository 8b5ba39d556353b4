/** Which machine a file of a package was compiled for, by its first bytes; and warnings where that is not the function's. */

import { open } from 'node:fs/promises';
import path from 'node:path';
import { type BuildPlatform, platformText } from './buildPlatform.ts';
import type { FunctionFile } from './functionFiles.ts';
import type { BuildProblem } from './problems/buildProblem.ts';

export interface NativePlatform {
  readonly os: BuildPlatform['os'];
  /** All that are inside: macOS binaries may hold several. Those that Lambda has no name for are left out. */
  readonly architectures: readonly BuildPlatform['architecture'][];
}

/** Other files are not opened: only these are loaded as code, or run. */
const nativeName = /(?:\.(?:node|so|dylib|pyd|dll|bundle)|\.so\.[\d.]+|\.exe)$|(?:^|\/)bootstrap$/i;
const headBytes = 1024;

/** One warning per file that the function's machine cannot load. Packages that bring builds for every platform are no mistake. */
export async function foreignNativeFiles(
  files: readonly FunctionFile[],
  platform: BuildPlatform,
  signal: AbortSignal,
): Promise<readonly BuildProblem[]> {
  const candidates = files.filter((file) => nativeName.test(file.path));
  const known = await Promise.all(
    candidates.map(async (file) => {
      signal.throwIfAborted();
      return { file, native: nativePlatform(await head(file.source)) };
    }),
  );
  const fits = ({ os, architectures }: NativePlatform) =>
    os === platform.os && architectures.includes(platform.architecture);
  /** Folders of packages in which something fits, for instance `prebuilds/linux-arm64` beside `prebuilds/darwin-x64`. */
  const served = new Set(known.flatMap(({ file, native }) => (native && fits(native) ? packageOf(file.path) : [])));
  return known.flatMap(({ file, native }) => {
    if (native === undefined || fits(native) || served.has(packageOf(file.path))) return [];
    const architecture = native.architectures.join(' and ') || 'another processor';
    const made =
      native.architectures.length === 1
        ? platformText({ os: native.os, architecture: native.architectures[0] ?? 'x86_64' })
        : `${platformText({ os: native.os, architecture: 'x86_64' }).split(' ')[0]} ${architecture}`;
    const message = `${file.path} was compiled for ${made}, and the function runs on ${platformText(platform)}: it cannot be loaded there.`;
    return [{ file: file.source, line: 1, column: 1, severity: 'warning', message, source: 'package' } as const];
  });
}

/** The processors of Lambda that compiled files are for; none where nothing is compiled for Linux. */
export async function lambdaArchitectures(
  files: readonly FunctionFile[],
  signal: AbortSignal,
): Promise<readonly BuildPlatform['architecture'][]> {
  const found = new Set<Architecture>();
  for (const { path: name, source } of files) {
    signal.throwIfAborted();
    // A layer's programs have any name.
    if (!nativeName.test(name) && !/^bin\/|\/bin\//.test(name)) continue;
    const native = nativePlatform(await head(source));
    if (native?.os === 'linux') for (const architecture of native.architectures) found.add(architecture);
  }
  return [...found].sort();
}

/** ELF, Mach-O (also universal) or PE; `undefined` for anything else. */
export function nativePlatform(bytes: Uint8Array): NativePlatform | undefined {
  if (bytes.byteLength < 64) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0, false);
  if (magic === 0x7f454c46)
    return { os: 'linux', architectures: named(elfMachines[view.getUint16(18, bytes[5] !== 2)]) };
  if (magic === 0xcffaedfe) return { os: 'darwin', architectures: named(machMachines[view.getUint32(4, true)]) };
  // Java's classes begin with the same four bytes; their fifth to eighth are a version, far above any number of architectures.
  if (magic === 0xcafebabe && view.getUint32(4, false) < 20) return { os: 'darwin', architectures: universal(view) };
  if (magic >>> 16 === 0x4d5a) {
    const at = view.getUint32(0x3c, true);
    const isPe = at + 6 <= bytes.byteLength && view.getUint32(at, false) === 0x50450000;
    return isPe ? { os: 'win32', architectures: named(peMachines[view.getUint16(at + 4, true)]) } : undefined;
  }
  return undefined;
}

/** The minor version of glibc 2 that an ELF binary asks for, where it is above `provided`. */
export function newerGlibc(binary: Uint8Array, provided: number): number | undefined {
  const versions = [
    ...Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength)
      .toString('latin1')
      .matchAll(/GLIBC_2\.(\d{1,2})\b/g),
  ];
  const newest = Math.max(0, ...versions.map((match) => Number(match[1])));
  return newest > provided ? newest : undefined;
}

type Architecture = BuildPlatform['architecture'];

const elfMachines: Readonly<Record<number, Architecture>> = { 62: 'x86_64', 183: 'arm64' };
const machMachines: Readonly<Record<number, Architecture>> = { 16777223: 'x86_64', 16777228: 'arm64' };
const peMachines: Readonly<Record<number, Architecture>> = { 34404: 'x86_64', 43620: 'arm64' };

function named(architecture: Architecture | undefined): readonly Architecture[] {
  return architecture === undefined ? [] : [architecture];
}

function universal(view: DataView): readonly Architecture[] {
  const count = Math.min(view.getUint32(4, false), Math.floor((view.byteLength - 8) / 20));
  return Array.from({ length: count }, (_, index) => machMachines[view.getUint32(8 + index * 20, false)]).filter(
    (architecture) => architecture !== undefined,
  );
}

/** The installed package that a file belongs to, else its folder. */
function packageOf(file: string): string {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? path.posix.dirname(file);
}

async function head(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
