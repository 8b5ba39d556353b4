/**
 * The two interfaces that every use-case is written against, on the SDK's own shapes.
 * `client/` implements them over HTTP; tests implement them in memory.
 */

import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
  GetLogEventsCommandInput,
  GetLogEventsCommandOutput,
  StartLiveTailCommandInput,
  StartLiveTailCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type {
  CreateAliasCommandInput,
  CreateAliasCommandOutput,
  CreateFunctionCommandInput,
  CreateFunctionCommandOutput,
  DeleteAliasCommandInput,
  DeleteAliasCommandOutput,
  DeleteFunctionCommandInput,
  DeleteFunctionCommandOutput,
  GetAccountSettingsCommandInput,
  GetAccountSettingsCommandOutput,
  GetFunctionCommandInput,
  GetFunctionCommandOutput,
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  InvokeCommandInput,
  InvokeCommandOutput,
  InvokeWithResponseStreamCommandInput,
  InvokeWithResponseStreamCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsCommandOutput,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
  ListFunctionUrlConfigsCommandInput,
  ListFunctionUrlConfigsCommandOutput,
  ListLayerVersionsCommandInput,
  ListLayerVersionsCommandOutput,
  ListTagsCommandInput,
  ListTagsCommandOutput,
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionCommandOutput,
  PublishLayerVersionCommandInput,
  PublishLayerVersionCommandOutput,
  PublishVersionCommandInput,
  PublishVersionCommandOutput,
  UpdateAliasCommandInput,
  UpdateAliasCommandOutput,
  UpdateFunctionCodeCommandInput,
  UpdateFunctionCodeCommandOutput,
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput,
} from '@aws-sdk/client-lambda';

export interface CallOptions {
  /** Aborting it ends the HTTP request. */
  readonly signal?: AbortSignal;
  /** How long one attempt may take before its socket is closed. Invoke passes the function's timeout and a margin. */
  readonly requestTimeoutMs?: number;
}

export interface InvokeOptions extends CallOptions {
  /**
   * Runs in a new execution environment, which is the warm one afterwards: a cold start without changing the function.
   * Where `canStartFresh` does not say that the endpoint can do it, the call rejects with `HumanError`.
   */
  readonly freshEnvironment?: boolean;
}

/** One call of one operation. Rejects with `LambdaServiceError` for an answer that is an error. */
export type Call<Input, Output, Options = CallOptions> = (input: Input, options?: Options) => Promise<Output>;

export interface LambdaApi {
  readonly listFunctions: Call<ListFunctionsCommandInput, ListFunctionsCommandOutput>;
  readonly getFunction: Call<GetFunctionCommandInput, GetFunctionCommandOutput>;
  readonly getFunctionConfiguration: Call<GetFunctionConfigurationCommandInput, GetFunctionConfigurationCommandOutput>;
  readonly createFunction: Call<CreateFunctionCommandInput, CreateFunctionCommandOutput>;
  readonly updateFunctionCode: Call<UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput>;
  readonly updateFunctionConfiguration: Call<
    UpdateFunctionConfigurationCommandInput,
    UpdateFunctionConfigurationCommandOutput
  >;
  readonly deleteFunction: Call<DeleteFunctionCommandInput, DeleteFunctionCommandOutput>;
  /** Sent once: no implementation may retry it. */
  readonly invoke: Call<InvokeCommandInput, InvokeCommandOutput, InvokeOptions>;
  /**
   * Sent once as well. Resolves when the response begins; errors of the stream have the shape of those of a call.
   * Aborting the signal ends the stream.
   */
  readonly invokeWithResponseStream: Call<
    InvokeWithResponseStreamCommandInput,
    InvokeWithResponseStreamCommandOutput,
    InvokeOptions
  >;
  /** Whether an invocation may ask for a new execution environment. AWS has no such request. */
  readonly canStartFresh?: boolean;
  readonly getAccountSettings: Call<GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput>;
  readonly listVersionsByFunction: Call<ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput>;
  readonly listAliases: Call<ListAliasesCommandInput, ListAliasesCommandOutput>;
  readonly createAlias: Call<CreateAliasCommandInput, CreateAliasCommandOutput>;
  readonly updateAlias: Call<UpdateAliasCommandInput, UpdateAliasCommandOutput>;
  readonly deleteAlias: Call<DeleteAliasCommandInput, DeleteAliasCommandOutput>;
  readonly publishVersion: Call<PublishVersionCommandInput, PublishVersionCommandOutput>;
  readonly publishLayerVersion: Call<PublishLayerVersionCommandInput, PublishLayerVersionCommandOutput>;
  readonly getPolicy: Call<GetPolicyCommandInput, GetPolicyCommandOutput>;
  readonly listEventSourceMappings: Call<ListEventSourceMappingsCommandInput, ListEventSourceMappingsCommandOutput>;
  readonly listFunctionUrlConfigs: Call<ListFunctionUrlConfigsCommandInput, ListFunctionUrlConfigsCommandOutput>;
  readonly listLayerVersions: Call<ListLayerVersionsCommandInput, ListLayerVersionsCommandOutput>;
  readonly listTags: Call<ListTagsCommandInput, ListTagsCommandOutput>;
}

export interface LogsApi {
  readonly describeLogGroups: Call<DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput>;
  readonly describeLogStreams: Call<DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput>;
  readonly getLogEvents: Call<GetLogEventsCommandInput, GetLogEventsCommandOutput>;
  readonly filterLogEvents: Call<FilterLogEventsCommandInput, FilterLogEventsCommandOutput>;
  readonly startLiveTail: Call<StartLiveTailCommandInput, StartLiveTailCommandOutput>;
}
