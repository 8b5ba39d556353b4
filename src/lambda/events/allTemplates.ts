/** Every template, in the order of the picker, and the kinds of event that they make. */

import { apiGatewayAuthorizerTemplates } from './apiGatewayAuthorizers.ts';
import { apiGatewayHttpTemplates } from './apiGatewayHttp.ts';
import { apiGatewayRestTemplates } from './apiGatewayRest.ts';
import { apiGatewayWebSocketTemplates } from './apiGatewayWebSocket.ts';
import { appSyncTemplates } from './appSync.ts';
import { cloudFrontTemplates } from './cloudFront.ts';
import { cloudWatchTemplates } from './cloudWatch.ts';
import { codeServiceTemplates } from './codeServices.ts';
import { cognitoTemplates } from './cognito.ts';
import { cognitoChallengeTemplates } from './cognitoChallenges.ts';
import { conversationTemplates } from './conversations.ts';
import { documentDbTemplates } from './documentDb.ts';
import { dynamoDbTemplates } from './dynamoDb.ts';
import { eventBridgeTemplates } from './eventBridge.ts';
import type { EventKind, EventTemplate } from './eventTemplate.ts';
import { iotTemplates } from './iot.ts';
import { kafkaTemplates } from './kafka.ts';
import { kinesisTemplates } from './kinesis.ts';
import { lexTemplates } from './lex.ts';
import { loadBalancerTemplates } from './loadBalancer.ts';
import { managementTemplates } from './management.ts';
import { mqTemplates } from './mq.ts';
import { s3Templates } from './s3.ts';
import { sesTemplates } from './ses.ts';
import { snsTemplates } from './sns.ts';
import { sqsTemplates } from './sqs.ts';
import { stepFunctionsTemplates } from './stepFunctions.ts';

export const allTemplates: readonly EventTemplate[] = [
  ...apiGatewayHttpTemplates,
  ...apiGatewayRestTemplates,
  ...apiGatewayWebSocketTemplates,
  ...apiGatewayAuthorizerTemplates,
  ...loadBalancerTemplates,
  ...s3Templates,
  ...sqsTemplates,
  ...snsTemplates,
  ...eventBridgeTemplates,
  ...dynamoDbTemplates,
  ...kinesisTemplates,
  ...cloudWatchTemplates,
  ...cognitoTemplates,
  ...cognitoChallengeTemplates,
  ...sesTemplates,
  ...iotTemplates,
  ...stepFunctionsTemplates,
  ...kafkaTemplates,
  ...mqTemplates,
  ...documentDbTemplates,
  ...lexTemplates,
  ...appSyncTemplates,
  ...codeServiceTemplates,
  ...managementTemplates,
  ...cloudFrontTemplates,
  ...conversationTemplates,
];

/** Kinds in the order in which an event is tried against their marks: EventBridge's general one after its special ones. */
export const allKinds: readonly EventKind[] = [...new Set(allTemplates.map(({ kind }) => kind))].sort(
  (a, b) => markSize(b) - markSize(a),
);

/** The more a mark demands, the less it can mistake. */
function markSize({ mark }: EventKind): number {
  const count = (part: unknown): number =>
    typeof part === 'object' && part !== null
      ? Object.values(part).reduce((sum: number, inner) => sum + count(inner), 0)
      : typeof part === 'string'
        ? 10
        : 1;
  return count(mark);
}
