/** Which action answers which operation. A missing or surplus entry does not compile. */

import type { LambdaOperationName } from '../wire/lambdaService.ts';
import type { LogsOperationName } from '../wire/logsService.ts';
import { addLayerVersionPermission } from './actions/addLayerVersionPermission.ts';
import { addPermission } from './actions/addPermission.ts';
import { createAlias } from './actions/createAlias.ts';
import { createFunction } from './actions/createFunction.ts';
import { createLogGroup } from './actions/createLogGroup.ts';
import { createLogStream } from './actions/createLogStream.ts';
import { deleteAlias } from './actions/deleteAlias.ts';
import { deleteFunction } from './actions/deleteFunction.ts';
import { deleteFunctionConcurrency } from './actions/deleteFunctionConcurrency.ts';
import { deleteFunctionEventInvokeConfig } from './actions/deleteFunctionEventInvokeConfig.ts';
import { deleteLayerVersion } from './actions/deleteLayerVersion.ts';
import { deleteLogGroup } from './actions/deleteLogGroup.ts';
import { deleteLogStream } from './actions/deleteLogStream.ts';
import { deleteMetricFilter } from './actions/deleteMetricFilter.ts';
import { deleteRetentionPolicy } from './actions/deleteRetentionPolicy.ts';
import { deleteSubscriptionFilter } from './actions/deleteSubscriptionFilter.ts';
import { describeLogGroups } from './actions/describeLogGroups.ts';
import { describeLogStreams } from './actions/describeLogStreams.ts';
import { describeMetricFilters } from './actions/describeMetricFilters.ts';
import { describeSubscriptionFilters } from './actions/describeSubscriptionFilters.ts';
import { filterLogEvents } from './actions/filterLogEvents.ts';
import { getAccountSettings } from './actions/getAccountSettings.ts';
import { getAlias } from './actions/getAlias.ts';
import { getFunction } from './actions/getFunction.ts';
import { getFunctionConcurrency } from './actions/getFunctionConcurrency.ts';
import { getFunctionConfiguration } from './actions/getFunctionConfiguration.ts';
import { getFunctionEventInvokeConfig } from './actions/getFunctionEventInvokeConfig.ts';
import { getLayerVersion } from './actions/getLayerVersion.ts';
import { getLayerVersionByArn } from './actions/getLayerVersionByArn.ts';
import { getLayerVersionPolicy } from './actions/getLayerVersionPolicy.ts';
import { getLogEvents } from './actions/getLogEvents.ts';
import { getPolicy } from './actions/getPolicy.ts';
import { invoke } from './actions/invoke.ts';
import { invokeWithResponseStream } from './actions/invokeWithResponseStream.ts';
import { listAliases } from './actions/listAliases.ts';
import { listFunctionEventInvokeConfigs } from './actions/listFunctionEventInvokeConfigs.ts';
import { listFunctions } from './actions/listFunctions.ts';
import { listLayers } from './actions/listLayers.ts';
import { listLayerVersions } from './actions/listLayerVersions.ts';
import { listLogGroups } from './actions/listLogGroups.ts';
import { listTags } from './actions/listTags.ts';
import { listTagsForResource } from './actions/listTagsForResource.ts';
import { listTagsLogGroup } from './actions/listTagsLogGroup.ts';
import { listVersionsByFunction } from './actions/listVersionsByFunction.ts';
import { publishLayerVersion } from './actions/publishLayerVersion.ts';
import { publishVersion } from './actions/publishVersion.ts';
import { putFunctionConcurrency } from './actions/putFunctionConcurrency.ts';
import { putFunctionEventInvokeConfig } from './actions/putFunctionEventInvokeConfig.ts';
import { putLogEvents } from './actions/putLogEvents.ts';
import { putLogGroupDeletionProtection } from './actions/putLogGroupDeletionProtection.ts';
import { putMetricFilter } from './actions/putMetricFilter.ts';
import { putRetentionPolicy } from './actions/putRetentionPolicy.ts';
import { putSubscriptionFilter } from './actions/putSubscriptionFilter.ts';
import { removeLayerVersionPermission } from './actions/removeLayerVersionPermission.ts';
import { removePermission } from './actions/removePermission.ts';
import { startLiveTail } from './actions/startLiveTail.ts';
import { tagLogGroup } from './actions/tagLogGroup.ts';
import { tagLogsResource } from './actions/tagLogsResource.ts';
import { tagResource } from './actions/tagResource.ts';
import { testMetricFilter } from './actions/testMetricFilter.ts';
import { untagLogGroup } from './actions/untagLogGroup.ts';
import { untagLogsResource } from './actions/untagLogsResource.ts';
import { untagResource } from './actions/untagResource.ts';
import { updateAlias } from './actions/updateAlias.ts';
import { updateFunctionCode } from './actions/updateFunctionCode.ts';
import { updateFunctionConfiguration } from './actions/updateFunctionConfiguration.ts';
import { updateFunctionEventInvokeConfig } from './actions/updateFunctionEventInvokeConfig.ts';
import type { Action } from './context.ts';

