/** Lambda over the SDK. */

import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaApi } from '../lambda/api.ts';
import { clientConfiguration, type EndpointSettings } from './endpointSettings.ts';

export function lambdaApi(settings: EndpointSettings): LambdaApi {
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

  return {
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
    invoke: (input, options) => caller.call((how) => lambdaOnce().send(new InvokeCommand(input), how), options),
    getAccountSettings: (input, options) =>
      caller.call((how) => lambda().send(new GetAccountSettingsCommand(input), how), options),
    listVersionsByFunction: (input, options) =>
      caller.call((how) => lambda().send(new ListVersionsByFunctionCommand(input), how), options),
    listAliases: (input, options) => caller.call((how) => lambda().send(new ListAliasesCommand(input), how), options),
    listTags: (input, options) => caller.call((how) => lambda().send(new ListTagsCommand(input), how), options),
  };
}
