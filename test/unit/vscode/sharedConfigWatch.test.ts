import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { workspace } from 'vscode';
import { awsTarget } from '../../../src/app/awsTarget.ts';
import { FunctionCatalog } from '../../../src/app/functionCatalog.ts';
import { TargetRegistry } from '../../../src/app/targetRegistry.ts';
import { silentLog } from '../../../src/base/log.ts';
import { connectProfile } from '../../../src/client/awsClients.ts';
import { SharedConfigWatch } from '../../../src/vscode/sharedConfigWatch.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { MemoryConnectionSettings } from '../../fakes/memoryConnectionSettings.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

vi.mock('@smithy/shared-ini-file-loader', async (original) => {
  const loader = await original<typeof import('@smithy/shared-ini-file-loader')>();
  return { ...loader, loadSharedConfigFiles: vi.fn(async () => ({ configFile: {}, credentialsFile: {} })) };
});

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

test('no file of AWS is read before somebody looks at a connection', async () => {
  const { owned, local, accounts, clock } = world;
  const settings = new MemoryConnectionSettings([{ profile: 'dev', region: 'eu-west-1' }]);
  const connect = (setting: { readonly profile: string; readonly region: string }) =>
    connectProfile(setting, silentLog, { environment: {} });
  const targets = owned.add(new TargetRegistry(local, settings, (setting) => awsTarget(setting, connect, () => false)));
  const catalog = owned.add(new FunctionCatalog(targets, clock, silentLog));
  owned.add(new SharedConfigWatch({ environment: {}, targets, catalog, accounts, clock }));
  expect(targets.list().map(({ label }) => label)).toEqual(['Local', 'dev · eu-west-1']);
  await touched();
  expect(loadSharedConfigFiles).not.toHaveBeenCalled();
  catalog.functions('dev/eu-west-1');
  await vi.waitFor(() => expect(catalog.failure('dev/eu-west-1')?.message).toContain('Profile dev is neither in'));
  expect(loadSharedConfigFiles).toHaveBeenCalled();
});

test('the sessions of both sign-ins are watched, where the environment keeps them', () => {
  const watch = vi.spyOn(workspace, 'createFileSystemWatcher');
  const { owned, targets, catalog, accounts, clock } = world;
  const environment = { AWS_CONFIG_FILE: '/home/me/config', AWS_LOGIN_CACHE_DIRECTORY: '/home/me/logins' };
  owned.add(new SharedConfigWatch({ environment, targets, catalog, accounts, clock }));
  const patterns = watch.mock.calls.map(([pattern]) => (typeof pattern === 'string' ? pattern : pattern.pattern));
  expect(patterns).toEqual(['config', 'credentials', '*.json', '*.json']);
  expect(JSON.stringify(watch.mock.calls.at(-1))).toContain('/home/me/logins');
  watch.mockRestore();
});
