/** Which action answers which operation. A missing or surplus entry does not compile. */

import type { LambdaOperationName } from '../wire/lambdaService.ts';
import type { LogsOperationName } from '../wire/logsService.ts';
import { addLayerVersionPermission } from './actions/addLayerVersionPermission.ts';
import { addPermission } from './actions/addPermission.ts';
import { checkpointDurableExecution } from './actions/checkpointDurableExecution.ts';
import { createAlias } from './actions/createAlias.ts';
import { createCapacityProvider } from './actions/createCapacityProvider.ts';
import { createCodeSigningConfig } from './actions/createCodeSigningConfig.ts';
import { createEventSourceMapping } from './actions/createEventSourceMapping.ts';
import { createFunction } from './actions/createFunction.ts';
import { createFunctionUrlConfig } from './actions/createFunctionUrlConfig.ts';
import { createLogGroup } from './actions/createLogGroup.ts';
import { createLogStream } from './actions/createLogStream.ts';
import { deleteAlias } from './actions/deleteAlias.ts';
import { deleteCapacityProvider } from './actions/deleteCapacityProvider.ts';
import { deleteCodeSigningConfig } from './actions/deleteCodeSigningConfig.ts';
import { deleteEventSourceMapping } from './actions/deleteEventSourceMapping.ts';
import { deleteFunction } from './actions/deleteFunction.ts';
import { deleteFunctionCodeSigningConfig } from './actions/deleteFunctionCodeSigningConfig.ts';
import { deleteFunctionConcurrency } from './actions/deleteFunctionConcurrency.ts';
import { deleteFunctionEventInvokeConfig } from './actions/deleteFunctionEventInvokeConfig.ts';
import { deleteFunctionUrlConfig } from './actions/deleteFunctionUrlConfig.ts';
import { deleteLayerVersion } from './actions/deleteLayerVersion.ts';
import { deleteLogGroup } from './actions/deleteLogGroup.ts';
import { deleteLogStream } from './actions/deleteLogStream.ts';
import { deleteMetricFilter } from './actions/deleteMetricFilter.ts';
import { deleteProvisionedConcurrencyConfig } from './actions/deleteProvisionedConcurrencyConfig.ts';
import { deleteQueryDefinition } from './actions/deleteQueryDefinition.ts';
import { deleteResourcePolicy } from './actions/deleteResourcePolicy.ts';
import { deleteRetentionPolicy } from './actions/deleteRetentionPolicy.ts';
import { deleteSubscriptionFilter } from './actions/deleteSubscriptionFilter.ts';
import { describeLogGroups } from './actions/describeLogGroups.ts';
import { describeLogStreams } from './actions/describeLogStreams.ts';
import { describeMetricFilters } from './actions/describeMetricFilters.ts';
import { describeQueries } from './actions/describeQueries.ts';
import { describeQueryDefinitions } from './actions/describeQueryDefinitions.ts';
import { describeSubscriptionFilters } from './actions/describeSubscriptionFilters.ts';
import { filterLogEvents } from './actions/filterLogEvents.ts';
import { getAccountSettings } from './actions/getAccountSettings.ts';
import { getAlias } from './actions/getAlias.ts';
import { getCapacityProvider } from './actions/getCapacityProvider.ts';
import { getCodeSigningConfig } from './actions/getCodeSigningConfig.ts';
import { getDurableExecution } from './actions/getDurableExecution.ts';
import { getDurableExecutionHistory } from './actions/getDurableExecutionHistory.ts';
import { getDurableExecutionState } from './actions/getDurableExecutionState.ts';
import { getEventSourceMapping } from './actions/getEventSourceMapping.ts';
import { getFunction } from './actions/getFunction.ts';
import { getFunctionCodeSigningConfig } from './actions/getFunctionCodeSigningConfig.ts';
import { getFunctionConcurrency } from './actions/getFunctionConcurrency.ts';
import { getFunctionConfiguration } from './actions/getFunctionConfiguration.ts';
import { getFunctionEventInvokeConfig } from './actions/getFunctionEventInvokeConfig.ts';
import { getFunctionRecursionConfig } from './actions/getFunctionRecursionConfig.ts';
import { getFunctionScalingConfig } from './actions/getFunctionScalingConfig.ts';
import { getFunctionUrlConfig } from './actions/getFunctionUrlConfig.ts';
import { getLayerVersion } from './actions/getLayerVersion.ts';
import { getLayerVersionByArn } from './actions/getLayerVersionByArn.ts';
import { getLayerVersionPolicy } from './actions/getLayerVersionPolicy.ts';
import { getLogEvents } from './actions/getLogEvents.ts';
import { getLogGroupFields } from './actions/getLogGroupFields.ts';
import { getLogRecord } from './actions/getLogRecord.ts';
import { getPolicy } from './actions/getPolicy.ts';
import { getProvisionedConcurrencyConfig } from './actions/getProvisionedConcurrencyConfig.ts';
import { getQueryResults } from './actions/getQueryResults.ts';
import { getResourcePolicy } from './actions/getResourcePolicy.ts';
import { getRuntimeManagementConfig } from './actions/getRuntimeManagementConfig.ts';
import { invoke } from './actions/invoke.ts';
import { invokeAsync } from './actions/invokeAsync.ts';
import { invokeWithResponseStream } from './actions/invokeWithResponseStream.ts';
import { listAliases } from './actions/listAliases.ts';
import { listCapacityProviders } from './actions/listCapacityProviders.ts';
import { listCodeSigningConfigs } from './actions/listCodeSigningConfigs.ts';
import { listDurableExecutionsByFunction } from './actions/listDurableExecutionsByFunction.ts';
import { listEventSourceMappings } from './actions/listEventSourceMappings.ts';
import { listFunctionEventInvokeConfigs } from './actions/listFunctionEventInvokeConfigs.ts';
import { listFunctions } from './actions/listFunctions.ts';
import { listFunctionsByCodeSigningConfig } from './actions/listFunctionsByCodeSigningConfig.ts';
import { listFunctionUrlConfigs } from './actions/listFunctionUrlConfigs.ts';
import { listFunctionVersionsByCapacityProvider } from './actions/listFunctionVersionsByCapacityProvider.ts';
import { listLayers } from './actions/listLayers.ts';
import { listLayerVersions } from './actions/listLayerVersions.ts';
import { listLogGroups } from './actions/listLogGroups.ts';
import { listProvisionedConcurrencyConfigs } from './actions/listProvisionedConcurrencyConfigs.ts';
import { listTags } from './actions/listTags.ts';
import { listTagsForResource } from './actions/listTagsForResource.ts';
import { listTagsLogGroup } from './actions/listTagsLogGroup.ts';
import { listVersionsByFunction } from './actions/listVersionsByFunction.ts';
import { publishLayerVersion } from './actions/publishLayerVersion.ts';
import { publishVersion } from './actions/publishVersion.ts';
import { putFunctionCodeSigningConfig } from './actions/putFunctionCodeSigningConfig.ts';
import { putFunctionConcurrency } from './actions/putFunctionConcurrency.ts';
import { putFunctionEventInvokeConfig } from './actions/putFunctionEventInvokeConfig.ts';
import { putFunctionRecursionConfig } from './actions/putFunctionRecursionConfig.ts';
import { putFunctionScalingConfig } from './actions/putFunctionScalingConfig.ts';
import { putLogEvents } from './actions/putLogEvents.ts';
import { putLogGroupDeletionProtection } from './actions/putLogGroupDeletionProtection.ts';
import { putMetricFilter } from './actions/putMetricFilter.ts';
import { putProvisionedConcurrencyConfig } from './actions/putProvisionedConcurrencyConfig.ts';
import { putQueryDefinition } from './actions/putQueryDefinition.ts';
import { putResourcePolicy } from './actions/putResourcePolicy.ts';
import { putRetentionPolicy } from './actions/putRetentionPolicy.ts';
import { putRuntimeManagementConfig } from './actions/putRuntimeManagementConfig.ts';
import { putSubscriptionFilter } from './actions/putSubscriptionFilter.ts';
import { removeLayerVersionPermission } from './actions/removeLayerVersionPermission.ts';
import { removePermission } from './actions/removePermission.ts';
import { sendDurableExecutionCallbackFailure } from './actions/sendDurableExecutionCallbackFailure.ts';
import { sendDurableExecutionCallbackHeartbeat } from './actions/sendDurableExecutionCallbackHeartbeat.ts';
import { sendDurableExecutionCallbackSuccess } from './actions/sendDurableExecutionCallbackSuccess.ts';
import { startLiveTail } from './actions/startLiveTail.ts';
import { startQuery } from './actions/startQuery.ts';
import { stopDurableExecution } from './actions/stopDurableExecution.ts';
import { stopQuery } from './actions/stopQuery.ts';
import { tagLogGroup } from './actions/tagLogGroup.ts';
import { tagLogsResource } from './actions/tagLogsResource.ts';
import { tagResource } from './actions/tagResource.ts';
import { testMetricFilter } from './actions/testMetricFilter.ts';
import { untagLogGroup } from './actions/untagLogGroup.ts';
import { untagLogsResource } from './actions/untagLogsResource.ts';
import { untagResource } from './actions/untagResource.ts';
import { updateAlias } from './actions/updateAlias.ts';
import { updateCapacityProvider } from './actions/updateCapacityProvider.ts';
import { updateCodeSigningConfig } from './actions/updateCodeSigningConfig.ts';
import { updateEventSourceMapping } from './actions/updateEventSourceMapping.ts';
import { updateFunctionCode } from './actions/updateFunctionCode.ts';
import { updateFunctionConfiguration } from './actions/updateFunctionConfiguration.ts';
import { updateFunctionEventInvokeConfig } from './actions/updateFunctionEventInvokeConfig.ts';
import { updateFunctionUrlConfig } from './actions/updateFunctionUrlConfig.ts';
import type { Action } from './context.ts';

