import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderFingerprints } from '../../../src/app/project/folderFingerprint.ts';
import { DeployedFingerprints } from '../../../src/app/project/projectStates.ts';
import { silentLog } from '../../../src/base/log.ts';
import { FunctionDecorations } from '../../../src/vscode/tree/decorations.ts';
import { DriftWatch } from '../../../src/vscode/tree/driftWatch.ts';
import { functionUri } from '../../../src/vscode/tree/functionUri.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

const folders = new TemporaryFolders();
const key = { targetId: 'local', functionName: 'orders' };
let world: EditorWorld;
let root: string;
let drift: DriftWatch;
let decorations: FunctionDecorations;
let fingerprints: DeployedFingerprints;

const link = { functionName: 'orders', target: { kind: 'local' }, folder: 'orders', build: { kind: 'copy' } } as const;

beforeEach(async () => {
  world = openEditorWorld();
  root = folders.create({ 'orders/index.mjs': 'one' });
  const fingerprintFolders = new FolderFingerprints();
  fingerprints = new DeployedFingerprints(join(root, 'states'));
  const { owned, catalog, clock } = world;
  drift = owned.add(
    new DriftWatch({
      links: { all: async () => [{ root, link }] },
      ...{ catalog, fingerprints, folders: fingerprintFolders, clock, log: silentLog },
    }),
  );
  decorations = owned.add(new FunctionDecorations(catalog, drift, clock));
  const source = await fingerprintFolders.of(join(root, 'orders'), AbortSignal.timeout(30_000));
  await fingerprints.keep(key, { codeSha256: 'sent', source: source ?? '' });
});

afterEach(() => {
  world.owned.dispose();
  folders.remove();
});

/** Deploys `codeSha256` behind our back, and waits until the rows know. */
async function deployed(codeSha256: string): Promise<void> {
  world.local.lambda.put({ FunctionName: 'orders', CodeSha256: codeSha256 });
  await world.catalog.refreshFunction('local', 'orders');
}

function badge(): string | undefined {
  return decorations.provideFileDecoration(functionUri('local', 'us-east-1', 'orders'))?.badge;
}

/** Lets the pause after a change pass; resolves when the rows are told. */
function told(): Promise<void> {
  return new Promise((resolve) => {
    const subscription = drift.onDidChange(() => {
      subscription.dispose();
      resolve();
    });
    void world.clock.advance(1000);
  });
}

describe('a linked function', () => {
  test('carries a mark when its folder, the target, or both have changed since it was deployed', async () => {
    await deployed('sent');
    await told();
    expect([drift.find(key), badge()]).toEqual(['inSync', undefined]);

    const file = join(root, 'orders/index.mjs');
    writeFileSync(file, 'edited');
    editor.documentSaved.fire({ uri: Uri.file(file) });
    await new Promise((resolve) => setImmediate(resolve));
    await told();
    expect([drift.find(key), badge()]).toEqual(['changedHere', 'M']);

    await deployed('by somebody');
    await told();
    expect([drift.find(key), badge()]).toEqual(['changedOnBothSides', '↕']);

    writeFileSync(file, 'one');
    await deployed('by another');
    await told();
    expect([drift.find(key), badge()]).toEqual(['changedThere', '↓']);
  });

  test('that was never listed is not asked for', () => {
    expect(drift.find(key)).toBeUndefined();
    expect(world.local.lambda.calls).toEqual([]);
  });
});
