/** One caller that publishes versions of a layer and deletes some of them. */

import {
  DeleteLayerVersionCommand,
  GetLayerVersionCommand,
  type LambdaClient,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import { zipOf } from '../zip.ts';
import { codeHash } from './codeHash.ts';
import type { Journal } from './journal.ts';
import type { SeededRandom } from './random.ts';

const LayerName = 'shared';

export class LayerLoad {
  readonly prefix = `layer-${LayerName}/`;
  readonly #journal: Journal;
  /** A number is never used twice, also when its publication was not acknowledged. */
  #newest = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Changes one thing. Rejects when it is not acknowledged. */
  async step(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const VersionNumber = random.between(1, this.#newest + 1);
    const key = `${this.prefix}${VersionNumber}`;
    if (this.#journal.sure(key) !== undefined && random.between(0, 1) === 0) {
      await this.#journal.change(key, undefined, () =>
        lambda.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber })),
      );
      return;
    }
    const ZipFile = zipOf({ 'nodejs/shared.js': `// ${this.#newest} ${random.between(0, 999_999_999)}` });
    const next = `${this.prefix}${this.#newest + 1}`;
    await this.#journal.change(next, codeHash(ZipFile), () =>
      lambda.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile } })),
    );
    this.#newest += 1;
  }

  /** Everything that the service has of the layer, in the journal's form. */
  async read(lambda: LambdaClient): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    let Marker: string | undefined;
    do {
      const page = await lambda.send(new ListLayerVersionsCommand({ LayerName, Marker }));
      for (const { Version } of page.LayerVersions ?? []) {
        this.#newest = Math.max(this.#newest, Version ?? 0);
        const { Content } = await lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: Version }));
        const code = await fetch(Content?.Location ?? '');
        found.set(`${this.prefix}${Version}`, codeHash(Buffer.from(await code.arrayBuffer())));
      }
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    return found;
  }
}
