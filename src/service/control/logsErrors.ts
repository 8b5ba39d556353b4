/** Every error that the CloudWatch Logs actions answer, with AWS's texts. Where a text is ours, its comment says so. */

import { LambdaServiceError } from '../../lambda/serviceError.ts';

const refused = (code: string, message: string) => new LambdaServiceError(code, 400, message);
const invalid = (message: string) => refused('InvalidParameterException', message);

export const logsErrors = {
  invalidParameter: invalid,
  groupNotFound: () => refused('ResourceNotFoundException', 'The specified log group does not exist.'),
  streamNotFound: () => refused('ResourceNotFoundException', 'The specified log stream does not exist.'),
  groupExists: () => refused('ResourceAlreadyExistsException', 'The specified log group already exists'),
  streamExists: () => refused('ResourceAlreadyExistsException', 'The specified log stream already exists'),
  invalidToken: () => invalid('The specified nextToken is invalid.'),
  prefixAndPattern: () => invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.'),
  prefixWithLastEventTime: () => invalid('Cannot order by LastEventTime with a logStreamNamePrefix.'),
  namesAndPrefix: () => invalid('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.'),
  oneGroup: () => invalid('Exactly one of logGroupName and logGroupIdentifier must be given.'),
  notChronological: () => invalid('Log events in a single PutLogEvents request must be in chronological order.'),
  spanTooLong: () =>
    invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.'),
  batchTooLarge: () => invalid('Upload too large: the maximum batch size is 1048576 bytes.'),
  groupArn: (identifier: string) => invalid(`The log group identifier must be the ARN of a log group: ${identifier}`),
  streamsOfOneGroup: () => invalid('Log stream names and prefixes can be given for exactly one log group identifier.'),
  limitExceeded: () => refused('LimitExceededException', 'Resource limit exceeded.'),
  resourceNotFound: () => refused('ResourceNotFoundException', 'The specified resource does not exist.'),
  subscriptionFilterNotFound: () =>
    refused('ResourceNotFoundException', 'The specified subscription filter does not exist.'),
  metricFilterNotFound: () => refused('ResourceNotFoundException', 'The specified metric filter does not exist.'),
  noDimensions: () => invalid('The specified filter pattern does not support dimensions'),
  dimensionsAndDefault: () =>
    invalid('Invalid metric transformation: dimensions and default value are mutually exclusive properties.'),
  cannotExecute: () =>
    invalid(
      'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
    ),
  /** Ours: the shape is that of a broken enumeration, the place of the rule is the user guide. */
  retention: (days: number, known: readonly number[]) =>
    invalid(
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${known.join(', ')}]`,
    ),
  /** Ours. */
  deletionProtected: (name: string) =>
    refused('ValidationException', `The log group ${name} is protected. Turn its deletion protection off first.`),
  /** Ours. */
  tooManyTags: (arn: string) =>
    new LambdaServiceError('TooManyTagsException', 400, 'A resource can have at most 50 tags.', {
      members: { resourceName: arn },
    }),
  groupOfQueryNotFound: (name: string, accountId: string, requestId: string) =>
    refused(
      'ResourceNotFoundException',
      `Log group '${name}' does not exist for account ID '${accountId}' (Service: AWSLogs; Status Code: 400; ` +
        `Error Code: ResourceNotFoundException; Request ID: ${requestId}; Proxy: null)`,
    ),
  malformedQuery: (message: string, start: number, end: number) =>
    new LambdaServiceError('MalformedQueryException', 400, message, {
      members: { queryCompileError: { location: { startCharOffset: start, endCharOffset: end }, message } },
    }),
  /** Ours. */
  queryGroups: () =>
    invalid('Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must name 1 to 50 log groups.'),
  /** Ours. */
  queryTimes: () => invalid('The end time of a query must not be before its start time.'),
  /** Ours: AWS has these languages. */
  queryLanguage: (language: string) =>
    invalid(`The local service answers queries of the language CWLI alone, not of ${language}.`),
  tooManyQueries: () => refused('LimitExceededException', 'Account maximum query concurrency limit of [100] reached.'),
  queryNotFound: () => refused('ResourceNotFoundException', 'The specified query does not exist.'),
  queryNotRunning: () => invalid('The specified query is not running.'),
  queryDefinitionNotFound: () => refused('ResourceNotFoundException', 'The specified query definition does not exist.'),
  recordNotFound: () => refused('ResourceNotFoundException', 'The specified log record does not exist.'),
  invalidPointer: () => invalid('The specified logRecordPointer is invalid.'),
  /** Ours: AWS has every operation. */
  notAnsweredYet: (operation: string) =>
    new LambdaServiceError(
      'UnsupportedOperationException',
      501,
      `The local service does not answer ${operation} yet. Use an AWS target for it.`,
    ),
};
