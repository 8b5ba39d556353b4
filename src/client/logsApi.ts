/** CloudWatch Logs over the SDK. */

import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogsApi } from '../lambda/api.ts';
import { clientConfiguration, type EndpointSettings } from './endpointSettings.ts';
import { rebuildingErrors } from './rebuildingErrors.ts';

export function logsApi(settings: EndpointSettings): LogsApi {
  const { caller } = settings;
  let client: CloudWatchLogsClient | undefined;
  const logs = () => {
    client ??= new CloudWatchLogsClient(clientConfiguration(settings, 'logs'));
    return client;
  };

  return {
    describeLogGroups: (input, options) =>
      caller.call((how) => logs().send(new DescribeLogGroupsCommand(input), how), options),
    describeLogStreams: (input, options) =>
      caller.call((how) => logs().send(new DescribeLogStreamsCommand(input), how), options),
    getLogEvents: (input, options) => caller.call((how) => logs().send(new GetLogEventsCommand(input), how), options),
    filterLogEvents: (input, options) =>
      caller.call((how) => logs().send(new FilterLogEventsCommand(input), how), options),
    async startLiveTail(input, options) {
      const output = await caller.call((how) => logs().send(new StartLiveTailCommand(input), how), options);
      const { responseStream } = output;
      return responseStream
        ? { ...output, responseStream: rebuildingErrors(responseStream, caller, options?.signal) }
        : output;
    },
  };
}
