import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { workbenchAddress } from '../../../tools/vscode-host/workbenchAddress.ts';

it('says in the address what a desktop VS Code is told on its command line', () => {
  const address = new URL(
    workbenchAddress('127.0.0.1:4000', {
      folder: tmpdir(),
      developmentFolders: ['/my extension'],
      testsPath: '/suite/run.cjs',
      disableExtensions: true,
    }),
  );
  expect(address.origin).toBe('http://127.0.0.1:4000');
  expect(address.searchParams.get('folder')).toBe(tmpdir());
  expect(JSON.parse(address.searchParams.get('payload') ?? '')).toEqual([
    ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:4000/my%20extension'],
    ['extensionTestsPath', 'vscode-remote://127.0.0.1:4000/suite/run.cjs'],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ['disableExtensions', 'true'],
  ]);
});
