import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { S3Api } from '../../../src/lambda/s3Api.ts';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';
import { chooseBucket } from '../../../src/vscode/commands/linkSettings.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import type { FoundLink } from '../../../src/vscode/workspaceLinks.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { inMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

const key = { targetId: 'local', functionName: 'hello' };
const found: FoundLink = {
  root: '/code',
  link: { functionName: 'hello', target: { kind: 'local' }, folder: 'hello', build: { kind: 'copy' } },
};

let world: EditorWorld;
let changes: unknown[];
let listBuckets: S3Api['listBuckets'];

beforeEach(() => {
  world = openEditorWorld();
  changes = [];
  listBuckets = async () => ({ Buckets: [{ Name: 'packages' }, { Name: 'pictures' }], $metadata: {} });
});
afterEach(() => world.owned.dispose());

function press(hasS3 = true) {
  const s3 = { listBuckets: () => listBuckets({}) } as unknown as S3Api;
  const target = inMemoryTarget(hasS3 ? { s3 } : {});
  return chooseBucket({
    clock: world.clock,
    notify: new Notify(fakeLog().log),
    picker: { pick: async () => key },
    linker: { link: async () => undefined },
    links: { find: async () => found, set: async (...change) => void changes.push(change) },
    targets: { get: () => target } as never,
  })(undefined);
}

describe('Choose Bucket for Packages', () => {
  test('offers those of the account, and the link remembers', async () => {
    editor.answers = ['packages', 'Redeploy'];
    await press();
    await settle();
    expect(editor.picks[0]?.labels).toEqual(['packages', 'pictures', 'Enter a Name…']);
    expect(changes).toEqual([[found, 'bucket', 'packages']]);
    expect(editor.executed).toEqual([{ command: 'lambdaWorkbench.redeploy', args: [key] }]);
  });

  test('takes a name that is typed, if it can be one', async () => {
    editor.answers = ['Enter a Name…', 'elsewhere'];
    await press();
    editor.answers = ['Enter a Name…', 'Not_A_Bucket'];
    await press();
    expect(changes).toEqual([[found, 'bucket', 'elsewhere']]);
  });

  test('says what is missing', async () => {
    await expect(press(false)).rejects.toThrow('Local has no S3.');
    listBuckets = () =>
      Promise.reject(
        new LambdaServiceError('AccessDenied', 403, 'User: me is not authorized to perform: s3:ListAllMyBuckets'),
      );
    await expect(press()).rejects.toThrow('the permission s3:ListAllMyBuckets is missing');
    expect(changes).toEqual([]);
  });
});
