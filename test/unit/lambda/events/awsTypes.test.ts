/** Holds every event against the types that handlers are written with: an event that does not fit does not compile. */

import type * as aws from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as authorizers from '../../../../src/lambda/events/apiGatewayAuthorizers.ts';
import * as http from '../../../../src/lambda/events/apiGatewayHttp.ts';
import * as rest from '../../../../src/lambda/events/apiGatewayRest.ts';
import * as webSocket from '../../../../src/lambda/events/apiGatewayWebSocket.ts';
import * as appSync from '../../../../src/lambda/events/appSync.ts';
import * as cloudFront from '../../../../src/lambda/events/cloudFront.ts';
import * as cloudWatch from '../../../../src/lambda/events/cloudWatch.ts';
import * as code from '../../../../src/lambda/events/codeServices.ts';
import * as cognito from '../../../../src/lambda/events/cognito.ts';
import * as challenges from '../../../../src/lambda/events/cognitoChallenges.ts';
import * as conversations from '../../../../src/lambda/events/conversations.ts';
import * as dynamoDb from '../../../../src/lambda/events/dynamoDb.ts';
import * as eventBridge from '../../../../src/lambda/events/eventBridge.ts';
import type { EventTemplate } from '../../../../src/lambda/events/eventTemplate.ts';
import * as iot from '../../../../src/lambda/events/iot.ts';
import * as kafka from '../../../../src/lambda/events/kafka.ts';
import * as kinesis from '../../../../src/lambda/events/kinesis.ts';
import * as lex from '../../../../src/lambda/events/lex.ts';
import * as balancer from '../../../../src/lambda/events/loadBalancer.ts';
import * as management from '../../../../src/lambda/events/management.ts';
import * as s3 from '../../../../src/lambda/events/s3.ts';
import * as ses from '../../../../src/lambda/events/ses.ts';
import * as sns from '../../../../src/lambda/events/sns.ts';
import * as sqs from '../../../../src/lambda/events/sqs.ts';
import { seededEventMaker } from '../../../support/eventMaker.ts';

/** Compiles only where the template's event may be passed to a handler of `Event`. */
const fits = <Event>(template: EventTemplate<Event>): EventTemplate<Event> => template;

