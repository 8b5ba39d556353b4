/**
 * What the extension adds to the editor, apart from commands and settings (tables of their own): views, language,
 * walkthrough, capabilities. `src/build/contributions.ts` writes all of it into `package.json`.
 */

/** Ids that code and manifest share. */
export const ids = {
  functionsView: 'lambdaWorkbench.functions',
  projectView: 'lambdaWorkbench.project',
  logsView: 'lambdaWorkbench.logs',
  invokePanel: 'lambdaWorkbench.invoke',
  /** Scheme of an event opened in a text editor; its documents are drafts. */
  eventScheme: 'lambda-event',
  /** Scheme of a log opened in a text editor; its documents are snapshots. */
  logScheme: 'lambda-log',
  /** Scheme of a function's configuration in a text editor; saving one changes the function. */
  configurationScheme: 'lambda-configuration',
  /** Scheme of downloaded code in a comparison. */
  codeScheme: 'lambda-code',
  /** Scheme of function rows, for decorations: `lambda:REGION/NAME`. */
  functionScheme: 'lambda',
  logLanguage: 'lambda-log',
  filteredContext: 'lambdaWorkbench.filtered',
} as const;

/** What a key pressed in the Functions view hands to its command, because the selection does not come along by itself. */
export const fromSelection = 'selection';

/** Where keys work: Lambda's own views and panel, and the editor in which the handler is written. */
export const keyContexts = {
  functionsView: `focusedView == ${ids.functionsView}`,
  elsewhere: `focusedView == ${ids.logsView} || activeWebviewPanelId == '${ids.invokePanel}' || editorTextFocus`,
} as const;

/** Views, commands and languages activate by themselves; these are the doors the editor cannot see. */
export const activationEvents = [
  `onWebviewPanel:${ids.invokePanel}`,
  `onFileSystem:${ids.eventScheme}`,
  `onFileSystem:${ids.configurationScheme}`,
  'onUri',
] as const;

export const icon = 'media/icon.png';

export const capabilities = {
  untrustedWorkspaces: {
    supported: 'limited',
    description:
      'Browsing, invoking and tailing functions on AWS works. Building, redeploying and running functions on this machine need a trusted workspace.',
  },
  virtualWorkspaces: {
    supported: 'limited',
    description: 'Functions can be browsed, invoked and tailed; redeploying needs a folder on disk.',
  },
} as const;

export const viewsContainers = {
  activitybar: [{ id: 'lambdaWorkbench', title: 'Lambda', icon: 'media/lambda.svg' }],
  panel: [{ id: 'lambdaWorkbenchLogs', title: 'Lambda Logs', icon: 'media/lambda.svg' }],
} as const;

export const views = {
  lambdaWorkbench: [
    {
      id: ids.functionsView,
      name: 'Functions',
      icon: 'media/lambda.svg',
      contextualTitle: 'Lambda',
      accessibilityHelpContent:
        'Functions by target: Local, then AWS connections. Enter on a function shows its details; Invoke, Tail Logs and Redeploy are in its context menu and on Control+Alt+L followed by I, T or D.',
    },
    {
      id: ids.projectView,
      name: 'Project Functions',
      // Nothing of the workspace is read before somebody opens it.
      visibility: 'collapsed',
      icon: 'media/lambda.svg',
      contextualTitle: 'Lambda',
      accessibilityHelpContent:
        'Functions that the folders of this window define, in SAM, Serverless, CDK and Terraform files or as handler files. Opening one shows how it stands on each target.',
    },
  ],
  lambdaWorkbenchLogs: [
    {
      id: ids.logsView,
      name: 'Lambda Logs',
      type: 'webview',
      icon: 'media/lambda.svg',
      contextualTitle: 'Lambda Logs',
      accessibilityHelpContent: 'Logs of the functions that are tailed, as lines or as one row per invocation.',
    },
  ],
} as const;

