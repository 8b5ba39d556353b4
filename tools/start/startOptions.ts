/** What `npm start` is asked to do. */

import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { cacheFolder } from '../shared/paths.ts';
import { readOptions } from '../shared/toolMain.ts';

export interface StartOptions {
  readonly editor: 'desktop' | 'browser' | 'any';
  /** Of the browser workbench; `undefined` takes the last one, or any that is free. */
  readonly port: number | undefined;
  readonly samples: boolean;
  readonly reset: boolean;
  /** Absolute path of the folder that everything is kept in. */
  readonly folder: string;
}

export function readStartOptions(): StartOptions {
  const values = readOptions({
    browser: { type: 'boolean', default: false },
    desktop: { type: 'boolean', default: false },
    port: { type: 'string' },
    'no-samples': { type: 'boolean', default: false },
    reset: { type: 'boolean', default: false },
    folder: { type: 'string', default: path.join(cacheFolder, 'start') },
  });
  if (values.browser && values.desktop) throw new HumanError('--browser and --desktop exclude each other. See --help.');
  return {
    editor: values.browser || values.port !== undefined ? 'browser' : values.desktop ? 'desktop' : 'any',
    port: values.port === undefined ? undefined : portNumber(values.port),
    samples: !values['no-samples'],
    reset: values.reset,
    folder: path.resolve(values.folder),
  };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new HumanError(`This is not a port: ${text}. See --help.`);
  return port;
}
