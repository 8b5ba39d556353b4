import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FolderFingerprints } from '../../../../src/app/project/folderFingerprint.ts';
import { DeployedFingerprints, projectState } from '../../../../src/app/project/projectStates.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterEach(() => folders.remove());

describe('the state of a project function on a target', () => {
  const last = { codeSha256: 'package', source: 'folder' };
  it.each([
    ['notDeployed', last, undefined, 'folder'],
    ['unknown', undefined, 'package', 'folder'],
    ['inSync', last, 'package', 'folder'],
    ['changedHere', last, 'package', 'edited'],
    ['changedThere', last, 'other', 'folder'],
    ['changedOnBothSides', last, 'other', 'edited'],
    ['inSync', last, 'package', undefined],
  ] as const)('%s (%#)', (state, known, deployed, source) => {
    expect(projectState(known, deployed, source)).toBe(state);
  });
});

describe('what was deployed from here', () => {
  const key = { targetId: 'dev/eu-west-1', functionName: 'f' };

  it('is remembered for each function on each target, across restarts', async () => {
    const folder = join(folders.create(), 'states');
    expect(await new DeployedFingerprints(folder).find(key)).toBeUndefined();
    await new DeployedFingerprints(folder).keep(key, { codeSha256: 'a', source: 'b' });
    await new DeployedFingerprints(folder).keep({ ...key, targetId: 'local' }, { codeSha256: 'c', source: 'd' });
    expect(await new DeployedFingerprints(folder).find(key)).toEqual({ codeSha256: 'a', source: 'b' });
  });
});

describe('a folder’s fingerprint', () => {
  const signal = AbortSignal.timeout(30_000);

  it('changes with content and names, and not with times or with what is ignored', async () => {
    const folder = folders.create({ 'index.mjs': 'one', 'lib/a.mjs': 'a', '.lambdaignore': 'notes\n', notes: 'x' });
    const fingerprints = new FolderFingerprints();
    const first = await fingerprints.of(folder, signal);
    expect(first).toMatch(/^[\w+/]{43}=$/);
    utimesSync(join(folder, 'index.mjs'), 1, 1);
    writeFileSync(join(folder, 'notes'), 'other');
    expect(await fingerprints.of(folder, signal)).toBe(first);
    writeFileSync(join(folder, 'index.mjs'), 'two');
    const edited = await fingerprints.of(folder, signal);
    expect(edited).not.toBe(first);
    writeFileSync(join(folder, 'new.mjs'), '');
    expect(await fingerprints.of(folder, signal)).not.toBe(edited);
  });

  it('is the same in another place', async () => {
    const files = { 'index.mjs': 'one' };
    const [a, b] = [folders.create(files), folders.create(files)];
    expect(await new FolderFingerprints().of(a, signal)).toBe(await new FolderFingerprints().of(b, signal));
  });

  it('there is none of a folder that is not there', async () => {
    expect(await new FolderFingerprints().of(join(folders.create(), 'gone'), signal)).toBeUndefined();
  });
});
