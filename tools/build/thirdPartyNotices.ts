/** Writes the licences of everything that is inside the bundles, as those licences ask. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { rootFolder } from '../shared/paths.ts';

/** Beside the bundles. */
export const noticesFile = 'THIRD-PARTY-NOTICES.txt';

interface NoticedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** `folders` are package folders inside the repository; equal licence texts are printed once. */
export function thirdPartyNotices(folders: Iterable<string>): string {
  const byText = new Map<string, NoticedPackage[]>();
  for (const folder of [...new Set(folders)].sort()) {
    const found = readPackage(folder);
    byText.set(found.text, [...(byText.get(found.text) ?? []), found]);
  }
  const sections = [...byText].map(([text, packages]) => {
    const names = packages.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${'-'.repeat(80)}\n${names.join('\n')}\n\n${text}\n`;
  });
  return `Lambda Workbench contains the following packages, each under its own licence.\n\n${sections.join('\n')}`;
}

/** The packages whose files are among a bundle's inputs. */
export function packagesOf(inputs: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const input of inputs) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder) folders.add(folder);
  }
  return folders;
}

function readPackage(folder: string): NoticedPackage {
  const absolute = path.join(rootFolder, folder);
  const { name, version, license } = JSON.parse(readFileSync(path.join(absolute, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new HumanError(`A bundled package does not say its licence: ${folder}`);
  return { name, version, license, text: licenseText(absolute, license) };
}

function licenseText(folder: string, license: string): string {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice)(\.(md|txt|code))?$/i.test(name));
  if (files.length > 0)
    return files
      .sort()
      .map((file) => readFileSync(path.join(folder, file), 'utf8').trim())
      .join('\n\n');
  // Some packages name their licence without repeating it; the words of Apache 2.0 are our own as well.
  const own = path.join(rootFolder, 'LICENSE');
  return license === 'Apache-2.0' && existsSync(own) ? readFileSync(own, 'utf8').trim() : `Licence: ${license}`;
}
