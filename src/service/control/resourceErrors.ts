/** Errors of the resources beside functions, with AWS's texts. Where a text is ours, its comment says so. */

import { LambdaServiceError } from '../../lambda/serviceError.ts';

const user = { fault: 'User' } as const;
const invalid = (message: string) => new LambdaServiceError('InvalidParameterValueException', 400, message, user);
const notFound = (message: string) => new LambdaServiceError('ResourceNotFoundException', 404, message, user);
const conflict = (message: string) => new LambdaServiceError('ResourceConflictException', 409, message, user);

export const mappingErrors = {
  unknownSource: () => invalid('Unrecognized event source.'),
  noFunction: () => invalid('Function does not exist'),
  noStartingPosition: () =>
    invalid(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: " +
        'Member must not be null.',
    ),
  startingPositionOfQueue: () => invalid('StartingPosition is not valid for SQS event sources.'),
  unsupportedPosition: (arn: string) => invalid(`Unsupported starting position for arn type: ${arn}`),
  noTimestamp: () => invalid('Need to specify a timestamp'),
  /** Ours. */
  timestampAlone: () => invalid('StartingPositionTimestamp is valid with the starting position AT_TIMESTAMP only.'),
  missing: (member: string) => invalid(`Required '${member}' parameter is missing.`),
  unsupported: (member: string) => invalid(`Unsupported '${member}' parameter for given event source mapping type.`),
  unsupportedDestination: () => invalid('Unsupported DestinationConfig parameter for given event source mapping type.'),
  noWindow: () =>
    invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10'),
  fifoWindow: () => invalid('Batching window is not supported for FIFO queues'),
  /** Ours. */
  fifoBatch: () => invalid('The maximum batch size of a FIFO queue is 10.'),
  brokenFilter: () => invalid('Invalid filter pattern definition.'),
  /** Ours. */
  tooManyFilters: (maximum: number) => invalid(`An event source mapping can have ${maximum} filters at most.`),
  /** Ours. */
  recordAge: () => invalid('MaximumRecordAgeInSeconds must be -1 or at least 60.'),
  /** Ours. */
  pollersInverted: () => invalid('MinimumPollers must not be greater than MaximumPollers.'),
  /** Ours. */
  pollersAndConcurrency: () => invalid('ProvisionedPollerConfig and ScalingConfig exclude each other.'),
  queueExists: (source: string, name: string, uuid: string) =>
    conflict(
      `An event source mapping with SQS arn (" ${source} ") and function (" ${name} ") already exists. ` +
        `Please update or delete the existing mapping with UUID ${uuid}`,
    ),
  exists: (source: string, name: string, uuid: string) =>
    conflict(
      `The event source arn (" ${source} ") and function (" ${name} ") provided mapping already exists. ` +
        `Please update or delete the existing mapping with UUID ${uuid}`,
    ),
  inUse: (verb: 'update' | 'delete') =>
    new LambdaServiceError(
      'ResourceInUseException',
      400,
      `Cannot ${verb} the event source mapping because it is in use.`,
      user,
    ),
  taggedNotFound: (arn: string) => notFound(`Event source mapping not found: ${arn}`),
};

export const codeSigningErrors = {
  /** AWS names no fault here. */
  notFound: (arn: string) =>
    new LambdaServiceError(
      'ResourceNotFoundException',
      404,
      `The Lambda code signing configuration ${arn} can not be found.`,
    ),
  notFoundForFunction: (arn: string) =>
    new LambdaServiceError(
      'CodeSigningConfigNotFoundException',
      404,
      `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
      user,
    ),
  /** Ours: the rule is AWS's. */
  inUse: (arn: string) =>
    conflict(`The code signing configuration is used by functions. Take it off them first: ${arn}`),
  unsigned: (functionName: string) =>
    new LambdaServiceError(
      'CodeVerificationFailedException',
      400,
      'Lambda cannot deploy the function. The function or layer might be signed using a signature that the client ' +
        `is not configured to accept. Check the provided signature for ${functionName}.`,
      user,
    ),
};

export const capacityProviderErrors = {
  notFound: (arn: string) => notFound(`Capacity provider not found: ${arn}`),
  /** Ours. */
  exists: (arn: string) => conflict(`Capacity provider already exists: ${arn}`),
  /** Ours. */
  changing: (arn: string, state: string) =>
    conflict(`The capacity provider cannot be changed while it is in the state ${state}: ${arn}`),
  /** Ours. */
  inUse: (arn: string) => conflict(`The capacity provider is used by functions. Delete those first: ${arn}`),
  /** Ours. */
  instanceTypes: () => invalid('Specify either AllowedInstanceTypes or ExcludedInstanceTypes, not both.'),
  /** Ours. */
  policiesWithAuto: () => invalid('ScalingPolicies go with the scaling mode Manual only.'),
  limitExceeded: (maximum: number) =>
    new LambdaServiceError(
      'CapacityProviderLimitExceededException',
      400,
      `The account has reached its limit of ${maximum} capacity providers.`,
      user,
    ),
};

/** All ours. */
export const scalingErrors = {
  notManaged: () => invalid('Scaling configurations are for functions with a capacity provider only.'),
  inverted: () => invalid('MinExecutionEnvironments must not be greater than MaxExecutionEnvironments.'),
};

/** All ours. */
export const policyErrors = {
  malformed: (reason: string) => invalid(`The policy is not a valid resource-based policy: ${reason}`),
};

/** All ours. */
export const durableErrors = {
  noExecution: (arn: string) => notFound(`Durable execution not found: ${arn}`),
  invalidExecution: (arn: string) => invalid(`Invalid durable execution: ${arn}`),
  noCallback: (id: string) => notFound(`Callback not found: ${id}`),
};

export const tagErrors = {
  /** Ours: the rule is AWS's. */
  reservedKey: (key: string) => invalid(`Tag keys that begin with "aws:" are reserved: ${key}`),
};
