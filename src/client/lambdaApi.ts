/** Lambda over the SDK. */

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListLayerVersionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { InvokeOptions, LambdaApi } from '../lambda/api.ts';
import { clientConfiguration, type EndpointSettings } from './endpointSettings.ts';
import { askForFreshEnvironment, noFreshEnvironments } from './freshEnvironment.ts';
import { rebuildingErrors } from './rebuildingErrors.ts';

export interface EndpointAbilities {
  /** It understands the request for a new execution environment. */
  readonly canStartFresh: boolean;
}

export function lambdaApi(
  settings: EndpointSettings,
  { canStartFresh }: EndpointAbilities = { canStartFresh: false },
): LambdaApi {
  const { caller } = settings;
  let client: LambdaClient | undefined;
  let onceClient: LambdaClient | undefined;
  const lambda = () => {
    client ??= new LambdaClient(clientConfiguration(settings, 'lambda'));
    return client;
  };
  /** Attempts are a property of a client, not of a call. */
  const lambdaOnce = () => {
    onceClient ??= new LambdaClient(clientConfiguration(settings, 'lambda', 1));
    return onceClient;
  };
  const checkFresh = (options: InvokeOptions | undefined): boolean => {
    if (options?.freshEnvironment && !canStartFresh) throw noFreshEnvironments();
    return options?.freshEnvironment ?? false;
  };

  return {
    canStartFresh,
    listFunctions: (input, options) =>
      caller.call((how) => lambda().send(new ListFunctionsCommand(input), how), options),
    getFunction: (input, options) => caller.call((how) => lambda().send(new GetFunctionCommand(input), how), options),
    getFunctionConfiguration: (input, options) =>
      caller.call((how) => lambda().send(new GetFunctionConfigurationCommand(input), how), options),
    createFunction: (input, options) =>
      caller.call((how) => lambda().send(new CreateFunctionCommand(input), how), options),
    updateFunctionCode: (input, options) =>
      caller.call((how) => lambda().send(new UpdateFunctionCodeCommand(input), how), options),
    updateFunctionConfiguration: (input, options) =>
      caller.call((how) => lambda().send(new UpdateFunctionConfigurationCommand(input), how), options),
    deleteFunction: (input, options) =>
      caller.call((how) => lambda().send(new DeleteFunctionCommand(input), how), options),
    invoke: async (input, options) => {
      const command = new InvokeCommand(input);
      if (checkFresh(options)) askForFreshEnvironment(command);
      return caller.call((how) => lambdaOnce().send(command, how), options);
    },
    invokeWithResponseStream: async (input, options) => {
      const command = new InvokeWithResponseStreamCommand(input);
      if (checkFresh(options)) askForFreshEnvironment(command);
      const output = await caller.call((how) => lambdaOnce().send(command, how), options);
      if (output.EventStream === undefined) return output;
      return { ...output, EventStream: rebuildingErrors(output.EventStream, caller, options?.signal) };
    },
    getAccountSettings: (input, options) =>
      caller.call((how) => lambda().send(new GetAccountSettingsCommand(input), how), options),
    listVersionsByFunction: (input, options) =>
      caller.call((how) => lambda().send(new ListVersionsByFunctionCommand(input), how), options),
    listAliases: (input, options) => caller.call((how) => lambda().send(new ListAliasesCommand(input), how), options),
    createAlias: (input, options) => caller.call((how) => lambda().send(new CreateAliasCommand(input), how), options),
    updateAlias: (input, options) => caller.call((how) => lambda().send(new UpdateAliasCommand(input), how), options),
    deleteAlias: (input, options) => caller.call((how) => lambda().send(new DeleteAliasCommand(input), how), options),
    publishLayerVersion: (input, options) =>
      caller.call((how) => lambda().send(new PublishLayerVersionCommand(input), how), options),
    publishVersion: (input, options) =>
      caller.call((how) => lambda().send(new PublishVersionCommand(input), how), options),
    getPolicy: (input, options) => caller.call((how) => lambda().send(new GetPolicyCommand(input), how), options),
    listEventSourceMappings: (input, options) =>
      caller.call((how) => lambda().send(new ListEventSourceMappingsCommand(input), how), options),
    listFunctionUrlConfigs: (input, options) =>
      caller.call((how) => lambda().send(new ListFunctionUrlConfigsCommand(input), how), options),
    listLayerVersions: (input, options) =>
      caller.call((how) => lambda().send(new ListLayerVersionsCommand(input), how), options),
    listTags: (input, options) => caller.call((how) => lambda().send(new ListTagsCommand(input), how), options),
  };
}
