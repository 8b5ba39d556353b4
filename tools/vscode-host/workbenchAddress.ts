/** The address of a workbench: what a desktop VS Code takes on its command line, as a URL. */

import { statSync } from 'node:fs';
import path from 'node:path';

export interface WorkbenchContent {
  /** A folder or a `.code-workspace` file; an empty window without it. */
  readonly folder?: string;
  readonly developmentFolders: readonly string[];
  readonly testsPath?: string;
  readonly disableExtensions?: boolean;
}

/** `host` is `127.0.0.1:PORT`. The server must run with its test driver for development folders to count. */
export function workbenchAddress(host: string, content: WorkbenchContent): string {
  const remote = (place: string) => `vscode-remote://${host}${encodeURI(path.resolve(place))}`;
  const payload: [string, string][] = content.developmentFolders.map((folder) => [
    'extensionDevelopmentPath',
    remote(folder),
  ]);
  if (content.testsPath) payload.push(['extensionTestsPath', remote(content.testsPath)]);
  payload.push(['skipWelcome', 'true'], ['skipReleaseNotes', 'true']);
  if (content.disableExtensions) payload.push(['disableExtensions', 'true']);
  const query = new URLSearchParams();
  if (content.folder)
    query.set(statSync(content.folder).isDirectory() ? 'folder' : 'workspace', path.resolve(content.folder));
  else query.set('ew', 'true');
  query.set('payload', JSON.stringify(payload));
  return `http://${host}/?${query}`;
}
