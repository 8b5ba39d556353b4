/** CloudWatch Logs, loaded with its first call: listing and invoking functions do without it. */

import type { LogsApi } from '../lambda/api.ts';
import type { EndpointSettings } from './endpointSettings.ts';

export function lazyLogsApi(settings: EndpointSettings): LogsApi {
  let loaded: Promise<LogsApi> | undefined;
  const load = () => {
    loaded ??= import('./logsApi.ts').then(({ logsApi }) => logsApi(settings));
    return loaded;
  };
  return {
    describeLogGroups: async (input, options) => (await load()).describeLogGroups(input, options),
    describeLogStreams: async (input, options) => (await load()).describeLogStreams(input, options),
    getLogEvents: async (input, options) => (await load()).getLogEvents(input, options),
    filterLogEvents: async (input, options) => (await load()).filterLogEvents(input, options),
    startLiveTail: async (input, options) => (await load()).startLiveTail(input, options),
  };
}
