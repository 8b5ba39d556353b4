/** What is wrong with a data folder, in words for the person who has to put it right. */

import { HumanError } from '../../base/humanError.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { FolderOwner } from './folderOwner.ts';

export const dataFolderErrors = {
  inUse(dataFolder: string, owner: FolderOwner | undefined, cause: unknown): HumanError {
    const who = owner === undefined ? '' : ` (process ${owner.pid}, since ${owner.since})`;
    return new HumanError(
      `Another local Lambda service is using the data folder already${who}: ${dataFolder}. End it, or choose another folder.`,
      { cause },
    );
  },

  newer: (file: string, found: number, known: number): HumanError =>
    new HumanError(
      `The data folder was written by a newer version of the local Lambda service: ${file} has schema ${found}, ` +
        `this version knows ${known}. Use the newer version, or choose another folder.`,
    ),

  damagedDatabase: (file: string, how: string, cause?: unknown): HumanError =>
    new HumanError(
      `The database of the local Lambda service is damaged: ${file} (${how}). Nothing was changed. ` +
        'Restore the file from a copy, or move the whole folder elsewhere to begin with an empty one.',
      { cause },
    ),

  /** For whoever asks while the service runs; the folder is in its log. */
  unreadableDatabase: (cause: unknown): LambdaServiceError =>
    new LambdaServiceError(
      'ServiceException',
      500,
      'The database of the local Lambda service is damaged: service.db in its data folder. What this request needs cannot be read. ' +
        'Stop the service and restore the file from a copy, or move the whole folder elsewhere to begin with an empty one.',
      { fault: 'Service', cause },
    ),

  fullDisk: (cause: unknown): LambdaServiceError =>
    new LambdaServiceError(
      'ServiceException',
      500,
      'There is no room left on the disk with the data folder of the local Lambda service. Nothing of this request was stored: make room and try again.',
      { fault: 'Service', cause },
    ),

  missingDatabase: (file: string): HumanError =>
    new HumanError(
      `The database of the local Lambda service is missing or empty, but there is code or a log of changes beside it: ${file}. ` +
        'Nothing was changed. Restore the file from a copy, or move the whole folder elsewhere to begin with an empty one.',
    ),

  damagedCredentials: (file: string, cause?: unknown): HumanError =>
    new HumanError(
      `The key pair of the local Lambda service cannot be read: ${file}. Nothing was changed. ` +
        'Restore the file from a copy, or delete it: a new pair is made, and shells that use the old one must be set up again.',
      { cause },
    ),

  /** Lambda's own answer where a package cannot be unpacked; the file is named as seen from the data folder. */
  damagedPackage: (file: string, how: string): LambdaServiceError =>
    new LambdaServiceError(
      'InvalidZipFileException',
      502,
      `Lambda could not unzip the deployment package: ${file} in the data folder of the local Lambda service ${how}. ` +
        'Deploy the code again.',
      { fault: 'Service' },
    ),
};
