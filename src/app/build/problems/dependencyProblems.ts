/** Reads what installers of packages write when one cannot be had, and finds its line in the file that asks for it. */

import { readFile } from 'node:fs/promises';
import { type BuildProblem, plainText } from './buildProblem.ts';

export interface RefusedPackage {
  readonly name: string;
  /** The installer's own words. */
  readonly message: string;
}

/** pip and uv: no release, or none that is a wheel for the platform. */
export function refusedWheels(output: string): readonly RefusedPackage[] {
  const text = plainText(output);
  const pip = [...text.matchAll(/^ERROR: (No matching distribution found for (\S+?)(?:[=<>!~;[].*)?)$/gm)];
  const unsatisfied = /^ERROR: (Could not find a version that satisfies the requirement (.+))$/m.exec(text)?.[1];
  const uv = [
    ...text.matchAll(
      /[Bb]ecause (?:all versions of )?([\w.-]+)(?:[=<>!~]\S*)? (?:has no|was not found|has only)[^\n]*/g,
    ),
  ];
  return [
    ...pip.map(([, message = '', name = '']) => ({ name, message: unsatisfied ?? message })),
    ...uv.map(([message, name = '']) => ({ name, message: message.replace(/^b/, 'B') })),
  ];
}

/** Bundler: a gem that no source has. */
export function refusedGems(output: string): readonly RefusedPackage[] {
  return [...plainText(output).matchAll(/^(Could not find gem '([\w.-]+)[^\n]*)/gm)].map(
    ([, message = '', name = '']) => ({
      name,
      message,
    }),
  );
}

/** At the line of `file` that begins with the package's name, or names it in quotes; else at its first. */
export async function atTheirLines(
  refused: readonly RefusedPackage[],
  file: string,
  source: string,
): Promise<readonly BuildProblem[]> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  return refused.map(({ name, message }) => {
    // Names of Python packages count the same with dashes, underscores and dots.
    const spelled = name
      .split(/[-_.]+/)
      .map((part) => part.replace(/\W/g, '\\$&'))
      .join('[-_.]+');
    const asked = new RegExp(`(?:^|["'])\\s*${spelled}(?![\\w.-])`, 'i');
    const index = Math.max(
      0,
      lines.findIndex((line) => asked.test(line)),
    );
    const indent = /^\s*/.exec(lines[index] ?? '')?.[0].length ?? 0;
    return {
      file,
      line: index + 1,
      column: indent + 1,
      endColumn: Math.max(indent + 1, (lines[index] ?? '').trimEnd().length + 1),
      severity: 'error',
      message,
      source,
    };
  });
}
