/** Bubblewrap, the program that runs another one in namespaces of its own: where it is, and whether it may. */

import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { type Clock, withDeadline } from '../../../base/clock.ts';
import { HumanError, messageOf } from '../../../base/humanError.ts';
import { bubblewrapNamespaces } from './isolatedCommand.ts';

const tryDeadlineMs = 10_000;

/**
 * The path of the program, after it has started something once. Rejects with `HumanError` where it is missing or not
 * permitted: whoever asked for isolation must not run without it unknowingly.
 */
export async function findBubblewrap(searchPath: string | undefined, clock: Clock): Promise<string> {
  if (process.platform !== 'linux') {
    throw new HumanError(
      `Functions can be isolated on Linux only, and this is ${process.platform}. Start without --isolation.`,
    );
  }
  const program = await firstExecutable((searchPath ?? '').split(delimiter));
  if (program === undefined) {
    throw new HumanError(
      'Isolation needs bubblewrap, and there is no bwrap on the PATH. Install the package bubblewrap, or start without --isolation.',
    );
  }
  const problem = await tryOut(program, clock).catch(messageOf);
  if (problem === undefined) return program;
  throw new HumanError(
    `bubblewrap is installed (${program}), but may not make namespaces here: ${problem}. ` +
      'Allow user namespaces (sysctl kernel.unprivileged_userns_clone, an AppArmor profile for bwrap, or the security options of the container), or start without --isolation.',
  );
}

async function firstExecutable(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders.filter(isAbsolute)) {
    const program = join(folder, 'bwrap');
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  return undefined;
}

/** Everything that a function's start needs of the system. Resolves with what it says when it fails. */
function tryOut(program: string, clock: Clock): Promise<string | undefined> {
  return withDeadline(clock, tryDeadlineMs, 'bubblewrap to start a program', (signal) => {
    const child = spawn(
      program,
      [...bubblewrapNamespaces, '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', 'true'],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { PATH: '/usr/bin:/bin' },
        signal,
      },
    );
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes;
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code === 0 ? undefined : said.trim() || `exit status ${code}`));
    });
  });
}
