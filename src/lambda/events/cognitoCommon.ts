/** What all events of Cognito user pools have in common. */

import type { EventMaker } from './eventMaker.ts';
import { choice, flag, type JsonSchema, object, region, text, texts } from './eventSchema.ts';
import { type EventKind, textField } from './eventTemplate.ts';

export const service = 'Cognito';

export const userFields = {
  userName: textField('User name', 'ada'),
  email: textField('E-mail', 'ada@example.com'),
} as const;

export const attributesSchema = texts('The user’s attributes.');
const clientMetadata = { 'clientMetadata?': texts('What the app passed in ClientMetadata.') };
export const userNotFound = {
  'userNotFound?': flag('Whether the user does not exist, in an app client that hides that.'),
};

/** A trigger's kind: its sources are the words of `triggerSource`. */
export function cognitoKind(
  id: string,
  title: string,
  sources: readonly [string, ...string[]],
  request: Readonly<Record<string, JsonSchema>>,
  response: Readonly<Record<string, JsonSchema>>,
  version?: string,
): EventKind {
  return {
    id,
    title,
    schema: object('A user pool asks or tells. The function returns the event with its response filled in.', {
      version: version === undefined ? text('Version of the trigger.') : choice('Version of the trigger.', [version]),
      region,
      userPoolId: text('Id of the user pool.'),
      'userName?': text('The user’s name in the pool.'),
      callerContext: object('Who called the pool.', {
        awsSdkVersion: text('Version of the SDK that was used.'),
        clientId: text('Id of the app client.'),
      }),
      triggerSource: choice('What it is about.', sources),
      request: object('What is asked.', { ...request, ...clientMetadata }),
      response: object('What the function answers.', response),
    }),
    mark: {
      triggerSource: `${sources[0].split('_')[0]}_*`,
      userPoolId: true,
      ...(version === undefined ? {} : { version }),
    },
  };
}

export function cognitoEvent<Source extends string, Request, Response, Version extends string = '1'>(
  triggerSource: Source,
  userName: string,
  request: Request,
  response: Response,
  make: EventMaker,
  version?: Version,
) {
  return {
    version: (version ?? '1') as Version,
    region: make.region,
    userPoolId: `${make.region}_${make.lowerId(9)}`,
    userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: make.lowerId(26) },
    triggerSource,
    request,
    response,
  };
}

/** Attributes of somebody who has signed up. */
export function attributesOf(email: string, make: EventMaker): Record<string, string> {
  return {
    sub: make.uuid(),
    'cognito:user_status': 'CONFIRMED',
    email_verified: 'true',
    email,
  };
}
