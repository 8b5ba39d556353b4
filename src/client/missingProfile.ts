/** Why a profile is not there: it is in no file, or stands behind a line that cannot be read. */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** An error that names the files, and the line that stands in the way where there is one. */
export async function missingProfile(profile: string, environment: Variables): Promise<Error> {
  const folder = path.join(homedir(), '.aws');
  const config = environment['AWS_CONFIG_FILE'] || path.join(folder, 'config');
  const credentials = environment['AWS_SHARED_CREDENTIALS_FILE'] || path.join(folder, 'credentials');
  for (const file of [config, credentials]) {
    const lines = (await readFile(file, 'utf8').catch(() => '')).split(/\r?\n/);
    const broken = lines.findIndex(isBroken);
    if (broken !== -1) {
      return new Error(
        `Profile ${profile} was not found, and line ${broken + 1} of ${file} cannot be read: ${headOf(lines[broken])}`,
      );
    }
    const bare = file === config ? lines.findIndex((line) => line.trim() === `[${profile}]`) : -1;
    if (bare !== -1 && profile !== 'default') {
      return new Error(`Line ${bare + 1} of ${file} has to be [profile ${profile}]: that file wants the word.`);
    }
  }
  return new Error(`Profile ${profile} is neither in ${config} nor in ${credentials}.`);
}

/** The loader of the SDK passes over these lines without a word. */
function isBroken(line: string): boolean {
  const text = line.replace(/(^|\s)[#;].*$/, '').trim();
  if (text === '') return false;
  return text.startsWith('[') ? !text.endsWith(']') : !text.includes('=');
}

/** Never what follows an equals sign: it may be a key. */
function headOf(line = ''): string {
  const head = line.trim().split('=')[0] ?? '';
  return head.startsWith('[') ? head : `${head.slice(0, 12)}…`;
}
