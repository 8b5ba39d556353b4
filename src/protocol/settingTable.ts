/** Every setting of the extension. `vscode/settings.ts` reads them; the manifest is generated from here. */

export interface SettingContribution {
  readonly type: 'array' | 'number' | 'string' | 'boolean';
  readonly default: unknown;
  readonly markdownDescription: string;
  readonly scope: 'application' | 'window';
  readonly order: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Readonly<Record<string, unknown>>;
}

export const settingTable = {
  'lambdaWorkbench.connections': {
    type: 'array',
    default: [],
    order: 1,
    // A workspace must not choose whose credentials are used, nor take a protection away.
    scope: 'application',
    markdownDescription:
      'AWS connections of the Functions view in every workspace: a profile of the shared AWS configuration files and a Region. *Lambda: Add AWS Connection…* adds one, which belongs to the open workspace where there is one; an `endpoint_url` of the profile is honoured.',
    items: {
      type: 'object',
      required: ['profile', 'region'],
      additionalProperties: false,
      properties: {
        profile: { type: 'string', description: 'Name of the profile.' },
        region: { type: 'string', description: 'Region, for instance eu-central-1.' },
      },
    },
  },
  'lambdaWorkbench.protectedConnections': {
    type: 'array',
    default: ['prod'],
    order: 2,
    scope: 'application',
    markdownDescription:
      'Connections where every change asks once more, by name. Each entry is a regular expression, matched without case against the label (`profile · region`) and the account id.',
    items: { type: 'string' },
  },
  'lambdaWorkbench.logs.maximumLines': {
    type: 'number',
    default: 20000,
    minimum: 1000,
    maximum: 200000,
    order: 3,
    scope: 'window',
    markdownDescription: 'How many lines Lambda Logs keeps. The oldest are forgotten first.',
  },
  'lambdaWorkbench.logs.slowShareOfTimeout': {
    type: 'number',
    default: 0.8,
    minimum: 0,
    maximum: 1,
    order: 4,
    scope: 'window',
    markdownDescription: 'An invocation counts as slow above this share of its function’s timeout.',
  },
  'lambdaWorkbench.logs.memoryShare': {
    type: 'number',
    default: 0.8,
    minimum: 0,
    maximum: 1,
    order: 5,
    scope: 'window',
    markdownDescription: 'Memory is highlighted above this share of the function’s memory size.',
  },
  'lambdaWorkbench.logs.longInitMs': {
    type: 'number',
    // AWS names "under 100 ms to over 1 second" as the usual duration of a cold start (Lambda developer guide, execution environment life cycle).
    default: 1000,
    minimum: 1,
    // After ten seconds Lambda ends an init.
    maximum: 10000,
    order: 6,
    scope: 'window',
    markdownDescription:
      'The init of a cold start is highlighted above so many milliseconds. AWS names 100 ms to one second as usual; what takes longer is worth a look at imports and bundle size.',
  },
  'lambdaWorkbench.logs.historyMinutes': {
    type: 'number',
    default: 15,
    minimum: 1,
    maximum: 1440,
    order: 7,
    scope: 'window',
    markdownDescription: 'How many minutes of the past Lambda Logs shows when it begins to tail a function.',
  },
  'lambdaWorkbench.logs.notifyOfErrors': {
    type: 'boolean',
    default: false,
    order: 8,
    scope: 'window',
    markdownDescription:
      'Notify when a tailed invocation fails while Lambda Logs is hidden. Its badge counts them anyway.',
  },
  'lambdaWorkbench.history.maskedFields': {
    type: 'array',
    default: [
      'password',
      'passwd',
      'passphrase',
      'secret',
      'token',
      'authorization',
      'apiKey',
      'accessKey',
      'privateKey',
      'credential',
      'cookie',
      'session',
    ],
    order: 9,
    // A workspace must not have more written to disk than its user allows.
    scope: 'application',
    markdownDescription:
      'Fields that the history of runs keeps without their values, wherever they stand in an event or an answer. A field is meant when its name contains an entry; case, `-` and `_` make no difference. Values of the function’s environment variables are never kept.',
    items: { type: 'string' },
  },
  'lambdaWorkbench.codeLens': {
    type: 'boolean',
    default: true,
    order: 10,
    scope: 'window',
    markdownDescription:
      'Show Invoke, Logs, Redeploy and the last result over the handlers of linked functions, once Lambda Workbench is in use.',
  },
} as const satisfies Readonly<Record<`lambdaWorkbench.${string}`, SettingContribution>>;

export type SettingId = keyof typeof settingTable;
