/**
 * What the configuration document of a function may hold, as JSON Schema: the text editor completes and checks by it, and
 * saving refuses by it. Names are those of UpdateFunctionConfiguration; ranges are those of the service model and the quotas page.
 */

import { limits } from './limits.ts';

/** The part of JSON Schema that the document needs; `schemaCheck.ts` knows exactly this. */
export interface ConfigurationSchema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  /** What the pattern asks for, in words. */
  readonly patternErrorMessage?: string;
  readonly enum?: readonly string[];
  /** Proposed, not demanded: AWS adds values faster than lists are renewed. */
  readonly examples?: readonly string[];
  readonly items?: ConfigurationSchema;
  readonly properties?: Readonly<Record<string, ConfigurationSchema>>;
  readonly propertyNames?: { readonly pattern: string };
  /** `false`: other members are pointed out in the editor, and never sent. */
  readonly additionalProperties?: false | ConfigurationSchema;
}

const memory = `MB, ${limits.memoryMinMB} to ${limits.memoryMaxMB}`;

export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    Description: { type: 'string', maxLength: 256, description: 'What the function is for.' },
    Runtime: {
      type: 'string',
      description: 'Identifier of the runtime. Code and handler have to fit it.',
      examples: [
        'nodejs24.x',
        'nodejs22.x',
        'python3.14',
        'python3.13',
        'python3.12',
        'java25',
        'java21',
        'java17',
        'dotnet10',
        'dotnet8',
        'ruby3.4',
        'ruby3.3',
        'provided.al2023',
      ],
    },
    Handler: {
      type: 'string',
      maxLength: 128,
      pattern: '^[^\\s]+$',
      patternErrorMessage: 'must not be empty and must hold no white space',
      description: 'Where the runtime finds the code: FILE.FUNCTION for most.',
    },
    Role: {
      type: 'string',
      pattern: '^arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+$',
      patternErrorMessage: 'must be the ARN of a role',
      description: 'ARN of the execution role: what the function may do.',
    },
    MemorySize: {
      type: 'integer',
      minimum: limits.memoryMinMB,
      maximum: limits.memoryMaxMB,
      description: `Memory, and CPU in proportion to it (${memory}).`,
    },
    Timeout: {
      type: 'integer',
      minimum: 1,
      maximum: limits.timeoutMaxS,
      description: `How long one invocation may run (seconds, 1 to ${limits.timeoutMaxS}).`,
    },
    EphemeralStorage: {
      type: 'object',
      additionalProperties: false,
      description: 'Size of /tmp.',
      properties: {
        Size: {
          type: 'integer',
          minimum: limits.ephemeralStorageDefaultMB,
          maximum: limits.ephemeralStorageMaxMB,
          description: `MB, ${limits.ephemeralStorageDefaultMB} to ${limits.ephemeralStorageMaxMB}.`,
        },
      },
    },
    Environment: {
      type: 'object',
      additionalProperties: false,
      description: 'Environment variables. What is saved replaces all of them.',
      properties: {
        Variables: {
          type: 'object',
          description: `Name and value; ${limits.environmentBytes} bytes together.`,
          propertyNames: { pattern: '^[a-zA-Z]([a-zA-Z0-9_])+$' },
          additionalProperties: { type: 'string' },
        },
      },
    },
    Layers: {
      type: 'array',
      maxItems: limits.layersPerFunction,
      description: `ARNs of layer versions, at most ${limits.layersPerFunction}; later ones win. An empty list takes all off.`,
      items: {
        type: 'string',
        maxLength: 140,
        pattern: '^arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+$',
        patternErrorMessage: 'must be the ARN of a layer version',
      },
    },
    TracingConfig: {
      type: 'object',
      additionalProperties: false,
      description: 'X-Ray.',
      properties: {
        Mode: { type: 'string', enum: ['Active', 'PassThrough'], description: 'Active samples requests by itself.' },
      },
    },
    LoggingConfig: {
      type: 'object',
      additionalProperties: false,
      description: 'Form and place of the logs.',
      properties: {
        LogFormat: { type: 'string', enum: ['JSON', 'Text'] },
        ApplicationLogLevel: {
          type: 'string',
          enum: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'],
          description: 'Of the function’s own lines; with LogFormat JSON only.',
        },
        SystemLogLevel: {
          type: 'string',
          enum: ['DEBUG', 'INFO', 'WARN'],
          description: 'Of the platform’s lines; with LogFormat JSON only.',
        },
        LogGroup: {
          type: 'string',
          maxLength: 512,
          pattern: '^[\\.\\-_/#A-Za-z0-9]+$',
          patternErrorMessage: 'may hold letters, digits and . - _ / #',
          description: 'Log group that the function writes to.',
        },
      },
    },
    VpcConfig: {
      type: 'object',
      additionalProperties: false,
      description: 'Network of the function. Empty lists take it out of its VPC.',
      properties: {
        SubnetIds: { type: 'array', maxItems: 16, items: { type: 'string', pattern: '^subnet-[0-9a-z]*$' } },
        SecurityGroupIds: { type: 'array', maxItems: 5, items: { type: 'string', pattern: '^sg-[0-9a-zA-Z]*$' } },
        Ipv6AllowedForDualStack: { type: 'boolean' },
      },
    },
  },
} as const satisfies ConfigurationSchema;
