/**
 * What every snippet says of a function: its settings under one set of names. Values of environment variables are never part of
 * it: a snippet is pasted into files that are committed, so they become parameters.
 */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

export interface SnippetFunction {
  readonly functionName: string;
  /** `orders-api` is `OrdersApi`: letters and digits, a letter first, as CloudFormation wants it. */
  readonly logicalId: string;
  readonly description: string | undefined;
  readonly runtime: string | undefined;
  readonly handler: string | undefined;
  readonly role: string | undefined;
  readonly architecture: string | undefined;
  readonly memorySizeMB: number | undefined;
  readonly timeoutS: number | undefined;
  /** Where it is not the size that every function has. */
  readonly ephemeralStorageMB: number | undefined;
  readonly isTraced: boolean;
  readonly layers: readonly string[];
  /** By name; `parameter` is unique and fit for CloudFormation. */
  readonly variables: readonly { readonly name: string; readonly parameter: string }[];
}

const usualStorageMB = 512;

export function snippetFunction(configuration: FunctionConfiguration): SnippetFunction {
  const { FunctionName: functionName = 'function', EphemeralStorage } = configuration;
  const storage = EphemeralStorage?.Size;
  return {
    functionName,
    logicalId: logicalId(functionName),
    description: configuration.Description || undefined,
    runtime: configuration.Runtime,
    handler: configuration.Handler,
    role: configuration.Role,
    architecture: configuration.Architectures?.[0],
    memorySizeMB: configuration.MemorySize,
    timeoutS: configuration.Timeout,
    ephemeralStorageMB: storage === usualStorageMB ? undefined : storage,
    isTraced: configuration.TracingConfig?.Mode === 'Active',
    layers: (configuration.Layers ?? []).flatMap(({ Arn }) => Arn ?? []),
    variables: parameters(Object.keys(configuration.Environment?.Variables ?? {}).sort()),
  };
}

/** Two names may differ by what a parameter's name must not hold. */
function parameters(names: readonly string[]): SnippetFunction['variables'] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = logicalId(name.toLowerCase());
    let parameter = plain;
    for (let count = 2; taken.has(parameter); count += 1) parameter = `${plain}${count}`;
    taken.add(parameter);
    return { name, parameter };
  });
}

function logicalId(text: string): string {
  const words = text.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const id = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(id) ? id : `Function${id}`;
}