const typed: readonly EventTemplate[] = [
  fits<aws.APIGatewayProxyEvent>(rest.restProxy),
  fits<aws.APIGatewayProxyEvent>(rest.httpProxyV1),
  fits<aws.APIGatewayProxyEventV2>(http.httpProxy),
  fits<aws.LambdaFunctionURLEvent>(http.functionUrl),
  fits<Omit<aws.APIGatewayProxyWebsocketEventV2, 'requestContext'>>(webSocket.webSocketConnect),
  fits<aws.APIGatewayProxyWebsocketEventV2>(webSocket.webSocketMessage),
  fits<aws.APIGatewayProxyWebsocketEventV2>(webSocket.webSocketDisconnect),
  fits<aws.APIGatewayTokenAuthorizerEvent>(authorizers.tokenAuthorizer),
  fits<aws.APIGatewayRequestAuthorizerEvent>(authorizers.requestAuthorizer),
  fits<aws.APIGatewayRequestAuthorizerEventV2>(authorizers.httpAuthorizer),
  fits<{ type: 'REQUEST'; methodArn: string }>(authorizers.webSocketAuthorizer),
  fits<aws.ALBEvent>(balancer.loadBalancer),
  fits<aws.ALBEvent>(balancer.loadBalancerMultiValue),
  fits<aws.S3Event>(s3.s3Put),
  fits<{ Records: Omit<aws.S3EventRecord, 's3'>[] }>(s3.s3Delete),
  fits<aws.S3Event>(s3.s3Restore),
  fits<aws.S3BatchEvent>(s3.s3Batch),
  fits<aws.SQSEvent>(sqs.sqsStandard),
  fits<aws.SQSEvent>(sqs.sqsFifo),
  fits<aws.SNSEvent>(sns.sns),
  fits<aws.EventBridgeEvent<string, unknown>>(eventBridge.eventBridge),
  fits<aws.ScheduledEvent>(eventBridge.scheduled),
  fits<aws.EventBridgeEvent<'EC2 Instance State-change Notification', { 'instance-id': string; state: string }>>(
    eventBridge.instanceState,
  ),
  fits<aws.S3ObjectCreatedNotificationEvent>(eventBridge.s3ObjectCreated),
  fits<aws.DynamoDBStreamEvent>(dynamoDb.dynamoDbInsert),
  fits<aws.DynamoDBStreamEvent>(dynamoDb.dynamoDbModify),
  fits<aws.DynamoDBStreamEvent>(dynamoDb.dynamoDbRemove),
  fits<aws.KinesisStreamEvent>(kinesis.kinesis),
  fits<aws.FirehoseTransformationEvent>(kinesis.firehose),
  fits<aws.CloudWatchLogsEvent>(cloudWatch.cloudWatchLogs),
  fits<aws.CloudWatchAlarmEvent>(cloudWatch.cloudWatchAlarm),
  fits<aws.PreSignUpTriggerEvent>(cognito.preSignUp),
  fits<aws.PostConfirmationTriggerEvent>(cognito.postConfirmation),
  fits<aws.PreAuthenticationTriggerEvent>(cognito.preAuthentication),
  fits<aws.PostAuthenticationTriggerEvent>(cognito.postAuthentication),
  fits<aws.PreTokenGenerationTriggerEvent>(cognito.preTokenGeneration),
  fits<aws.PreTokenGenerationV2TriggerEvent>(cognito.preTokenGenerationV2),
  fits<aws.CustomMessageTriggerEvent>(cognito.customMessage),
  fits<aws.UserMigrationTriggerEvent>(cognito.userMigration),
  fits<aws.DefineAuthChallengeTriggerEvent>(challenges.defineAuthChallenge),
  fits<aws.CreateAuthChallengeTriggerEvent>(challenges.createAuthChallenge),
  fits<aws.VerifyAuthChallengeResponseTriggerEvent>(challenges.verifyAuthChallenge),
  fits<aws.SESEvent>(ses.ses),
  fits<aws.IoTEvent<unknown>>(iot.iotRule),
  fits<aws.IoTPreProvisioningHookEvent>(iot.iotPreProvisioning),
  fits<aws.IoTCustomAuthorizerEvent>(iot.iotAuthorizer),
  fits<aws.MSKEvent>(kafka.msk),
  fits<aws.SelfManagedKafkaEvent>(kafka.selfManagedKafka),
  fits<aws.LexV2Event>(lex.lexV2),
  fits<aws.LexEvent>(lex.lexV1),
  fits<aws.AppSyncResolverEvent<Record<string, unknown>>>(appSync.appSyncResolver),
  fits<aws.AppSyncResolverEvent<Record<string, unknown>>[]>(appSync.appSyncBatch),
  fits<aws.AppSyncAuthorizerEvent>(appSync.appSyncAuthorizer),
  fits<aws.CodePipelineEvent>(code.codePipeline),
  fits<aws.CodeCommitTriggerEvent>(code.codeCommit),
  fits<aws.SecretsManagerRotationEvent>(management.secretRotation),
  fits<aws.CloudFormationCustomResourceEvent<Record<string, unknown>>>(management.customResource),
  fits<aws.CloudFrontRequestEvent>(cloudFront.viewerRequest),
  fits<aws.CloudFrontRequestEvent>(cloudFront.originRequest),
  fits<aws.CloudFrontResponseEvent>(cloudFront.originResponse),
  fits<aws.CloudFrontResponseEvent>(cloudFront.viewerResponse),
  fits<aws.ConnectContactFlowEvent>(conversations.connect),
  fits<aws.TransferFamilyAuthorizerEvent>(conversations.transferIdentity),
];

describe('the events of @types/aws-lambda', () => {
  it.each(typed.map((template) => [template.id, template] as const))(
    '%s is made again alike from the same seed',
    (_id, template) => {
      expect(template.create({}, seededEventMaker())).toEqual(template.create({}, seededEventMaker()));
    },
  );
});
