/** Guesses the function of a project whose language is told by its build file: Go, Rust, Java, Kotlin and .NET. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildSetting } from '../build/buildSetting.ts';

export interface BuildGuess {
  readonly runtime: string;
  readonly handler: string;
  readonly build: BuildSetting;
}

const osOnlyRuntime = 'provided.al2023';
const javaVersions = [11, 17, 21, 25];
const newestJava = 21;
const dotnetVersions = [8, 10];
/** Enough to find a handler, and few enough for a folder that turns out to be none. */
const mostSources = 200;
const deepest = 12;

/** `names`: what is in the folder. `undefined` where no build file is, or no program can be found. */
export async function guessCompiled(folder: string, names: readonly string[]): Promise<BuildGuess | undefined> {
  if (names.includes('go.mod')) return guessGo(folder, names);
  if (names.includes('Cargo.toml')) return guessRust(folder);
  const gradle = names.find((name) => /^build\.gradle(?:\.kts)?$/.test(name));
  if (names.includes('pom.xml')) return guessJava(folder, 'maven', 'pom.xml');
  if (gradle !== undefined) return guessJava(folder, 'gradle', gradle);
  const projects = names.filter((name) => /\.(?:cs|fs)proj$/.test(name));
  return projects[0] === undefined ? undefined : guessDotnet(folder, projects[0], projects.length > 1);
}

/** A main package at the root, else the only one below `cmd`. */
async function guessGo(folder: string, names: readonly string[]): Promise<BuildGuess | undefined> {
  const guess = { runtime: osOnlyRuntime, handler: 'bootstrap' };
  if (await hasMainPackage(folder, names)) return { ...guess, build: { kind: 'go' } };
  const commands = await listed(join(folder, 'cmd'));
  const mains: string[] = [];
  for (const name of commands) {
    if (await hasMainPackage(join(folder, 'cmd', name), await listed(join(folder, 'cmd', name)))) mains.push(name);
  }
  const [first] = mains;
  return first === undefined ? undefined : { ...guess, build: { kind: 'go', package: `./cmd/${first}` } };
}

async function hasMainPackage(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    if (!name.endsWith('.go') || name.endsWith('_test.go')) continue;
    if (/^package main\b/m.test(await textOf(join(folder, name)))) return true;
  }
  return false;
}

async function guessRust(folder: string): Promise<BuildGuess | undefined> {
  const manifest = await textOf(join(folder, 'Cargo.toml'));
  const binaries = [...manifest.matchAll(/^\[\[bin\]\][^[]*?^name\s*=\s*"([^"]+)"/gm)].map((match) => match[1] ?? '');
  const others = await listed(join(folder, 'src', 'bin'));
  const hasMain = (await listed(join(folder, 'src'))).includes('main.rs');
  if (binaries.length === 0 && others.length === 0 && !hasMain) return undefined;
  const [binary] = binaries;
  const isOneOfMany = binaries.length > 1 && binary !== undefined;
  return {
    runtime: osOnlyRuntime,
    handler: 'bootstrap',
    build: isOneOfMany ? { kind: 'rust', binary } : { kind: 'rust' },
  };
}

async function guessJava(folder: string, tool: 'maven' | 'gradle', file: string): Promise<BuildGuess | undefined> {
  const asked =
    /<(?:maven\.compiler\.(?:release|target)|release|java\.version)>(?:1\.)?(\d+)</.exec(
      await textOf(join(folder, file)),
    ) ??
    /(?:JavaLanguageVersion\.of\(|jvmToolchain\(|VERSION_|(?:source|target)Compatibility\s*=\s*['"]?)(\d+)/.exec(
      await textOf(join(folder, file)),
    );
  const wanted = Number(asked?.[1] ?? newestJava);
  const version = javaVersions.find((known) => known >= wanted) ?? newestJava;
  for (const source of await sourcesOf(join(folder, 'src', 'main'), /\.(?:java|kt)$/)) {
    const handler = javaHandler(await textOf(source));
    if (handler !== undefined) return { runtime: `java${version}`, handler, build: { kind: 'java', tool } };
  }
  return undefined;
}

/** A class that implements one of Lambda's interfaces needs no method; any other is named with its method. */
function javaHandler(text: string): string | undefined {
  const name = /^\s*(?:(?:public|final|open)\s+)*class\s+(\w+)/m.exec(text)?.[1];
  if (name === undefined) return undefined;
  const packageName = /^\s*package\s+([\w.]+)/m.exec(text)?.[1];
  const qualified = packageName === undefined ? name : `${packageName}.${name}`;
  if (/\bRequest(?:Stream)?Handler\b/.test(text)) return qualified;
  return /\bhandleRequest\s*\(/.test(text) ? `${qualified}::handleRequest` : undefined;
}

async function guessDotnet(folder: string, project: string, isOneOfMany: boolean): Promise<BuildGuess | undefined> {
  const text = await textOf(join(folder, project));
  const wanted = Number(/<TargetFrameworks?>net(\d+)\./.exec(text)?.[1] ?? dotnetVersions.at(-1));
  const version = dotnetVersions.find((known) => known >= wanted) ?? dotnetVersions.at(-1);
  const assembly = /<AssemblyName>([^<]+)</.exec(text)?.[1] ?? project.replace(/\.\w+proj$/, '');
  const build: BuildSetting = isOneOfMany ? { kind: 'dotnet', project } : { kind: 'dotnet' };
  for (const source of await sourcesOf(folder, /\.(?:cs|fs)$/)) {
    const handler = dotnetHandler(await textOf(source), assembly);
    if (handler !== undefined) return { runtime: `dotnet${version}`, handler, build };
  }
  // A program that starts Lambda's bootstrap itself is named by its assembly alone.
  return /<OutputType>Exe</.test(text) ? { runtime: `dotnet${version}`, handler: assembly, build } : undefined;
}

function dotnetHandler(text: string, assembly: string): string | undefined {
  const namespace = /^\s*namespace\s+([\w.]+)/m.exec(text)?.[1];
  const name = /\bclass\s+(\w+)/.exec(text)?.[1];
  const method = /\bpublic\s+(?:static\s+)?(?:async\s+)?[\w<>[\]?,. ]+?\s+(\w*Handler(?:Async)?)\s*\(/.exec(text)?.[1];
  if (name === undefined || method === undefined) return undefined;
  return `${assembly}::${namespace === undefined ? '' : `${namespace}.`}${name}::${method}`;
}

/** Sorted by path, so that the guess is the same on every machine. */
async function sourcesOf(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const found: string[] = [];
  const enter = async (at: string, depth: number): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= mostSources) return;
      const file = join(at, entry.name);
      if (entry.isFile() && pattern.test(entry.name)) found.push(file);
      else if (
        entry.isDirectory() &&
        depth < deepest &&
        !/^(?:\..*|bin|obj|target|build|node_modules)$/.test(entry.name)
      ) {
        await enter(file, depth + 1);
      }
    }
  };
  await enter(folder, 0);
  return found;
}

async function listed(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [] as string[])).sort();
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '');
}
