/** EventBridge Schemas in memory: one registry's documents with their versions, and its refusals. */

import type { SchemasApi } from '../../src/lambda/schemasApi.ts';
import { LambdaServiceError } from '../../src/lambda/serviceError.ts';

export class InMemorySchemas implements SchemasApi {
  readonly registries = new Set<string>();
  /** Documents by `registry/name`: contents by version, oldest first. */
  readonly documents = new Map<string, Map<number, string>>();
  /** Thrown by the next call. */
  refusal: LambdaServiceError | undefined;

  describeRegistry: SchemasApi['describeRegistry'] = async ({ RegistryName = '' }) => {
    this.#refuse();
    if (!this.registries.has(RegistryName)) throw missing(`Registry with name ${RegistryName} does not exist.`);
    return { RegistryName, $metadata: {} };
  };

  createRegistry: SchemasApi['createRegistry'] = async ({ RegistryName = '' }) => {
    this.#refuse();
    this.registries.add(RegistryName);
    return { RegistryName, $metadata: {} };
  };

  describeSchema: SchemasApi['describeSchema'] = async (input) => {
    this.#refuse();
    const Content = [...this.#versions(input).values()].at(-1);
    return { ...(Content === undefined ? {} : { Content }), $metadata: {} };
  };

  createSchema: SchemasApi['createSchema'] = async ({ RegistryName = '', SchemaName = '', Content = '' }) => {
    this.#refuse();
    if (!this.registries.has(RegistryName)) throw missing(`Registry with name ${RegistryName} does not exist.`);
    this.documents.set(`${RegistryName}/${SchemaName}`, new Map([[1, Content]]));
    return { $metadata: {} };
  };

  updateSchema: SchemasApi['updateSchema'] = async (input) => {
    this.#refuse();
    const versions = this.#versions(input);
    versions.set(Math.max(...versions.keys()) + 1, input.Content ?? '');
    return { $metadata: {} };
  };

  listSchemaVersions: SchemasApi['listSchemaVersions'] = async (input) => {
    this.#refuse();
    const SchemaVersions = [...this.#versions(input).keys()].map((version) => ({ SchemaVersion: String(version) }));
    return { SchemaVersions, $metadata: {} };
  };

  deleteSchemaVersion: SchemasApi['deleteSchemaVersion'] = async (input) => {
    this.#refuse();
    this.#versions(input).delete(Number(input.SchemaVersion));
    return { $metadata: {} };
  };

  getDiscoveredSchema: SchemasApi['getDiscoveredSchema'] = async () => {
    this.#refuse();
    const Content = JSON.stringify({
      openapi: '3.0.0',
      info: { version: '1.0.0', title: 'Event' },
      paths: {},
      components: { schemas: { Event: { type: 'object' } } },
    });
    return { Content, $metadata: {} };
  };

  #versions({ RegistryName, SchemaName }: { RegistryName?: string | undefined; SchemaName?: string | undefined }) {
    const versions = this.documents.get(`${RegistryName}/${SchemaName}`);
    if (!versions) throw missing(`Schema with name ${SchemaName} does not exist.`);
    return versions;
  }

  #refuse(): void {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal) throw refusal;
  }
}

function missing(message: string): LambdaServiceError {
  return new LambdaServiceError('NotFoundException', 404, message);
}
