import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { isOurs, undoableOf, unfinishedOf } from '../../../../src/app/deploy/deployment.ts';
import { DeploymentJournal } from '../../../../src/app/deploy/deploymentJournal.ts';
import { PackageStore } from '../../../../src/app/deploy/packageStore.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const key = { targetId: 'dev/eu-west-1', functionName: 'hello' };
let folder: string;
let clock: FakeClock;
let journal: DeploymentJournal;

afterAll(() => folders.remove());
beforeEach(() => {
  folder = path.join(folders.create(), 'deployments');
  clock = new FakeClock();
  journal = new DeploymentJournal(folder, clock);
});

const file = () => path.join(folder, readdirSync(folder)[0] ?? '');

async function deploy(codeSha256: string, before: string | undefined, hasArrived = true): Promise<void> {
  const writer = await journal.begin(key, { codeSha256, ...(before === undefined ? {} : { before }) });
  await writer.write({ kind: 'started', stage: 'upload' });
  if (!hasArrived) return;
  await writer.write({ kind: 'finished', stage: 'upload' });
  await writer.write({ kind: 'ended', outcome: 'done' });
}

describe('the journal', () => {
  test('knows nothing of a function that was never deployed from here', async () => {
    expect(await journal.deployments(key)).toEqual([]);
    expect(isOurs([], 'x')).toBe(true);
  });

  test('keeps functions and targets apart', async () => {
    await deploy('a', undefined);
    expect(await journal.deployments({ ...key, targetId: 'local' })).toEqual([]);
    expect(await journal.deployments(key)).toHaveLength(1);
  });

  test('reads past a line that a crash cut off', async () => {
    await deploy('a', undefined);
    appendFileSync(file(), '{"kind":"began","codeSha2');
    await deploy('b', 'a');
    expect((await journal.deployments(key)).map(({ codeSha256 }) => codeSha256)).toEqual(['a', 'b']);
  });

  test('stays small, and keeps the last deployments', async () => {
    for (let count = 1; count <= 400; count += 1) await deploy(`code-${count}`, `code-${count - 1}`);
    expect(statSync(file()).size).toBeLessThan(70 * 1024);
    expect((await journal.deployments(key)).at(-1)).toMatchObject({ codeSha256: 'code-400', outcome: 'done' });
    expect(readFileSync(file(), 'utf8')).not.toContain('"code-1"');
  });

  test('takes code for ours that was sent, and what was there before an upload nobody knows the end of', async () => {
    await deploy('a', 'first');
    await deploy('b', 'a', false);
    const deployments = await journal.deployments(key);
    expect(unfinishedOf(deployments)?.codeSha256).toBe('b');
    expect(['b', 'a', 'first', 'x'].map((code) => isOurs(deployments, code))).toEqual([true, true, false, false]);
  });

  test('undoes what arrived, one after the other', async () => {
    await deploy('a', 'first');
    await deploy('b', 'a');
    const all = await journal.deployments(key);
    expect(undoableOf(all)?.codeSha256).toBe('b');
    const writer = await journal.begin(key, { undoes: all[1]?.id ?? '', codeSha256: 'a', before: 'b' });
    await writer.write({ kind: 'finished', stage: 'upload' });
    expect(undoableOf(await journal.deployments(key))?.codeSha256).toBe('a');
  });
});

describe('kept packages', () => {
  const hash = { a: 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=', b: 'PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=' };
  const bytes = (text: string) => new TextEncoder().encode(text);

  test('come back as they were, or not at all', async () => {
    const store = new PackageStore(folder, clock);
    await store.keep(hash.a, bytes('a'));
    expect(Buffer.from((await store.read(hash.a)) ?? []).toString()).toBe('a');
    expect([await store.has(hash.a), await store.has(hash.b), await store.read(hash.b)]).toEqual([
      true,
      false,
      undefined,
    ]);
    appendFileSync(file(), 'damaged');
    expect(await store.read(hash.a)).toBeUndefined();
  });

  test('make room for new ones, those not used for longest first; the newest stays', async () => {
    const store = new PackageStore(folder, clock, 1);
    await store.keep(hash.a, bytes('a'));
    await clock.advance(60_000);
    await store.keep(hash.b, bytes('b'));
    expect([await store.has(hash.a), await store.has(hash.b)]).toEqual([false, true]);
  });
});
