/** Triggers of Cognito user pools around signing up and in, tokens and messages. */

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
const signUpSources = ['PreSignUp_SignUp', 'PreSignUp_AdminCreateUser', 'PreSignUp_ExternalProvider'] as const;

export const preSignUp = template({
  id: 'cognito-pre-sign-up',
  title: 'Pre sign-up',
  service,
  description: 'Somebody signs up: refuse, or confirm at once.',
  kind: cognitoKind(
    'cognito-pre-sign-up',
    'Cognito pre sign-up',
    signUpSources,
    { userAttributes, 'validationData?': orNull(texts('What the app passed to be validated.')) },
    {
      autoConfirmUser: flag('Confirm without a code.'),
      autoVerifyEmail: flag('Take the e-mail address as verified.'),
      autoVerifyPhone: flag('Take the phone number as verified.'),
    },
  ),
  fields: { ...userFields, source: choiceField('Source', signUpSources) },
  create: ({ userName, email, source }, make) =>
    cognitoEvent(
      source as (typeof signUpSources)[number],
      userName,
      { userAttributes: { email }, validationData: {} },
      { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      make,
    ),
});

const confirmSources = ['PostConfirmation_ConfirmSignUp', 'PostConfirmation_ConfirmForgotPassword'] as const;

export const postConfirmation = template({
  id: 'cognito-post-confirmation',
  title: 'Post confirmation',
  service,
  description: 'A user has confirmed an account or a new password.',
  kind: cognitoKind('cognito-post-confirmation', 'Cognito post confirmation', confirmSources, { userAttributes }, {}),
  fields: { ...userFields, source: choiceField('Source', confirmSources) },
  create: ({ userName, email, source }, make) =>
    cognitoEvent(
      source as (typeof confirmSources)[number],
      userName,
      { userAttributes: attributesOf(email, make) },
      {},
      make,
    ),
});

export const preAuthentication = template({
  id: 'cognito-pre-authentication',
  title: 'Pre authentication',
  service,
  description: 'A user signs in: let in or refuse.',
  kind: cognitoKind(
    'cognito-pre-authentication',
    'Cognito pre authentication',
    ['PreAuthentication_Authentication'],
    { userAttributes, 'validationData?': orNull(texts('What the app passed to be validated.')), ...userNotFound },
    {},
  ),
  fields: userFields,
  create: ({ userName, email }, make) =>
    cognitoEvent(
      'PreAuthentication_Authentication',
      userName,
      { userAttributes: attributesOf(email, make), validationData: {} },
      {},
      make,
    ),
});

export const postAuthentication = template({
  id: 'cognito-post-authentication',
  title: 'Post authentication',
  service,
  description: 'A user has signed in.',
  kind: cognitoKind(
    'cognito-post-authentication',
    'Cognito post authentication',
    ['PostAuthentication_Authentication'],
    { userAttributes, newDeviceUsed: flag('Whether the device is new.') },
    {},
  ),
  fields: userFields,
  create: ({ userName, email }, make) =>
    cognitoEvent(
      'PostAuthentication_Authentication',
      userName,
      { newDeviceUsed: false, userAttributes: attributesOf(email, make) },
      {},
      make,
    ),
});

const tokenSources = [
  'TokenGeneration_Authentication',
  'TokenGeneration_HostedAuth',
  'TokenGeneration_NewPasswordChallenge',
  'TokenGeneration_AuthenticateDevice',
  'TokenGeneration_RefreshTokens',
] as const;
const groups = object('Groups and roles of the user.', {
  'groupsToOverride?': list('Groups.', { type: 'string' }),
  'iamRolesToOverride?': list('Roles of the groups.', { type: 'string' }),
  'preferredRole?': orNull(text('Role of the group that comes first.')),
});
const groupsField = textField('Groups', 'customers', 'Names, with commas between');
const groupConfiguration = (names: string) => ({
  groupsToOverride: names.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
  iamRolesToOverride: [],
});

export const preTokenGeneration = template({
  id: 'cognito-pre-token-generation',
  title: 'Pre token generation',
  service,
  description: 'Tokens are about to be made: change claims and groups of the ID token.',
  kind: cognitoKind(
    'cognito-pre-token-generation',
    'Cognito pre token generation',
    tokenSources,
    { userAttributes, groupConfiguration: groups },
    {
      'claimsOverrideDetails?': orNull(
        object('What to change.', {
          'claimsToAddOrOverride?': texts('Claims to set.'),
          'claimsToSuppress?': list('Claims to leave out.', { type: 'string' }),
          'groupOverrideDetails?': groups,
        }),
      ),
    },
    '1',
  ),
  fields: { ...userFields, groups: groupsField, source: choiceField('Source', tokenSources) },
  create: ({ userName, email, groups, source }, make) =>
    cognitoEvent(
      source as (typeof tokenSources)[number],
      userName,
      { userAttributes: attributesOf(email, make), groupConfiguration: groupConfiguration(groups) },
      { claimsOverrideDetails: {} },
      make,
    ),
});

const tokenChanges = {
  'claimsToAddOrOverride?': { type: 'object', description: 'Claims to set.' },
  'claimsToSuppress?': list('Claims to leave out.', { type: 'string' }),
} as const;

export const preTokenGenerationV2 = template({
  id: 'cognito-pre-token-generation-v2',
  title: 'Pre token generation, V2',
  service,
  description: 'The same with scopes, for ID token and access token.',
  kind: cognitoKind(
    'cognito-pre-token-generation-v2',
    'Cognito pre token generation V2',
    tokenSources,
    { userAttributes, groupConfiguration: groups, 'scopes?': list('Scopes of the access token.', { type: 'string' }) },
    {
      'claimsAndScopeOverrideDetails?': orNull(
        object('What to change.', {
          'idTokenGeneration?': object('In the ID token.', tokenChanges),
          'accessTokenGeneration?': object('In the access token.', {
            ...tokenChanges,
            'scopesToAdd?': list('Scopes to add.', { type: 'string' }),
            'scopesToSuppress?': list('Scopes to leave out.', { type: 'string' }),
          }),
          'groupOverrideDetails?': groups,
        }),
      ),
    },
    '2',
  ),
  fields: { ...userFields, groups: groupsField, source: choiceField('Source', tokenSources) },
  create: ({ userName, email, groups, source }, make) =>
    cognitoEvent(
      source as (typeof tokenSources)[number],
      userName,
      {
        userAttributes: attributesOf(email, make),
        groupConfiguration: groupConfiguration(groups),
        scopes: ['aws.cognito.signin.user.admin', 'openid', 'email'],
      },
      { claimsAndScopeOverrideDetails: {} },
      make,
      '2',
    ),
});

const messageSources = [
  'CustomMessage_SignUp',
  'CustomMessage_AdminCreateUser',
  'CustomMessage_ResendCode',
  'CustomMessage_ForgotPassword',
  'CustomMessage_UpdateUserAttribute',
  'CustomMessage_VerifyUserAttribute',
  'CustomMessage_Authentication',
] as const;

export const customMessage = template({
  id: 'cognito-custom-message',
  title: 'Custom message',
  service,
  description: 'A message with a code is about to be sent: write it yourself.',
  kind: cognitoKind(
    'cognito-custom-message',
    'Cognito custom message',
    messageSources,
    {
      userAttributes,
      codeParameter: text('What stands for the code in the message: must be in it.'),
      'linkParameter?': orNull(text('What stands for the link.')),
      'usernameParameter?': orNull(text('What stands for the user name; for users that an administrator made.')),
    },
    {
      smsMessage: orNull(text('The text message.')),
      emailMessage: orNull(text('The e-mail.')),
      emailSubject: orNull(text('Its subject.')),
    },
  ),
  fields: { ...userFields, source: choiceField('Source', messageSources) },
  create: ({ userName, email, source }, make) =>
    cognitoEvent(
      source as (typeof messageSources)[number],
      userName,
      {
        userAttributes: attributesOf(email, make),
        codeParameter: '{####}',
        linkParameter: '{##Click Here##}',
        usernameParameter: source === 'CustomMessage_AdminCreateUser' ? '{username}' : null,
      },
      { smsMessage: null, emailMessage: null, emailSubject: null },
      make,
    ),
});

const migrationSources = ['UserMigration_Authentication', 'UserMigration_ForgotPassword'] as const;

export const userMigration = template({
  id: 'cognito-user-migration',
  title: 'Migrate user',
  service,
  description: 'Somebody unknown signs in: bring the user over from elsewhere.',
  kind: cognitoKind(
    'cognito-user-migration',
    'Cognito user migration',
    migrationSources,
    {
      'password?': orNull(text('The password that was given.')),
      'validationData?': orNull(texts('What the app passed to be validated.')),
    },
    {
      'userAttributes?': orNull(texts('Attributes of the user.')),
      'finalUserStatus?': orNull(choice('State of the new user.', ['CONFIRMED', 'RESET_REQUIRED'])),
      'messageAction?': orNull(choice('SUPPRESS sends no welcome.', ['SUPPRESS', 'RESEND'])),
      'desiredDeliveryMediums?': orNull(list('How to send the welcome.', choice('A way.', ['EMAIL', 'SMS']))),
      'forceAliasCreation?': orNull(flag('Take an alias away from another user.')),
      'enableSMSMFA?': orNull(flag('Whether text messages are a second factor.')),
    },
  ),
  fields: {
    userName: userFields.userName,
    password: textField('Password', 'correct horse'),
    source: choiceField('Source', migrationSources),
  },
  create: ({ userName, password, source }, make) =>
    cognitoEvent(
      source as (typeof migrationSources)[number],
      userName,
      { password, validationData: {} },
      { userAttributes: {} as Record<string, string>, desiredDeliveryMediums: [] as ('SMS' | 'EMAIL')[] },
      make,
    ),
});

export const cognitoTemplates = [
  preSignUp,
  postConfirmation,
  preAuthentication,
  postAuthentication,
  preTokenGeneration,
  preTokenGenerationV2,
  customMessage,
  userMigration,
] as const;