/** An action whose types are known to its operation's schema only. */
export type AnyAction = Action<never, object>;

export const lambdaActions: Readonly<Record<LambdaOperationName, AnyAction>> = {
  AddLayerVersionPermission: addLayerVersionPermission,
  AddPermission: addPermission,
  CheckpointDurableExecution: checkpointDurableExecution,
  CreateAlias: createAlias,
  CreateCapacityProvider: createCapacityProvider,
  CreateCodeSigningConfig: createCodeSigningConfig,
  CreateEventSourceMapping: createEventSourceMapping,
  CreateFunction: createFunction,
  CreateFunctionUrlConfig: createFunctionUrlConfig,
  DeleteAlias: deleteAlias,
  DeleteCapacityProvider: deleteCapacityProvider,
  DeleteCodeSigningConfig: deleteCodeSigningConfig,
  DeleteEventSourceMapping: deleteEventSourceMapping,
  DeleteFunction: deleteFunction,
  DeleteFunctionCodeSigningConfig: deleteFunctionCodeSigningConfig,
  DeleteFunctionConcurrency: deleteFunctionConcurrency,
  DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
  DeleteFunctionUrlConfig: deleteFunctionUrlConfig,
  DeleteLayerVersion: deleteLayerVersion,
  DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrencyConfig,
  DeleteResourcePolicy: deleteResourcePolicy,
  GetAccountSettings: getAccountSettings,
  GetAlias: getAlias,
  GetCapacityProvider: getCapacityProvider,
  GetCodeSigningConfig: getCodeSigningConfig,
  GetDurableExecution: getDurableExecution,
  GetDurableExecutionHistory: getDurableExecutionHistory,
  GetDurableExecutionState: getDurableExecutionState,
  GetEventSourceMapping: getEventSourceMapping,
  GetFunction: getFunction,
  GetFunctionCodeSigningConfig: getFunctionCodeSigningConfig,
  GetFunctionConcurrency: getFunctionConcurrency,
  GetFunctionConfiguration: getFunctionConfiguration,
  GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
  GetFunctionRecursionConfig: getFunctionRecursionConfig,
  GetFunctionScalingConfig: getFunctionScalingConfig,
  GetFunctionUrlConfig: getFunctionUrlConfig,
  GetLayerVersion: getLayerVersion,
  GetLayerVersionByArn: getLayerVersionByArn,
  GetLayerVersionPolicy: getLayerVersionPolicy,
  GetPolicy: getPolicy,
  GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
  GetResourcePolicy: getResourcePolicy,
  GetRuntimeManagementConfig: getRuntimeManagementConfig,
  Invoke: invoke,
  InvokeAsync: invokeAsync,
  InvokeWithResponseStream: invokeWithResponseStream,
  ListAliases: listAliases,
  ListCapacityProviders: listCapacityProviders,
  ListCodeSigningConfigs: listCodeSigningConfigs,
  ListDurableExecutionsByFunction: listDurableExecutionsByFunction,
  ListEventSourceMappings: listEventSourceMappings,
  ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
  ListFunctionUrlConfigs: listFunctionUrlConfigs,
  ListFunctionVersionsByCapacityProvider: listFunctionVersionsByCapacityProvider,
  ListFunctions: listFunctions,
  ListFunctionsByCodeSigningConfig: listFunctionsByCodeSigningConfig,
  ListLayerVersions: listLayerVersions,
  ListLayers: listLayers,
  ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs,
  ListTags: listTags,
  ListVersionsByFunction: listVersionsByFunction,
  PublishLayerVersion: publishLayerVersion,
  PublishVersion: publishVersion,
  PutFunctionCodeSigningConfig: putFunctionCodeSigningConfig,
  PutFunctionConcurrency: putFunctionConcurrency,
  PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
  PutFunctionRecursionConfig: putFunctionRecursionConfig,
  PutFunctionScalingConfig: putFunctionScalingConfig,
  PutProvisionedConcurrencyConfig: putProvisionedConcurrencyConfig,
  PutResourcePolicy: putResourcePolicy,
  PutRuntimeManagementConfig: putRuntimeManagementConfig,
  RemoveLayerVersionPermission: removeLayerVersionPermission,
  RemovePermission: removePermission,
  SendDurableExecutionCallbackFailure: sendDurableExecutionCallbackFailure,
  SendDurableExecutionCallbackHeartbeat: sendDurableExecutionCallbackHeartbeat,
  SendDurableExecutionCallbackSuccess: sendDurableExecutionCallbackSuccess,
  StopDurableExecution: stopDurableExecution,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateCapacityProvider: updateCapacityProvider,
  UpdateCodeSigningConfig: updateCodeSigningConfig,
  UpdateEventSourceMapping: updateEventSourceMapping,
  UpdateFunctionCode: updateFunctionCode,
  UpdateFunctionConfiguration: updateFunctionConfiguration,
  UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig,
  UpdateFunctionUrlConfig: updateFunctionUrlConfig,
};

