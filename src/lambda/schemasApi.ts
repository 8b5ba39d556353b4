/** What is used of EventBridge Schemas, where AWS keeps shareable test events. */

import type {
  CreateRegistryCommandInput,
  CreateRegistryCommandOutput,
  CreateSchemaCommandInput,
  CreateSchemaCommandOutput,
  DeleteSchemaVersionCommandInput,
  DeleteSchemaVersionCommandOutput,
  DescribeRegistryCommandInput,
  DescribeRegistryCommandOutput,
  DescribeSchemaCommandInput,
  DescribeSchemaCommandOutput,
  GetDiscoveredSchemaCommandInput,
  GetDiscoveredSchemaCommandOutput,
  ListSchemaVersionsCommandInput,
  ListSchemaVersionsCommandOutput,
  UpdateSchemaCommandInput,
  UpdateSchemaCommandOutput,
} from '@aws-sdk/client-schemas';
import type { Call } from './api.ts';

export interface SchemasApi {
  readonly describeRegistry: Call<DescribeRegistryCommandInput, DescribeRegistryCommandOutput>;
  readonly createRegistry: Call<CreateRegistryCommandInput, CreateRegistryCommandOutput>;
  readonly describeSchema: Call<DescribeSchemaCommandInput, DescribeSchemaCommandOutput>;
  readonly createSchema: Call<CreateSchemaCommandInput, CreateSchemaCommandOutput>;
  readonly updateSchema: Call<UpdateSchemaCommandInput, UpdateSchemaCommandOutput>;
  readonly listSchemaVersions: Call<ListSchemaVersionsCommandInput, ListSchemaVersionsCommandOutput>;
  readonly deleteSchemaVersion: Call<DeleteSchemaVersionCommandInput, DeleteSchemaVersionCommandOutput>;
  /** The shape of an event, as a document. */
  readonly getDiscoveredSchema: Call<GetDiscoveredSchemaCommandInput, GetDiscoveredSchemaCommandOutput>;
}
