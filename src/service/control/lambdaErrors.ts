/** Every error that Lambda's actions answer, with AWS's texts. Where a text is ours, its comment says so. */

import { limits } from '../../lambda/limits.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';

const user = { fault: 'User' } as const;
const invalid = (message: string) => new LambdaServiceError('InvalidParameterValueException', 400, message, user);
const notFound = (message: string) => new LambdaServiceError('ResourceNotFoundException', 404, message, user);
const conflict = (message: string) => new LambdaServiceError('ResourceConflictException', 409, message, user);
const tooLarge = (code: string, message: string) => new LambdaServiceError(code, 413, message);

export const lambdaErrors = {
  invalidParameter: invalid,

  functionNotFound: (arn: string) => notFound(`Function not found: ${arn}`),
  functionExists: (name: string) => conflict(`Function already exist: ${name}`),
  otherRegion: (region: string, ownRegion: string) =>
    notFound(`Functions from '${region}' are not reachable in this region ('${ownRegion}')`),
  /** AWS sends no text here; ours says which account there is. */
  otherAccount: (accountId: string, ownAccountId: string) =>
    new LambdaServiceError(
      'AccessDeniedException',
      403,
      `The local service has the account ${ownAccountId} only: ${accountId}`,
    ),
  nameTooLong: (name: string) =>
    invalid(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${limits.functionNameLength}`,
    ),
  qualifierMismatch: () =>
    invalid('The derived qualifier from the function name does not match the specified qualifier.'),
  aliasNotFound: (arn: string) => notFound(`Cannot find alias arn: ${arn}`),
  updatedAliasNotFound: (arn: string) => notFound(`Alias not found: ${arn}`),
  aliasExists: (arn: string) => conflict(`Alias already exists: ${arn}`),
  tooManyWeights: () => invalid('Number of items in AdditionalVersionWeights cannot be greater than 1'),
  latestHasNoWeights: () => invalid('$LATEST is not supported for an alias pointing to more than 1 version'),
  versionTwice: (version: string) =>
    invalid(
      `Invalid function version ${version}. ` +
        `Function version ${version} is already included in routing configuration.`,
    ),
  otherCodeSha256: (given: string, current: string) =>
    invalid(
      `CodeSHA256 (${given}) is different from current CodeSHA256 in $LATEST (${current}). ` +
        'Please try again with the CodeSHA256 in $LATEST.',
    ),
  aliasDeletion: () => invalid('Deletion of aliases is not currently supported.'),
  versionInUse: (aliases: readonly string[]) =>
    conflict(`Unable to delete version because the following aliases reference it: [${aliases.join(', ')}]`),
  /** Ours: the rule is AWS's. */
  versionImmutable: (arn: string) =>
    invalid(`A published version cannot be changed, only $LATEST can. Leave the qualifier out: ${arn}`),
  noSuchFunction: () => notFound("The function doesn't exist."),
  noEventInvokeConfig: (arn: string) => notFound(`The function ${arn} doesn't have an EventInvokeConfig`),
  noEventInvokeSetting: () => invalid('You must specify at least one of error handling or destination setting.'),
  ownDestination: () => invalid("You can't specify the function as a destination for itself."),
  noSuchDestination: (arn: string) => invalid(`The destination ARN ${arn} is invalid.`),
  unknownDestination: (onSuccess: string | undefined, onFailure: string | undefined) =>
    invalid(
      'The provided destination config DestinationConfig(' +
        `onSuccess=${onSuccess ? `OnSuccess(destination=${onSuccess})` : 'null'}, ` +
        `onFailure=${onFailure ? `OnFailure(destination=${onFailure})` : 'null'}) is invalid.`,
    ),
  noPolicyOfLatest: () => invalid('We currently do not support adding policies for $LATEST.'),
  invalidPrincipal: () => invalid('The provided principal was invalid. Please check the principal and try again.'),
  statementExists: (id: string) =>
    conflict(
      `The statement id (${id}) provided already exists. ` +
        'Please provide a new statement id, or remove the existing statement.',
    ),
  noStatement: (id: string) => notFound(`Statement ${id} is not found in resource policy.`),
  noPolicy: () => notFound('No policy is associated with the given resource.'),
  policyTooLong: (bytes: number) =>
    new LambdaServiceError(
      'PolicyLengthExceededException',
      400,
      `The final policy size (${bytes}) is bigger than the limit (${limits.resourcePolicyBytes}).`,
      user,
    ),
  wrongPolicyRevision: () =>
    new LambdaServiceError(
      'PreconditionFailedException',
      412,
      'The Revision Id provided does not match the latest Revision Id. ' +
        'Call the GetPolicy API to retrieve the latest Revision Id',
      user,
    ),
  functionsOnly: () =>
    invalid(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. ' +
        'Please specify either a function name or an unqualified function ARN.',
    ),
  /** AWS names no fault here. */
  tooMuchReserved: () =>
    new LambdaServiceError(
      'InvalidParameterValueException',
      400,
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution " +
        `below its minimum value of [${limits.unreservedConcurrencyMin}].`,
    ),
  unpublishedProvisioned: () =>
    invalid('Provisioned Concurrency Configs cannot be applied to unpublished function versions.'),
  noProvisionedConfig: () =>
    new LambdaServiceError(
      'ProvisionedConcurrencyConfigNotFoundException',
      404,
      'No Provisioned Concurrency Config found for this function',
      user,
    ),
  versionIsProvisioned: () =>
    conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version"),
  aliasIsProvisioned: () => conflict('Version is pointed by a Provisioned Concurrency alias'),
  provisionedAboveReserved: () =>
    invalid(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    ),
  /** AWS names no fault in this text and the next. */
  provisionedAboveUnreserved: (unreserved: number) =>
    new LambdaServiceError(
      'InvalidParameterValueException',
      400,
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${unreserved}].`,
    ),
  tooMuchProvisioned: () =>
    new LambdaServiceError(
      'InvalidParameterValueException',
      400,
      "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution " +
        `below its minimum value of [${limits.unreservedConcurrencyMin}].`,
    ),
  /** The spaces are AWS's. */
  reservedBelowProvisioned: (reserved: number, provisioned: number) =>
    invalid(
      ` ReservedConcurrentExecutions  ${reserved} should not be lower than ` +
        `function's total provisioned concurrency [${provisioned}].`,
    ),
  /** Ours: the rule is AWS's. */
  noProvisionedForTenants: () => invalid('A function with tenant isolation cannot have provisioned concurrency.'),
  latestCannotBeDeleted: () => invalid('$LATEST version cannot be deleted without deleting the function.'),

  updateInProgress: (arn: string) =>
    conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${arn}`),
  notActive: (state: string) =>
    conflict(
      `The operation cannot be performed at this time. The function is currently in the following state: ${state}`,
    ),
  wrongRevision: () =>
    new LambdaServiceError(
      'PreconditionFailedException',
      412,
      'The Revision Id provided does not match the latest Revision Id. ' +
        'Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      user,
    ),

  brokenZip: () => invalid('Could not unzip uploaded file. Please check your file, then try to upload again.'),
  emptyZip: () => invalid('Uploaded file must be a non-empty zip'),
  unzippedTooLarge: () => invalid(`Unzipped size must be smaller than ${limits.unzippedPackageBytes} bytes`),
  zippedTooLarge: () =>
    tooLarge('RequestEntityTooLargeException', `Zipped size must be smaller than ${limits.zippedPackageBytes} bytes`),
  requestTooLarge: (operation: string, limit: number) =>
    tooLarge(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${limit} bytes for the ${operation} operation`,
    ),
  payloadTooLarge: (limit: number) =>
    new LambdaServiceError(
      'RequestTooLargeException',
      413,
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
      user,
    ),
  noCode: () => invalid('Please provide a source for function code.'),
  s3Refusal: (code: string, message: string) =>
    invalid(`Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`),
  /** What S3 would say of any bucket, and then what to do, which is ours. */
  noS3: () =>
    invalid(
      'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not ' +
        'exist (the local service has no S3: start it with --s3-endpoint, or send the code as ZipFile)',
    ),
  /** Ours. */
  s3Unreachable: (origin: string, reason: string) =>
    invalid(`Error occurred while GetObject. S3 at ${origin} could not be reached: ${reason}`),
  imageForZip: () => invalid("Please don't provide ImageUri when updating a function with packageType Zip."),
  noImage: () => invalid('Please provide ImageUri when updating a function with packageType Image.'),
  /** Ours, like the next three: the rules are AWS's. */
  zipForImage: () => invalid("Please don't provide ZipFile, S3Bucket or S3Key for a function with packageType Image."),
  zipSettingsForImage: () =>
    invalid("Please don't provide Runtime, Handler or Layers for a function with packageType Image."),
  imageUriForZip: () => invalid("Please don't provide ImageUri when creating a function with packageType Zip."),
  imageConfigForZip: () => invalid("Please don't provide ImageConfig for a function with packageType Zip."),

  noRuntime: () =>
    invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.'),
  reservedVariables: (names: readonly string[]) =>
    invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have ' +
        'provided contains reserved keys that are currently not supported for modification. ' +
        `Reserved keys used in this request: ${names.join(', ')}`,
    ),
  environmentTooLarge: (measured: string) =>
    invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have ' +
        `provided exceeded the 4KB limit. String measured: ${measured}`,
    ),
  tooManyLayers: () => invalid(`Cannot reference more than ${limits.layersPerFunction} layers.`),
  /** The caller is the account itself here. */
  layerOfOtherAccount: (ownAccountId: string, arn: string) =>
    new LambdaServiceError(
      'AccessDeniedException',
      403,
      `User: arn:aws:iam::${ownAccountId}:root is not authorized to perform: lambda:GetLayerVersion on resource: ` +
        `${arn} because no resource-based policy allows the lambda:GetLayerVersion action`,
    ),
  layerInOtherRegion: (region: string) =>
    invalid(`Layers are not in the same region as the function. Layers are expected to be in region ${region}.`),
  layerDoesNotExist: (arn: string) => invalid(`Layer version ${arn} does not exist.`),
  noLayerVersion: (arn: string) => notFound(`Layer version ${arn} does not exist.`),
  layerVersionBelowOne: () => invalid('Layer Version Cannot be less than 1'),
  layerTwice: (first: string, second: string) =>
    invalid(
      'Two different versions of the same layer are not allowed to be referenced in the same function. ' +
        `${first} and ${second} are versions of the same layer.`,
    ),
  layersTooLarge: () => invalid(`Layers consume more than the available size of ${limits.unzippedPackageBytes} bytes`),
  codeAndLayersTooLarge: (bytes: number) =>
    invalid(
      `Function code combined with layers exceeds the maximum allowed size of ${limits.unzippedPackageBytes} bytes. ` +
        `The actual size is ${bytes} bytes.`,
    ),
  wrongLayerPolicyRevision: () =>
    new LambdaServiceError(
      'PreconditionFailedException',
      412,
      'The Revision Id provided does not match the latest Revision Id. ' +
        'Call the GetLayerPolicy API to retrieve the latest Revision Id',
      user,
    ),
  functionDoesNotExist: () => notFound('Function does not exist'),
  functionUrlExists: (arn: string) =>
    conflict(
      `Failed to create function url config for [functionArn = ${arn}]. ` +
        'Error message:  FunctionUrlConfig exists for this Lambda function',
    ),
  /** Ours: the rule is AWS's. */
  noFunctionUrlForTenants: () => invalid('A function with tenant isolation cannot have a function URL.'),
  /** Ours, like the next four: the rules are AWS's. */
  noRuntimeVersion: () => invalid('UpdateRuntimeOn Manual needs a RuntimeVersionArn.'),
  needlessRuntimeVersion: (mode: string) =>
    invalid(`RuntimeVersionArn belongs to UpdateRuntimeOn Manual; leave it out with ${mode}.`),
  noSuchRuntimeVersion: (arn: string) => invalid(`Runtime version ${arn} is not the one that the function runs on.`),
  noRuntimeOfAlias: () =>
    invalid('Runtime management belongs to $LATEST and to published versions. Name one of them instead of an alias.'),
  noRuntimeOfImage: () => invalid('A function with PackageType Image brings its own runtime.'),
  tooManyTags: () => invalid('Number of tags exceeds resource tag limit.'),
  tagsOnQualifier: () =>
    invalid('Tags on function aliases and versions are not supported. Please specify a function ARN.'),
  noSuchResource: () => notFound('The resource you requested does not exist.'),

  tenantMissing: () =>
    invalid(
      'The invoked function is enabled with tenancy configuration. ' +
        'Add a valid tenant ID in your request and try again.',
    ),
  /** Ours, after the other. */
  tenantUnwanted: () =>
    invalid(
      'The invoked function is not enabled with tenancy configuration. ' +
        'Remove the tenant ID from your request and try again.',
    ),
  clientContext: () =>
    new LambdaServiceError(
      'InvalidRequestContentException',
      400,
      'Client context must be a valid Base64-encoded JSON object.',
      user,
    ),

  /** Ours: AWS has no such header. */
  environmentHeader: () =>
    invalid('Lambda-Workbench-Environment must be "fresh", and the invocation must not be asynchronous.'),
  /** Ours: AWS has every operation. */
  notAnsweredYet: (operation: string) =>
    new LambdaServiceError(
      'UnsupportedOperationException',
      501,
      `The local service does not answer ${operation} yet. Use an AWS target for it.`,
    ),
  /** Ours: it belongs to managed instances, which are not run here. */
  publishToUnsupported: () =>
    new LambdaServiceError(
      'UnsupportedOperationException',
      501,
      'The local service does not support PublishTo: it has no managed instances. Leave it out, or use an AWS target.',
    ),
};
