/**
 * Every command of the extension, with its menus and keys under it. `src/build/contributions.ts` turns the table into
 * the manifest; `vscode/commands/registry.ts` demands one handler per id.
 */

import { type CommandContribution, deployedRow, functionRow, functionsView, row } from './commandPlaces.ts';
import { projectCommandTable } from './projectCommandTable.ts';

export const commandTable = {
  'lambdaWorkbench.invoke': {
    title: 'Invoke…',
    icon: '$(play)',
    chord: 'i',
    menus: {
      'view/item/context': [
        { when: functionRow, group: 'inline@1' },
        { when: functionRow, group: '0_run@1' },
        { when: row('qualifier'), group: 'inline@1' },
        { when: row('qualifier'), group: '0_run@1' },
        { when: deployedRow, group: 'inline@1' },
        { when: deployedRow, group: '0_run@1' },
      ],
    },
  },
  'lambdaWorkbench.runLastAgain': {
    title: 'Run Last Again',
    icon: '$(debug-rerun)',
    chord: 'r',
  },
  'lambdaWorkbench.invokeCold': {
    title: 'Invoke Cold',
    icon: '$(snowflake)',
  },
  'lambdaWorkbench.tailLogs': {
    title: 'Tail Logs',
    icon: '$(output)',
    chord: 't',
    menus: {
      'view/item/context': [
        { when: functionRow, group: 'inline@2' },
        { when: functionRow, group: '0_run@2' },
        { when: deployedRow, group: 'inline@2' },
        { when: deployedRow, group: '0_run@2' },
      ],
    },
  },
  'lambdaWorkbench.redeploy': {
    title: 'Redeploy',
    icon: '$(cloud-upload)',
    chord: 'd',
    menus: {
      'view/item/context': [
        { when: functionRow, group: 'inline@3' },
        { when: functionRow, group: '1_deploy@1' },
      ],
    },
  },
  'lambdaWorkbench.undoRedeploy': {
    title: 'Undo Last Redeploy',
    icon: '$(discard)',
    menus: { 'view/item/context': [{ when: functionRow, group: '1_deploy@2' }] },
  },
  'lambdaWorkbench.watchFunction': {
    title: 'Watch and Redeploy on Save',
    icon: '$(eye)',
    menus: { 'view/item/context': [{ when: functionRow, group: '1_deploy@2' }] },
  },
  'lambdaWorkbench.redeployAll': {
    title: 'Redeploy All Changed Functions',
    icon: '$(cloud-upload)',
    menus: {
      'view/title': [{ when: functionsView, group: '1_create@3' }],
      'view/item/context': [{ when: row('target'), group: '1_deploy@3' }],
    },
  },
  'lambdaWorkbench.editLink': {
    title: 'Edit Link',
    icon: '$(link)',
    menus: { 'view/item/context': [{ when: functionRow, group: '1_deploy@3' }] },
  },
  'lambdaWorkbench.applyConfiguration': { title: 'Apply Configuration…', icon: '$(settings-gear)' },
  'lambdaWorkbench.chooseBucket': { title: 'Choose Bucket for Packages…', icon: '$(archive)' },
  'lambdaWorkbench.linkFunction': {
    title: 'Link to Folder…',
    icon: '$(link)',
    palette: false,
    menus: { 'view/item/context': [{ when: functionRow, group: '1_deploy@2' }] },
  },
  'lambdaWorkbench.editConfiguration': {
    title: 'Edit Configuration',
    icon: '$(settings-gear)',
    menus: {
      'view/item/context': [
        { when: functionRow, group: '1_edit@1' },
        { when: row('group', 'environment'), group: 'inline@1' },
      ],
    },
  },
  'lambdaWorkbench.compareDeployedCode': {
    title: 'Compare With Deployed Code',
    icon: '$(diff-multiple)',
    menus: {
      'view/item/context': [
        { when: functionRow, group: '1_deploy@3' },
        { when: row('version'), group: '1_deploy@1' },
      ],
    },
  },
  'lambdaWorkbench.downloadCode': {
    title: 'Download Code…',
    icon: '$(cloud-download)',
    menus: {
      'view/item/context': [
        { when: functionRow, group: '1_deploy@4' },
        { when: row('version'), group: '1_deploy@2' },
      ],
    },
  },
  'lambdaWorkbench.previewPackage': {
    title: 'Preview Package',
    icon: '$(package)',
    menus: { 'view/item/context': [{ when: functionRow, group: '1_deploy@5' }] },
  },
  'lambdaWorkbench.publishVersion': {
    title: 'Publish Version…',
    icon: '$(versions)',
    menus: {
      'view/item/context': [
        { when: functionRow, group: '1_version@1' },
        { when: row('group', 'versions'), group: 'inline@1' },
      ],
    },
  },
  'lambdaWorkbench.pointAlias': {
    title: 'Point Alias…',
    icon: '$(git-branch)',
    menus: {
      'view/item/context': [
        { when: functionRow, group: '1_version@2' },
        { when: row('group', 'aliases'), group: 'inline@1' },
        { when: row('alias'), group: '1_version@1' },
      ],
    },
  },
  'lambdaWorkbench.pointAliasHere': {
    title: 'Point Alias Here…',
    palette: false,
    menus: { 'view/item/context': [{ when: row('version'), group: '1_version@1' }] },
  },
  'lambdaWorkbench.deleteQualifier': {
    title: 'Delete…',
    icon: '$(trash)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('qualifier'), group: '4_remove@1' }] },
  },
  'lambdaWorkbench.deployNewFunction': {
    title: 'Deploy New Function…',
    icon: '$(rocket)',
    menus: {
      'view/title': [{ when: functionsView, group: '1_create@2' }],
      'view/item/context': [{ when: row('target'), group: '1_deploy@1' }],
    },
  },
  'lambdaWorkbench.publishLayer': {
    title: 'Publish Layer…',
    icon: '$(layers)',
    menus: {
      'view/title': [{ when: functionsView, group: '1_create@3' }],
      'view/item/context': [{ when: row('target'), group: '1_deploy@3' }],
    },
  },
  'lambdaWorkbench.createSampleFunction': {
    title: 'Create Sample Function…',
    icon: '$(new-file)',
    menus: {
      'view/title': [{ when: functionsView, group: '1_create@1' }],
      'view/item/context': [{ when: row('target', 'local'), group: '1_deploy@2' }],
    },
  },
  'lambdaWorkbench.addConnection': {
    title: 'Add AWS Connection…',
    icon: '$(add)',
    menus: { 'view/title': [{ when: functionsView, group: 'navigation@3' }] },
  },
  'lambdaWorkbench.removeConnection': {
    title: 'Remove Connection',
    icon: '$(trash)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('target', 'aws'), group: '4_remove@1' }] },
  },
  'lambdaWorkbench.signIn': {
    title: 'Sign In…',
    icon: '$(sign-in)',
    palette: false,
    menus: {
      'view/item/context': [
        { when: row('target', 'signin'), group: 'inline@1' },
        { when: row('target', 'aws'), group: '2_session@1' },
      ],
    },
  },
  'lambdaWorkbench.refresh': {
    title: 'Refresh',
    icon: '$(refresh)',
    menus: {
      'view/title': [{ when: functionsView, group: 'navigation@2' }],
      'view/item/context': [
        { when: row('target'), group: '3_view@1' },
        { when: row('failure'), group: 'inline@1' },
      ],
    },
  },
  'lambdaWorkbench.filterFunctions': {
    title: 'Filter Functions…',
    icon: '$(filter)',
    menus: { 'view/title': [{ when: `${functionsView} && !lambdaWorkbench.filtered`, group: 'navigation@1' }] },
  },
  'lambdaWorkbench.clearFilter': {
    title: 'Clear Filter',
    icon: '$(filter-filled)',
    palette: 'lambdaWorkbench.filtered',
    menus: { 'view/title': [{ when: `${functionsView} && lambdaWorkbench.filtered`, group: 'navigation@1' }] },
  },
  'lambdaWorkbench.startLocalService': {
    title: 'Start Local Service',
    icon: '$(debug-start)',
    menus: {
      'view/item/context': [
        { when: row('target', 'local', 'stopped'), group: 'inline@1' },
        { when: row('target', 'local', 'stopped'), group: '2_session@1' },
      ],
    },
  },
  'lambdaWorkbench.stopLocalService': {
    title: 'Stop Local Service',
    icon: '$(debug-stop)',
    menus: { 'view/item/context': [{ when: row('target', 'local', 'owned'), group: '2_session@2' }] },
  },
  'lambdaWorkbench.restartLocalService': {
    title: 'Restart Local Service',
    icon: '$(debug-restart)',
    menus: { 'view/item/context': [{ when: row('target', 'local', 'owned'), group: '2_session@3' }] },
  },
  'lambdaWorkbench.resetLocalService': {
    title: 'Reset Local Service…',
    icon: '$(discard)',
    menus: { 'view/item/context': [{ when: row('target', 'local'), group: '4_remove@1' }] },
  },
  'lambdaWorkbench.copyShellEnvironment': {
    title: 'Copy Shell Environment',
    icon: '$(terminal)',
    menus: { 'view/item/context': [{ when: row('target'), group: '3_copy@1' }] },
  },
  'lambdaWorkbench.copyArn': {
    title: 'Copy ARN',
    palette: false,
    menus: {
      'view/item/context': [
        { when: functionRow, group: '2_copy@1' },
        { when: row('qualifier'), group: '2_copy@1' },
        { when: row('layer'), group: '2_copy@1' },
        { when: row('trigger'), group: '2_copy@1' },
      ],
    },
  },
  'lambdaWorkbench.copyName': {
    title: 'Copy Name',
    palette: false,
    menus: { 'view/item/context': [{ when: functionRow, group: '2_copy@2' }] },
  },
  'lambdaWorkbench.copyCliCommand': {
    title: 'Copy AWS CLI Command',
    palette: false,
    menus: { 'view/item/context': [{ when: functionRow, group: '2_copy@3' }] },
  },
  'lambdaWorkbench.copySnippet': {
    title: 'Copy As…',
    palette: false,
    menus: { 'view/item/context': [{ when: functionRow, group: '2_copy@4' }] },
  },
  'lambdaWorkbench.openUrl': {
    title: 'Open in Browser',
    icon: '$(link-external)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('url'), group: 'inline@1' }] },
  },
  'lambdaWorkbench.openTrigger': {
    title: 'Open Source in AWS Console',
    icon: '$(link-external)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('trigger'), group: 'inline@1' }] },
  },
  'lambdaWorkbench.showLayerVersions': {
    title: 'Versions of Layer…',
    icon: '$(versions)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('layer'), group: 'inline@1' }] },
  },
  'lambdaWorkbench.groupFunctions': {
    title: 'Group Functions By…',
    icon: '$(group-by-ref-type)',
    menus: { 'view/title': [{ when: functionsView, group: '1_arrange@1' }] },
  },
  'lambdaWorkbench.recentFirst': {
    title: 'Recently Used Functions First',
    menus: { 'view/title': [{ when: functionsView, group: '1_arrange@2' }] },
  },
  'lambdaWorkbench.pinFunction': {
    title: 'Pin',
    icon: '$(pin)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('function', 'unpinned'), group: '3_view@1' }] },
  },
  'lambdaWorkbench.unpinFunction': {
    title: 'Unpin',
    icon: '$(pinned)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('function', 'pinned'), group: '3_view@1' }] },
  },
  'lambdaWorkbench.hideFunction': {
    title: 'Hide',
    palette: false,
    menus: { 'view/item/context': [{ when: functionRow, group: '3_view@2' }] },
  },
  'lambdaWorkbench.showHiddenFunctions': {
    title: 'Show Hidden Functions',
    palette: false,
    menus: { 'view/item/context': [{ when: row('target'), group: '3_view@1' }] },
  },
  'lambdaWorkbench.showMoreFunctions': { title: 'Show More Functions', palette: false },
  'lambdaWorkbench.openInConsole': {
    title: 'Open in AWS Console',
    icon: '$(link-external)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('function', 'console'), group: '3_console@1' }] },
  },
  'lambdaWorkbench.deleteFunction': {
    title: 'Delete…',
    icon: '$(trash)',
    palette: false,
    menus: { 'view/item/context': [{ when: functionRow, group: '4_remove@1' }] },
  },
  'lambdaWorkbench.showEnvironmentValue': {
    title: 'Show Value',
    icon: '$(eye)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('variable', 'masked'), group: 'inline@1' }] },
  },
  'lambdaWorkbench.hideEnvironmentValue': {
    title: 'Hide Value',
    icon: '$(eye-closed)',
    palette: false,
    menus: { 'view/item/context': [{ when: row('variable', 'shown'), group: 'inline@1' }] },
  },
  'lambdaWorkbench.copyValue': {
    title: 'Copy Value',
    palette: false,
    menus: {
      'view/item/context': [
        { when: row('variable'), group: '2_copy@1' },
        { when: row('tag'), group: '2_copy@1' },
        { when: row('url'), group: '2_copy@1' },
      ],
    },
  },
  'lambdaWorkbench.openLogsInEditor': {
    title: 'Open Logs in Editor',
    icon: '$(go-to-file)',
  },
  'lambdaWorkbench.clearLogs': {
    title: 'Clear Logs',
    icon: '$(clear-all)',
  },
  'lambdaWorkbench.saveLogFilter': { title: 'Save Log Filter…' },
  'lambdaWorkbench.applySavedLogFilter': { title: 'Apply Saved Log Filter…' },
  'lambdaWorkbench.renameSavedLogFilter': { title: 'Rename Saved Log Filter…' },
  'lambdaWorkbench.removeSavedLogFilter': { title: 'Remove Saved Log Filter…' },
  'lambdaWorkbench.showRequest': { title: 'Show Request in Lambda Logs', palette: false },
  'lambdaWorkbench.openStackFrame': { title: 'Open Source of Stack Frame', palette: false },
  ...projectCommandTable,
  'lambdaWorkbench.openLog': {
    title: 'Show Log',
    menus: { 'view/title': [{ when: functionsView, group: '2_help@1' }] },
  },
} as const satisfies Readonly<Record<`lambdaWorkbench.${string}`, CommandContribution>>;

export type CommandId = keyof typeof commandTable;
