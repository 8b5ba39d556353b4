/** EventBridge Schemas over the SDK. Loaded with its first call: few sessions share test events. */

import {
  CreateRegistryCommand,
  CreateSchemaCommand,
  DeleteSchemaVersionCommand,
  DescribeRegistryCommand,
  DescribeSchemaCommand,
  GetDiscoveredSchemaCommand,
  ListSchemaVersionsCommand,
  SchemasClient,
  UpdateSchemaCommand,
} from '@aws-sdk/client-schemas';
import type { SchemasApi } from '../lambda/schemasApi.ts';
import { clientConfiguration, type EndpointSettings } from './endpointSettings.ts';

export function schemasApi(settings: EndpointSettings): SchemasApi {
  const { caller } = settings;
  const client = new SchemasClient(clientConfiguration(settings, 'schemas'));
  return {
    describeRegistry: (input, options) =>
      caller.call((how) => client.send(new DescribeRegistryCommand(input), how), options),
    createRegistry: (input, options) =>
      caller.call((how) => client.send(new CreateRegistryCommand(input), how), options),
    describeSchema: (input, options) =>
      caller.call((how) => client.send(new DescribeSchemaCommand(input), how), options),
    createSchema: (input, options) => caller.call((how) => client.send(new CreateSchemaCommand(input), how), options),
    updateSchema: (input, options) => caller.call((how) => client.send(new UpdateSchemaCommand(input), how), options),
    listSchemaVersions: (input, options) =>
      caller.call((how) => client.send(new ListSchemaVersionsCommand(input), how), options),
    deleteSchemaVersion: (input, options) =>
      caller.call((how) => client.send(new DeleteSchemaVersionCommand(input), how), options),
    getDiscoveredSchema: (input, options) =>
      caller.call((how) => client.send(new GetDiscoveredSchemaCommand(input), how), options),
  };
}
