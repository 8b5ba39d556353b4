/** Where `npm start` keeps its own world: nothing of it touches a person's editor, functions or settings. */

import path from 'node:path';

export interface StartFolders {
  readonly all: string;
  /** Functions, code and logs of the local service. */
  readonly data: string;
  /** The editor's settings and state. */
  readonly user: string;
  readonly extensions: string;
  /** A file: port and token of the last browser workbench, so that its link stays good. */
  readonly address: string;
}

export function startFolders(folder: string): StartFolders {
  return {
    all: folder,
    data: path.join(folder, 'data'),
    user: path.join(folder, 'user'),
    extensions: path.join(folder, 'extensions'),
    address: path.join(folder, 'address.json'),
  };
}
