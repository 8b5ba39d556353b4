/** Triggers of Cognito's custom authentication: define a challenge, create it, verify the answer. */

import {
  attributesOf,
  attributesSchema,
  cognitoEvent,
  cognitoKind,
  service,
  userFields,
  userNotFound,
} from './cognitoCommon.ts';
import { choice, flag, list, object, orNull, text, texts } from './eventSchema.ts';
import { choiceField, template, textField } from './eventTemplate.ts';

const userAttributes = attributesSchema;
const session = list(
  'Challenges so far, the first one first.',
  object('One challenge.', {
    challengeName: choice('Its name.', [
      'CUSTOM_CHALLENGE',
      'SRP_A',
      'PASSWORD_VERIFIER',
      'SMS_MFA',
      'SOFTWARE_TOKEN_MFA',
      'DEVICE_SRP_AUTH',
      'DEVICE_PASSWORD_VERIFIER',
      'ADMIN_NO_SRP_AUTH',
    ]),
    challengeResult: flag('Whether it was passed.'),
    'challengeMetadata?': text('Name of a custom challenge.'),
  }),
);

const past = {
  'after one wrong answer': [
    { challengeName: 'CUSTOM_CHALLENGE' as const, challengeResult: false, challengeMetadata: 'CODE' },
  ],
  'after a right answer': [
    { challengeName: 'CUSTOM_CHALLENGE' as const, challengeResult: true, challengeMetadata: 'CODE' },
  ],
};

export const defineAuthChallenge = template({
  id: 'cognito-define-auth-challenge',
  title: 'Define auth challenge',
  service,
  description: 'What comes next: another challenge, tokens, or a refusal.',
  kind: cognitoKind(
    'cognito-define-auth-challenge',
    'Cognito define auth challenge',
    ['DefineAuthChallenge_Authentication'],
    { userAttributes, session, ...userNotFound },
    {
      'challengeName?': orNull(text('The next challenge.')),
      issueTokens: orNull(flag('The user is in.')),
      failAuthentication: orNull(flag('The user is out.')),
    },
  ),
  fields: {
    ...userFields,
    state: choiceField('State', ['at the beginning', 'after one wrong answer', 'after a right answer']),
  },
  create: ({ userName, email, state }, make) =>
    cognitoEvent(
      'DefineAuthChallenge_Authentication',
      userName,
      {
        userAttributes: attributesOf(email, make),
        session: past[state as keyof typeof past] ?? [],
        userNotFound: false,
      },
      { challengeName: '', issueTokens: false, failAuthentication: false },
      make,
    ),
});

export const createAuthChallenge = template({
  id: 'cognito-create-auth-challenge',
  title: 'Create auth challenge',
  service,
  description: 'Make the challenge: what the client is told, and what only the verifier knows.',
  kind: cognitoKind(
    'cognito-create-auth-challenge',
    'Cognito create auth challenge',
    ['CreateAuthChallenge_Authentication'],
    { userAttributes, challengeName: text('The challenge to create.'), session, ...userNotFound },
    {
      'publicChallengeParameters?': orNull(texts('What the client is told.')),
      'privateChallengeParameters?': orNull(texts('What only the verifier is told.')),
      'challengeMetadata?': orNull(text('A name for this challenge.')),
    },
  ),
  fields: userFields,
  create: ({ userName, email }, make) =>
    cognitoEvent(
      'CreateAuthChallenge_Authentication',
      userName,
      {
        userAttributes: attributesOf(email, make),
        challengeName: 'CUSTOM_CHALLENGE',
        session: [],
        userNotFound: false,
      },
      {
        publicChallengeParameters: {} as Record<string, string>,
        privateChallengeParameters: {} as Record<string, string>,
        challengeMetadata: '',
      },
      make,
    ),
});

export const verifyAuthChallenge = template({
  id: 'cognito-verify-auth-challenge',
  title: 'Verify auth challenge',
  service,
  description: 'Is the answer right?',
  kind: cognitoKind(
    'cognito-verify-auth-challenge',
    'Cognito verify auth challenge',
    ['VerifyAuthChallengeResponse_Authentication'],
    {
      userAttributes,
      privateChallengeParameters: orNull(texts('What the creator told only the verifier.')),
      challengeAnswer: text('What the user answered.'),
      ...userNotFound,
    },
    { answerCorrect: orNull(flag('Whether it is right.')) },
  ),
  fields: { ...userFields, answer: textField('Answer', '123456'), expected: textField('Expected answer', '123456') },
  create: ({ userName, email, answer, expected }, make) =>
    cognitoEvent(
      'VerifyAuthChallengeResponse_Authentication',
      userName,
      {
        userAttributes: attributesOf(email, make),
        privateChallengeParameters: { answer: expected },
        challengeAnswer: answer,
        userNotFound: false,
      },
      { answerCorrect: false },
      make,
    ),
});

export const cognitoChallengeTemplates = [defineAuthChallenge, createAuthChallenge, verifyAuthChallenge] as const;
