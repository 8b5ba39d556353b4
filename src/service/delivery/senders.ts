/** Finds what sends to a target: a client of the AWS SDK, loaded when it is first needed, or the service's own functions. */

import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/humanError.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { Delivery } from '../store/deliveryOutbox.ts';
import { S3Sender } from './s3Sender.ts';
import { type Sender, type SenderConfig, type TargetArn, UndeliverableError } from './sender.ts';

/** `http://[KEY:SECRET@]host:port` of each service that can be sent to. */
export interface DeliveryEndpoints {
  readonly sqs?: string | undefined;
  readonly sns?: string | undefined;
  readonly events?: string | undefined;
  readonly s3?: string | undefined;
}

export interface SendersOptions {
  readonly clock: Clock;
  readonly endpoints: DeliveryEndpoints;
  /** Signs where an endpoint brings no key pair. */
  readonly credentials: SenderConfig['credentials'];
  /** Accepts an asynchronous invocation of a function of this service. Throws `LambdaServiceError` when that is refused. */
  invokeFunction(functionArn: string, region: string, delivery: Delivery): void;
}

type RemoteService = keyof DeliveryEndpoints;

const open: Record<RemoteService, (config: SenderConfig, clock: Clock) => Promise<Sender>> = {
  sqs: async (config) => new (await import('./sqsSender.ts')).SqsSender(config),
  sns: async (config) => new (await import('./snsSender.ts')).SnsSender(config),
  events: async (config) => new (await import('./eventBridgeSender.ts')).EventBridgeSender(config),
  s3: async (config, clock) => new S3Sender(config, clock),
};

const serviceNames: Record<RemoteService, string> = { sqs: 'SQS', sns: 'SNS', events: 'EventBridge', s3: 'S3' };

/** Errors of the four services, and of Lambda, that tell of the message: the next attempt would meet the same. */
const permanentErrors: ReadonlySet<string> = new Set([
  'EntityTooLarge',
  'InvalidMessageContents',
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
  'MissingParameter',
  'RequestEntityTooLargeException',
  'RequestTooLargeException',
  'UnsupportedOperation',
  'ValidationError',
  'ValidationException',
]);

export class Senders {
  readonly #options: SendersOptions;
  readonly #opened = new Map<string, Promise<Sender>>();

  constructor(options: SendersOptions) {
    this.#options = options;
  }

  /** Resolves when the target has it. Rejects with `UndeliverableError` where no other attempt could help. */
  async send(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const [, , service = '', region = '', accountId = '', ...resource] = delivery.targetArn.split(':');
    const target: TargetArn = {
      arn: delivery.targetArn,
      // A bucket's ARN has no Region.
      region: region || delivery.function.region,
      accountId,
      resource: resource.join(':'),
    };
    try {
      if (service === 'lambda') this.#options.invokeFunction(target.arn, target.region, delivery);
      else await (await this.#sender(service, target.region)).send(delivery, target, signal);
    } catch (error) {
      throw isPermanent(error) ? new UndeliverableError(textOf(error), { cause: error }) : error;
    }
  }

  destroy(): void {
    for (const sender of this.#opened.values()) sender.then((opened) => opened.destroy()).catch(() => {});
    this.#opened.clear();
  }

  #sender(service: string, region: string): Promise<Sender> {
    if (!isRemote(service)) throw new UndeliverableError(`the local service cannot send to ${service}`);
    const key = `${service}/${region}`;
    let sender = this.#opened.get(key);
    if (sender === undefined) {
      sender = open[service](this.#configOf(service, region), this.#options.clock);
      this.#opened.set(key, sender);
      // The next attempt opens it anew.
      sender.catch(() => this.#opened.delete(key));
    }
    return sender;
  }

  #configOf(service: RemoteService, region: string): SenderConfig {
    const given = this.#options.endpoints[service];
    if (given === undefined) {
      const option = `--${service}-endpoint or --aws-endpoint`;
      throw new Error(`the local service was started without an endpoint for ${serviceNames[service]} (${option})`);
    }
    const { username, password, origin, pathname } = new URL(given);
    return {
      endpoint: origin + pathname.replace(/\/+$/, ''),
      region,
      credentials:
        username === ''
          ? this.#options.credentials
          : { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) },
    };
  }
}

function isRemote(service: string): service is RemoteService {
  return Object.hasOwn(open, service);
}

function isPermanent(error: unknown): boolean {
  // SQS says some of its errors with its own name in front.
  return permanentErrors.has(codeOf(error).replace(/^AWS\.SimpleQueueService\./, ''));
}

function textOf(error: unknown): string {
  return `${codeOf(error)}: ${messageOf(error)}`;
}

function codeOf(error: unknown): string {
  if (error instanceof LambdaServiceError) return error.code;
  return error instanceof Error ? error.name : '';
}
