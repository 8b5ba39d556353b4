import { afterEach, beforeEach, expect, test } from 'vitest';
import { SharedConfigWatch } from '../../../src/vscode/sharedConfigWatch.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

let world: EditorWorld;

beforeEach(() => {
  world = openEditorWorld();
  const { owned, targets, catalog, accounts, clock } = world;
  owned.add(
    new SharedConfigWatch({ environment: { AWS_CONFIG_FILE: '/home/me/config' }, targets, catalog, accounts, clock }),
  );
});

afterEach(() => {
  world.owned.dispose();
});

const touched = async () => {
  editor.fileTouched.fire(Uri.file('/home/me/config'));
  await world.clock.advance(1000);
  await settle();
};

test('a list that failed is read again when the shared files change, and the account is asked for anew', async () => {
  world.prod.refuse(new Error('the profile is not there'));
  world.catalog.functions('prod/eu-west-1');
  await settle();
  expect(world.catalog.failure('prod/eu-west-1')?.message).toContain('the profile is not there');
  await world.accounts.ask(world.prod);

  await touched();
  expect(world.catalog.failure('prod/eu-west-1')).toBeUndefined();
  expect(world.prod.lambda.callsOf('listFunctions')).toHaveLength(1);
  expect(world.accounts.known('prod/eu-west-1')).toBeUndefined();
});

test('lists that are fine, and those nobody asked for, stay as they are', async () => {
  world.catalog.functions('local');
  await settle();
  const before = world.local.lambda.callsOf('listFunctions').length;
  await touched();
  expect(world.local.lambda.callsOf('listFunctions')).toHaveLength(before);
  expect(world.prod.lambda.calls).toEqual([]);
});
