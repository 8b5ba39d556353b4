import { describe, expect, it } from 'vitest';
import { parseDesktopArguments } from '../../../tools/vscode-host/desktopArguments.ts';

describe('the desktop command line', () => {
  it('reads what test-electron passes', () => {
    const parsed = parseDesktopArguments([
      '/work space/samples',
      '--user-data-dir',
      '/tmp/user',
      '--extensions-dir=/tmp/extensions',
      '--no-sandbox',
      '--disable-extensions',
      '--extensionTestsPath=/suite/run.cjs',
      '--extensionDevelopmentPath=/one',
      '--extensionDevelopmentPath=/two',
    ]);
    expect(parsed).toEqual({
      developmentFolders: ['/one', '/two'],
      testsPath: '/suite/run.cjs',
      userDataFolder: '/tmp/user',
      extensionsFolder: '/tmp/extensions',
      disableExtensions: true,
      folder: '/work space/samples',
    });
  });

  it('takes file URLs for paths', () => {
    const parsed = parseDesktopArguments(['--folder-uri=file:///a%20b', '--extensionDevelopmentPath=file:///ext']);
    expect(parsed.folder).toBe('/a b');
    expect(parsed.developmentFolders).toEqual(['/ext']);
  });

  it('does not take the value of an option for a folder', () => {
    expect(parseDesktopArguments(['--locale', 'de', '--log', 'trace']).folder).toBeUndefined();
  });
});
