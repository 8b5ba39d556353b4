/** What CodePipeline and CodeCommit send. */

import { accountId, arn, choice, flag, list, object, orNull, records, region, text } from './eventSchema.ts';
import { type EventKind, template, textField } from './eventTemplate.ts';

const artifact = object('An artifact.', {
  name: text('Its name.'),
  revision: orNull(text('Its revision.')),
  location: object('Where it is.', {
    type: choice('Always S3.', ['S3']),
    s3Location: object('In S3.', { bucketName: text('The bucket.'), objectKey: text('The key.') }),
  }),
});

const pipelineKind: EventKind = {
  id: 'codepipeline',
  title: 'CodePipeline job',
  schema: object('A job. It ends with PutJobSuccessResult or PutJobFailureResult.', {
    'CodePipeline.job': object('The job.', {
      id: text('Its id, for the result.'),
      accountId,
      data: object('What is to be done.', {
        actionConfiguration: object('Of the action.', {
          configuration: object('Settings.', {
            FunctionName: text('The function.'),
            'UserParameters?': text('What the action passes on.'),
          }),
        }),
        inputArtifacts: list('What goes in.', artifact),
        outputArtifacts: list('What comes out.', artifact),
        artifactCredentials: object('For the artifacts in S3, and for a short time.', {
          accessKeyId: text('Access key.'),
          secretAccessKey: text('Secret key.'),
          'sessionToken?': text('Session token.'),
        }),
        'continuationToken?': text('From an earlier call that asked to be called again.'),
      }),
    }),
  }),
  mark: { 'CodePipeline.job': true },
};

export const codePipeline = template({
  id: 'codepipeline',
  title: 'Pipeline job',
  service: 'CodePipeline',
  description: 'An action of a pipeline calls the function.',
  kind: pipelineKind,
  fields: {
    functionName: textField('Function', 'orders-smoke-test'),
    parameters: textField('User parameters', '{"stage":"prod"}'),
    bucket: textField('Artifact bucket', 'codepipeline-artifacts'),
  },
  create: ({ functionName, parameters, bucket }, make) => ({
    'CodePipeline.job': {
      id: make.uuid(),
      accountId: make.accountId,
      data: {
        actionConfiguration: { configuration: { FunctionName: functionName, UserParameters: parameters } },
        inputArtifacts: [
          {
            name: 'SourceArtifact',
            revision: make.hex(40),
            location: {
              type: 'S3' as const,
              s3Location: { bucketName: bucket, objectKey: `orders/SourceArti/${make.lowerId(7)}.zip` },
            },
          },
        ],
        outputArtifacts: [],
        artifactCredentials: {
          // Made up, as everything here: keys of nobody.
          accessKeyId: `ASIA${make.upperId(16)}`,
          secretAccessKey: make.token(30),
          sessionToken: make.token(90),
        },
      },
    },
  }),
});

const commitKind: EventKind = {
  id: 'codecommit',
  title: 'CodeCommit',
  schema: records(
    'What happened in a repository.',
    object('One event.', {
      eventId: text('Its id.'),
      eventVersion: text('1.0'),
      eventTime: text('When it happened.'),
      eventTriggerName: text('Name of the trigger.'),
      eventPartNumber: { type: 'integer', description: 'Which part of the event this is.' },
      codecommit: object('What changed.', {
        references: list(
          'Branches and tags.',
          object('One of them.', {
            commit: text('Commit that it points at now.'),
            'created?': flag('Whether it is new.'),
            'deleted?': flag('Whether it is gone.'),
            ref: text('Its full name, such as refs/heads/main.'),
          }),
        ),
      }),
      eventName: text('TriggerEventTest, or ReferenceChanges.'),
      eventTriggerConfigId: text('Id of the trigger.'),
      eventSourceARN: arn('The repository.'),
      userIdentityARN: arn('Who did it.'),
      eventSource: choice('Always aws:codecommit.', ['aws:codecommit']),
      awsRegion: region,
      eventTotalParts: { type: 'integer', description: 'How many parts there are.' },
      'customData?': text('What the trigger passes on.'),
    }),
  ),
  mark: { Records: [{ eventSource: 'aws:codecommit', codecommit: true }] },
};

export const codeCommit = template({
  id: 'codecommit',
  title: 'Repository trigger',
  service: 'CodeCommit',
  description: 'A branch of a repository has moved.',
  kind: commitKind,
  fields: {
    repository: textField('Repository', 'orders'),
    branch: textField('Branch', 'main'),
    customData: textField('Custom data', ''),
  },
  create: ({ repository, branch, customData }, make) => ({
    Records: [
      {
        eventId: make.uuid(),
        eventVersion: '1.0',
        eventTime: make.isoMs().replace('Z', '+0000'),
        eventTriggerName: 'my-trigger',
        eventPartNumber: 1,
        codecommit: { references: [{ commit: make.hex(40), ref: `refs/heads/${branch}` }] },
        eventName: 'ReferenceChanges',
        eventTriggerConfigId: make.uuid(),
        eventSourceARN: make.arn('codecommit', repository),
        userIdentityARN: `arn:aws:iam::${make.accountId}:user/developer`,
        eventSource: 'aws:codecommit',
        awsRegion: make.region,
        eventTotalParts: 1,
        ...(customData === '' ? {} : { customData }),
      },
    ],
  }),
});

export const codeServiceTemplates = [codePipeline, codeCommit] as const;
