/** Every sentence the editor edge says when something stands in the way, with the one button that helps. */

import { HumanError } from '../base/humanError.ts';

const manageTrust = { label: 'Manage Workspace Trust', command: 'workbench.trust.manage' } as const;
const openFolder = { label: 'Open Folder', command: 'workbench.action.files.openFolder' } as const;
const addConnection = { label: 'Add AWS Connection…', command: 'lambdaWorkbench.addConnection' } as const;
const createSample = { label: 'Create Sample Function…', command: 'lambdaWorkbench.createSampleFunction' } as const;

/** What the Local row says instead of functions. */
export const untrustedLocalNotice = 'Trust this workspace to run Local: it runs code on this machine.';

export const messages = {
  untrustedLocal: () =>
    new HumanError('Local runs code on this machine. Trust this workspace to use it.', { action: manageTrust }),
  untrustedBuild: () =>
    new HumanError('Building runs code of this workspace. Trust this workspace to redeploy from it.', {
      action: manageTrust,
    }),
  noFolder: () =>
    new HumanError('Redeploying needs a folder with the function’s code, and no folder is open.', {
      action: openFolder,
    }),
  noFolderForEvents: () =>
    new HumanError('Test events are files of a workspace, and no folder is open.', { action: openFolder }),
  folderNotOnDisk: (name: string) =>
    new HumanError(`Redeploying reads files from disk, and this folder is not on a disk: ${name}`),
  folderOutside: (folder: string) =>
    new HumanError(`A link stays inside the workspace, and this folder is outside: ${folder}`, { action: openFolder }),
  noHandlerFile: (folder: string) =>
    new HumanError(
      `No handler file was found in ${folder}. Expected index, app, handler, main or lambda_function with .ts, .js, .mjs, .cjs, .py or .rb, or the build file of Go, Rust, Java or .NET.`,
    ),
  emptyLayer: (folder: string) =>
    new HumanError(`There is nothing to publish: ${folder} has no files that are not ignored.`),
  unknownTarget: (targetId: string) =>
    new HumanError(`This connection is not in the Functions view: ${targetId}`, { action: addConnection }),
  noFunctions: () => new HumanError('There is no function yet.', { action: createSample }),
  noLinks: () =>
    new HumanError('No function is linked to a folder of this workspace yet. Redeploy one, and it is.', {
      action: { label: 'Redeploy…', command: 'lambdaWorkbench.redeploy' },
    }),
  noS3: (label: string) =>
    new HumanError(`${label} has no S3. Name the endpoint of one in AWS_ENDPOINT_URL_S3, and restart.`),
  noDefinition: (functionName: string) =>
    new HumanError(
      `Not exactly one definition of this workspace is that of ${functionName}: there is nothing to apply.`,
    ),
  alreadyDeploying: (functionName: string) => new HumanError(`${functionName} is being deployed already.`),
  savedByItself: () =>
    new HumanError(
      'Saving this document changes the function, so it is not saved automatically. Save it yourself to apply it.',
    ),
  changeDeclined: (functionName: string, label: string) =>
    new HumanError(`Nothing was changed: ${functionName} on ${label} stays as it is.`),
  unknownMembers: (paths: readonly string[]) =>
    new HumanError(`Nothing to change: these members are not known, and are never sent: ${paths.join(', ')}`),
  nothingRunYet: () =>
    new HumanError('Nothing has been invoked in this window yet.', {
      action: { label: 'Invoke…', command: 'lambdaWorkbench.invoke' },
    }),
  noMfaCode: (serialNumber: string) =>
    new HumanError(
      `The code of the MFA device was not given, and the profile’s role cannot be assumed without it: ${serialNumber}`,
      { action: { label: 'Refresh', command: 'lambdaWorkbench.refresh' } },
    ),
  noProfiles: () =>
    new HumanError(
      'No profile was found in the shared AWS configuration (~/.aws/config and ~/.aws/credentials). Create one with: aws configure',
    ),
  needsRow: (title: string) =>
    new HumanError(`${title} works on a row of the Functions view. Choose it there.`, {
      action: { label: 'Show Functions', command: 'lambdaWorkbench.functions.focus' },
    }),
  nothingToSignInTo: (profile: string) =>
    new HumanError(
      `Profile ${profile} has nothing to sign in to: it uses keys, a role or a process. Renew them where they come from, the files in ~/.aws for instance, and refresh.`,
    ),
  triggerWithoutSource: (name: string) => new HumanError(`${name} names no resource that could be opened.`),
  needsProjectRow: (title: string) =>
    new HumanError(`${title} works on a row of the Project Functions view. Choose it there.`, {
      action: { label: 'Show Project Functions', command: 'lambdaWorkbench.project.focus' },
    }),
  rowLost: () =>
    new HumanError(
      'The rows were just being drawn again, and the one you chose got lost. Nothing was done: choose it again.',
    ),
  noConsole: (label: string) => new HumanError(`The AWS console does not show functions of this target: ${label}`),
  noArn: (functionName: string) => new HumanError(`The ARN of this function is not known yet: ${functionName}`),
  runningOnTarget: (functionName: string) =>
    new HumanError(`${functionName} is being invoked in this panel. Wait for it, or cancel it, and choose again.`),
  nothingRepeated: () => new HumanError('Nothing was repeated in this panel yet: there are no runs to export.'),
  nothingTailed: () =>
    new HumanError('No function is being tailed.', {
      action: { label: 'Tail Logs', command: 'lambdaWorkbench.tailLogs' },
    }),
  noSavedFilter: () =>
    new HumanError('No log filter is saved yet. Set one in Lambda Logs, then save it.', {
      action: { label: 'Save Log Filter…', command: 'lambdaWorkbench.saveLogFilter' },
    }),
  otherAccount: (functionName: string, linked: string, current: string) =>
    new HumanError(
      `${functionName} is linked to account ${linked}, and its profile now leads to account ${current}. Nothing was changed.`,
    ),
  sourceNotFound: (file: string) => new HumanError(`This file is not in a folder linked to the function: ${file}`),
  badLink: (text: string) => new HumanError(`This link does not name a target and a function: ${text}`),
  panelState: () => new HumanError('This panel could not be restored: it did not keep which function it was for.'),
} as const;
