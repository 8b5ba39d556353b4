/** Sends to event buses, as events of Amazon EventBridge whose detail is the invocation record. */

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Delivery } from '../store/deliveryOutbox.ts';
import { clientConfig, type Sender, type SenderConfig, type TargetArn, textOf } from './sender.ts';

export class EventBridgeSender implements Sender {
  readonly #client: EventBridgeClient;

  constructor(config: SenderConfig) {
    this.#client = new EventBridgeClient(clientConfig(config));
  }

  async send(delivery: Delivery, target: TargetArn, abortSignal: AbortSignal): Promise<void> {
    const entry = {
      Source: 'lambda',
      DetailType: `Lambda Function Invocation Result - ${delivery.kind === 'success' ? 'Success' : 'Failure'}`,
      Detail: textOf(delivery),
      Resources: [target.arn, delivery.functionArn],
      EventBusName: target.arn,
      Time: new Date(delivery.createdAt),
      TraceHeader: delivery.traceId,
    };
    const command = new PutEventsCommand({ Entries: [entry] });
    const { FailedEntryCount, Entries } = await this.#client.send(command, { abortSignal });
    if (FailedEntryCount) throw refusedEntry(Entries?.[0]?.ErrorCode, Entries?.[0]?.ErrorMessage);
  }

  destroy(): void {
    this.#client.destroy();
  }
}

/** A refused event comes in an answer that is a success otherwise. */
function refusedEntry(code = 'InternalFailure', message = 'The event was not taken.'): Error {
  const error = new Error(message);
  error.name = code;
  return error;
}