export const logsActions: Readonly<Record<LogsOperationName, AnyAction>> = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DeleteLogGroup: deleteLogGroup,
  DeleteLogStream: deleteLogStream,
  DeleteMetricFilter: deleteMetricFilter,
  DeleteQueryDefinition: deleteQueryDefinition,
  DeleteRetentionPolicy: deleteRetentionPolicy,
  DeleteSubscriptionFilter: deleteSubscriptionFilter,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  DescribeMetricFilters: describeMetricFilters,
  DescribeQueries: describeQueries,
  DescribeQueryDefinitions: describeQueryDefinitions,
  DescribeSubscriptionFilters: describeSubscriptionFilters,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  GetLogGroupFields: getLogGroupFields,
  GetLogRecord: getLogRecord,
  GetQueryResults: getQueryResults,
  ListLogGroups: listLogGroups,
  ListTagsForResource: listTagsForResource,
  ListTagsLogGroup: listTagsLogGroup,
  PutLogEvents: putLogEvents,
  PutLogGroupDeletionProtection: putLogGroupDeletionProtection,
  PutMetricFilter: putMetricFilter,
  PutQueryDefinition: putQueryDefinition,
  PutRetentionPolicy: putRetentionPolicy,
  PutSubscriptionFilter: putSubscriptionFilter,
  StartLiveTail: startLiveTail,
  StartQuery: startQuery,
  StopQuery: stopQuery,
  TagLogGroup: tagLogGroup,
  TagResource: tagLogsResource,
  TestMetricFilter: testMetricFilter,
  UntagLogGroup: untagLogGroup,
  UntagResource: untagLogsResource,
};
