/** Puts records of failures into buckets, as objects of Amazon S3. */

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Delivery } from '../store/deliveryOutbox.ts';
import { clientConfig, type Sender, type SenderConfig, type TargetArn } from './sender.ts';

export class S3Sender implements Sender {
  readonly #client: S3Client;

  constructor(config: SenderConfig) {
    this.#client = new S3Client({
      ...clientConfig(config),
      // A local endpoint has no host names for buckets, and need not know the newer checksums.
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
  }

  async send(delivery: Delivery, target: TargetArn, abortSignal: AbortSignal): Promise<void> {
    const command = new PutObjectCommand({
      Bucket: target.resource,
      Key: objectKey(delivery),
      Body: delivery.body,
      ContentType: 'application/json',
    });
    await this.#client.send(command, { abortSignal });
  }

  destroy(): void {
    this.#client.destroy();
  }
}

/** `aws/lambda/async/NAME/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID`; the same at each attempt. */
function objectKey({ id, createdAt, function: { name } }: Delivery): string {
  const time = new Date(createdAt).toISOString().slice(0, 19);
  const day = time.slice(0, 10).replaceAll('-', '/');
  return `aws/lambda/async/${name}/${day}/${time.replaceAll(':', '.')}-${id}`;
}
