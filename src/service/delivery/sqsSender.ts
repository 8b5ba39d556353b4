/** Sends to queues, as messages of Amazon SQS. */

import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Delivery } from '../store/deliveryOutbox.ts';
import { clientConfig, messageAttributes, type Sender, type SenderConfig, type TargetArn, textOf } from './sender.ts';

export class SqsSender implements Sender {
  readonly #client: SQSClient;
  readonly #endpoint: string;

  constructor(config: SenderConfig) {
    this.#endpoint = config.endpoint;
    // The endpoint that was configured is asked, whatever host a queue's URL names. Not every local one answers with hashes.
    this.#client = new SQSClient({ ...clientConfig(config), useQueueUrlAsEndpoint: false, md5: false });
  }

  async send(delivery: Delivery, target: TargetArn, abortSignal: AbortSignal): Promise<void> {
    const command = new SendMessageCommand({
      QueueUrl: `${this.#endpoint}/${target.accountId}/${target.resource}`,
      MessageBody: textOf(delivery),
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: delivery.traceId } },
      ...messageAttributes(delivery),
    });
    await this.#client.send(command, { abortSignal });
  }

  destroy(): void {
    this.#client.destroy();
  }
}