export const viewsWelcome = [
  {
    view: ids.projectView,
    when: 'workspaceFolderCount == 0',
    contents: 'Functions that a folder defines appear here.\n[Open Folder](command:workbench.action.files.openFolder)',
  },
  {
    view: ids.projectView,
    when: 'workspaceFolderCount != 0',
    contents:
      'No function is defined here yet: no SAM, Serverless, CDK or Terraform file, and no handler file, was found.\n[Create Sample Function…](command:lambdaWorkbench.createSampleFunction)',
  },
  {
    view: ids.functionsView,
    when: ids.filteredContext,
    contents: 'No function matches the filter.\n[Clear Filter](command:lambdaWorkbench.clearFilter)',
  },
  {
    view: ids.functionsView,
    when: `!${ids.filteredContext}`,
    contents:
      'Functions on this machine and on AWS appear here.\n[Create Sample Function…](command:lambdaWorkbench.createSampleFunction)\n[Add AWS Connection…](command:lambdaWorkbench.addConnection)',
  },
] as const;

export const languages = [
  {
    id: ids.logLanguage,
    aliases: ['Lambda Log'],
    extensions: ['.lambda-log'],
    configuration: './syntaxes/lambda-log.language-configuration.json',
  },
] as const;

export const grammars = [
  { language: ids.logLanguage, scopeName: 'text.lambda-log', path: './syntaxes/lambda-log.tmLanguage.json' },
] as const;

export const jsonValidation = [
  { fileMatch: '/.vscode/lambda-workbench.json', url: './media/lambda-workbench.schema.json' },
  {
    fileMatch: ['/.lambda/events/**/*.json', `${ids.eventScheme}:/**/*.json`],
    url: './media/lambda-event.schema.json',
  },
  {
    fileMatch: `${ids.configurationScheme}:/**/*.lambda.json`,
    url: './media/lambda-configuration.schema.json',
  },
] as const;

/** In remote windows the editor would announce the local service's port as a web application to open. */
export const configurationDefaults = {
  'remote.portsAttributes': {
    'dist[\\\\/]service[\\\\/]main\\.js': { label: 'Lambda: Local', onAutoForward: 'ignore' },
  },
} as const;

export const walkthroughs = [
  {
    id: 'start',
    title: 'Start with Lambda',
    description: 'From an empty folder to a redeployed function and its logs, without an account.',
    steps: [
      {
        id: 'view',
        title: 'Open the Functions view',
        description:
          'Everything starts here. Local is a Lambda service that ships with the extension: no account, nothing to install.\n[Show Functions](command:lambdaWorkbench.functions.focus)',
        media: { svg: 'media/walkthrough/view.svg', altText: 'The Functions view with Local and one AWS connection.' },
        completionEvents: ['onView:lambdaWorkbench.functions'],
      },
      {
        id: 'sample',
        title: 'Create a sample function',
        description:
          'A small handler in TypeScript, JavaScript or Python is written into your folder and deployed to Local.\n[Create Sample Function…](command:lambdaWorkbench.createSampleFunction)',
        media: { svg: 'media/walkthrough/sample.svg', altText: 'A handler file and the function made from it.' },
        completionEvents: ['onCommand:lambdaWorkbench.createSampleFunction'],
      },
      {
        id: 'invoke',
        title: 'Invoke it',
        description:
          'Write an event, press Ctrl+Enter, read the answer: payload, duration, memory, cold start.\n[Invoke…](command:lambdaWorkbench.invoke)',
        media: {
          svg: 'media/walkthrough/invoke.svg',
          altText: 'The invoke panel: the event, and the answer beside it.',
        },
        completionEvents: ['onCommand:lambdaWorkbench.invoke'],
      },
      {
        id: 'change',
        title: 'Watch and redeploy',
        description:
          'Tail the log, change the handler, redeploy with one key (Ctrl+Alt+L D), invoke again.\n[Tail Logs](command:lambdaWorkbench.tailLogs)\n[Redeploy](command:lambdaWorkbench.redeploy)',
        media: { svg: 'media/walkthrough/change.svg', altText: 'Log rows of a cold and a warm invocation.' },
        completionEvents: ['onCommand:lambdaWorkbench.redeploy'],
      },
    ],
  },
] as const;