/** An action whose types are known to its operation's schema only. */
export type AnyAction = Action<never, object>;

export const lambdaActions: Readonly<Record<LambdaOperationName, AnyAction>> = {
  AddLayerVersionPermission: addLayerVersionPermission,
  AddPermission: addPermission,
  CreateAlias: createAlias,
  CreateFunction: createFunction,
  DeleteAlias: deleteAlias,
  DeleteFunction: deleteFunction,
  DeleteFunctionConcurrency: deleteFunctionConcurrency,
  DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
  DeleteLayerVersion: deleteLayerVersion,
  GetAccountSettings: getAccountSettings,
  GetAlias: getAlias,
  GetFunction: getFunction,
  GetFunctionConcurrency: getFunctionConcurrency,
  GetFunctionConfiguration: getFunctionConfiguration,
  GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
  GetLayerVersion: getLayerVersion,
  GetLayerVersionByArn: getLayerVersionByArn,
  GetLayerVersionPolicy: getLayerVersionPolicy,
  GetPolicy: getPolicy,
  Invoke: invoke,
  InvokeWithResponseStream: invokeWithResponseStream,
  ListAliases: listAliases,
  ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
  ListFunctions: listFunctions,
  ListLayerVersions: listLayerVersions,
  ListLayers: listLayers,
  ListTags: listTags,
  ListVersionsByFunction: listVersionsByFunction,
  PublishLayerVersion: publishLayerVersion,
  PublishVersion: publishVersion,
  PutFunctionConcurrency: putFunctionConcurrency,
  PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
  RemoveLayerVersionPermission: removeLayerVersionPermission,
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
  DeleteLogStream: deleteLogStream,
  DeleteMetricFilter: deleteMetricFilter,
  DeleteRetentionPolicy: deleteRetentionPolicy,
  DeleteSubscriptionFilter: deleteSubscriptionFilter,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  DescribeMetricFilters: describeMetricFilters,
  DescribeSubscriptionFilters: describeSubscriptionFilters,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  ListLogGroups: listLogGroups,
  ListTagsForResource: listTagsForResource,
  ListTagsLogGroup: listTagsLogGroup,
  PutLogEvents: putLogEvents,
  PutLogGroupDeletionProtection: putLogGroupDeletionProtection,
  PutMetricFilter: putMetricFilter,
  PutRetentionPolicy: putRetentionPolicy,
  PutSubscriptionFilter: putSubscriptionFilter,
  StartLiveTail: startLiveTail,
  TagLogGroup: tagLogGroup,
  TagResource: tagLogsResource,
  TestMetricFilter: testMetricFilter,
  UntagLogGroup: untagLogGroup,
  UntagResource: untagLogsResource,
};
