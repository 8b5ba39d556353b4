/** Where `npm start` keeps its own world: nothing of it touches a person's editor, functions or settings. */

import path from 'node:path';
import { cacheFolder } from '../shared/paths.ts';

const folder = path.join(cacheFolder, 'start');

export const startFolders = {
  all: folder,
  /** Functions, code and logs of the local service. */
  data: path.join(folder, 'data'),
  /** The editor's settings and state. */
  user: path.join(folder, 'user'),
  extensions: path.join(folder, 'extensions'),
  /** Port and token of the last browser workbench, so that its link stays good. */
  address: path.join(folder, 'address.json'),
} as const;
