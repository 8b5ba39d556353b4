/** Sends to topics, as messages of Amazon SNS. */

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Delivery } from '../store/deliveryOutbox.ts';
import { clientConfig, messageAttributes, type Sender, type SenderConfig, type TargetArn, textOf } from './sender.ts';

export class SnsSender implements Sender {
  readonly #client: SNSClient;

  constructor(config: SenderConfig) {
    this.#client = new SNSClient(clientConfig(config));
  }

  async send(delivery: Delivery, target: TargetArn, abortSignal: AbortSignal): Promise<void> {
    const message = { TopicArn: target.arn, Message: textOf(delivery), ...messageAttributes(delivery) };
    await this.#client.send(new PublishCommand(message), { abortSignal });
  }

  destroy(): void {
    this.#client.destroy();
  }
}
