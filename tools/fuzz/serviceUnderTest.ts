/** The operations that requests are made for: their schemas from the SDK, their constraints from the repository's table. */

import * as logsSdk from '@aws-sdk/client-cloudwatch-logs';
import * as lambdaSdk from '@aws-sdk/client-lambda';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import { lambdaModel } from '../../src/service/wire/generated/lambdaConstraints.ts';
import { logsModel } from '../../src/service/wire/generated/logsConstraints.ts';
import type { ServiceModel } from '../../src/service/wire/serviceModel.ts';

export interface OperationUnderTest {
  readonly name: string;
  readonly service: 'lambda' | 'logs';
  readonly model: ServiceModel;
  readonly input: NormalizedSchema;
  /** Name of the input's shape in the model's table. */
  readonly inputShape: string;
  /** `METHOD /path/{Label}?literal` of a Lambda operation. */
  readonly route: string;
  /** What the service calls a broken constraint. */
  readonly validationCode: string;
  /** Every exception that the service's model knows. */
  readonly errorCodes: ReadonlySet<string>;
}

type Sdk = Readonly<Record<string, unknown>>;

/** Codes that no model lists and every AWS service answers. */
const commonCodes = [
  'AccessDeniedException',
  'RequestEntityTooLargeException',
  'SerializationException',
  'UnknownOperationException',
  'ValidationException',
];

/** Every operation that the service answers. */
export function operationsUnderTest(): readonly OperationUnderTest[] {
  return [
    ...operationsOf('lambda', lambdaModel, lambdaSdk, 'ValidationException'),
    ...operationsOf('logs', logsModel, logsSdk, 'InvalidParameterException'),
  ];
}

function operationsOf(
  service: 'lambda' | 'logs',
  model: ServiceModel,
  sdk: Sdk,
  validationCode: string,
): readonly OperationUnderTest[] {
  const exceptions = Object.keys(sdk).flatMap((name) => (/Exception\$?$/.test(name) ? [name.replace('$', '')] : []));
  const errorCodes = new Set([...exceptions, ...commonCodes]);
  return Object.entries(model.inputs).map(([name, inputShape]) => {
    const schema = sdk[`${name}$`] as StaticOperationSchema | undefined;
    if (schema === undefined) throw new Error(`The SDK has no schema for ${name}`);
    const input = NormalizedSchema.of(schema[4]);
    return { name, service, model, input, inputShape, route: model.operations[name] ?? '', validationCode, errorCodes };
  });
}
