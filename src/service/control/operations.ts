/** Which action answers which operation. A missing or surplus entry does not compile. */

import type { LambdaOperationName } from '../wire/lambdaService.ts';
import type { LogsOperationName } from '../wire/logsService.ts';
import { addPermission } from './actions/addPermission.ts';
import { createAlias } from './actions/createAlias.ts';
import { createFunction } from './actions/createFunction.ts';
import { createLogGroup } from './actions/createLogGroup.ts';
import { createLogStream } from './actions/createLogStream.ts';
import { deleteAlias } from './actions/deleteAlias.ts';
import { deleteFunction } from './actions/deleteFunction.ts';
import { deleteFunctionConcurrency } from './actions/deleteFunctionConcurrency.ts';
import { deleteFunctionEventInvokeConfig } from './actions/deleteFunctionEventInvokeConfig.ts';
import { deleteLogGroup } from './actions/deleteLogGroup.ts';
import { describeLogGroups } from './actions/describeLogGroups.ts';
import { describeLogStreams } from './actions/describeLogStreams.ts';
import { filterLogEvents } from './actions/filterLogEvents.ts';
import { getAccountSettings } from './actions/getAccountSettings.ts';
import { getAlias } from './actions/getAlias.ts';
import { getFunction } from './actions/getFunction.ts';
import { getFunctionConcurrency } from './actions/getFunctionConcurrency.ts';
import { getFunctionConfiguration } from './actions/getFunctionConfiguration.ts';
import { getFunctionEventInvokeConfig } from './actions/getFunctionEventInvokeConfig.ts';
import { getLogEvents } from './actions/getLogEvents.ts';
import { getPolicy } from './actions/getPolicy.ts';
import { invoke } from './actions/invoke.ts';
import { invokeWithResponseStream } from './actions/invokeWithResponseStream.ts';
import { listAliases } from './actions/listAliases.ts';
import { listFunctionEventInvokeConfigs } from './actions/listFunctionEventInvokeConfigs.ts';
import { listFunctions } from './actions/listFunctions.ts';
import { listTags } from './actions/listTags.ts';
import { listVersionsByFunction } from './actions/listVersionsByFunction.ts';
import { publishVersion } from './actions/publishVersion.ts';
import { putFunctionConcurrency } from './actions/putFunctionConcurrency.ts';
import { putFunctionEventInvokeConfig } from './actions/putFunctionEventInvokeConfig.ts';
import { putLogEvents } from './actions/putLogEvents.ts';
import { removePermission } from './actions/removePermission.ts';
import { startLiveTail } from './actions/startLiveTail.ts';
import { tagResource } from './actions/tagResource.ts';
import { untagResource } from './actions/untagResource.ts';
import { updateAlias } from './actions/updateAlias.ts';
import { updateFunctionCode } from './actions/updateFunctionCode.ts';
import { updateFunctionConfiguration } from './actions/updateFunctionConfiguration.ts';
import { updateFunctionEventInvokeConfig } from './actions/updateFunctionEventInvokeConfig.ts';
import type { Action } from './context.ts';

/** An action whose types are known to its operation's schema only. */
export type AnyAction = Action<never, object>;

export const lambdaActions: Readonly<Record<LambdaOperationName, AnyAction>> = {
  AddPermission: addPermission,
  CreateAlias: createAlias,
  CreateFunction: createFunction,
  DeleteAlias: deleteAlias,
  DeleteFunction: deleteFunction,
  DeleteFunctionConcurrency: deleteFunctionConcurrency,
  DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
  GetAccountSettings: getAccountSettings,
  GetAlias: getAlias,
  GetFunction: getFunction,
  GetFunctionConcurrency: getFunctionConcurrency,
  GetFunctionConfiguration: getFunctionConfiguration,
  GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
  GetPolicy: getPolicy,
  Invoke: invoke,
  InvokeWithResponseStream: invokeWithResponseStream,
  ListAliases: listAliases,
  ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
  ListFunctions: listFunctions,
  ListTags: listTags,
  ListVersionsByFunction: listVersionsByFunction,
  PublishVersion: publishVersion,
  PutFunctionConcurrency: putFunctionConcurrency,
  PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
  RemovePermission: removePermission,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateFunctionCode: updateFunctionCode,
  UpdateFunctionConfiguration: updateFunctionConfiguration,
  UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig,
};

export const logsActions: Readonly<Record<LogsOperationName, AnyAction>> = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DeleteLogGroup: deleteLogGroup,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  PutLogEvents: putLogEvents,
  StartLiveTail: startLiveTail,
};
