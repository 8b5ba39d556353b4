/** Services that speak with people, or for them: Connect, Alexa, agents of Bedrock. */

import { arn, choice, flag, isoTime, list, mapOf, object, orNull, text, texts } from './eventSchema.ts';
import { choiceField, type EventKind, jsonField, multilineField, template, textField } from './eventTemplate.ts';

const connectKind: EventKind = {
  id: 'connect',
  title: 'Connect flow',
  schema: object('A flow calls the function.', {
    Name: choice('Always ContactFlowEvent.', ['ContactFlowEvent']),
    Details: object('The contact.', {
      ContactData: object('What is known of it.', {
        Attributes: texts('Attributes that the flow has set.'),
        Channel: choice('How the customer came.', ['VOICE', 'CHAT', 'TASK', 'EMAIL']),
        ContactId: text('Id of the contact.'),
        'CustomerEndpoint?': orNull(mapOf('The customer’s address.', {})),
        InitialContactId: text('Id of the first contact, after transfers.'),
        InitiationMethod: choice('How it began.', ['INBOUND', 'OUTBOUND', 'TRANSFER', 'CALLBACK', 'API']),
        InstanceARN: arn('The instance of Connect.'),
        'PreviousContactId?': text('Id of the contact before a transfer.'),
        'Queue?': orNull(mapOf('The queue.', {})),
        'SystemEndpoint?': orNull(mapOf('The address that the customer reached.', {})),
        'MediaStreams?': mapOf('Live media.', {}),
      }),
      Parameters: texts('Parameters of the block that calls.'),
    }),
  }),
  mark: { Name: 'ContactFlowEvent', Details: true },
};

export const connect = template({
  id: 'connect',
  title: 'Contact flow',
  service: 'Connect',
  description: 'A flow of a contact centre calls the function.',
  kind: connectKind,
  fields: {
    phone: textField('Customer', '+12065550100'),
    parameters: jsonField('Parameters', '{ "reason": "order" }', 'JSON, texts only'),
    channel: choiceField('Channel', ['VOICE', 'CHAT', 'EMAIL']),
  },
  create: ({ phone, parameters, channel }, make) => {
    const contactId = make.uuid();
    const instance = make.arn('connect', `instance/${make.uuid()}`);
    return {
      Details: {
        ContactData: {
          Attributes: {},
          Channel: channel as 'VOICE' | 'CHAT' | 'EMAIL',
          ContactId: contactId,
          CustomerEndpoint: { Address: phone, Type: 'TELEPHONE_NUMBER' as const },
          InitialContactId: contactId,
          InitiationMethod: 'INBOUND' as const,
          InstanceARN: instance,
          PreviousContactId: contactId,
          Queue: null,
          SystemEndpoint: { Address: '+12065550199', Type: 'TELEPHONE_NUMBER' as const },
          MediaStreams: { Customer: { Audio: null } },
        },
        Parameters: parameters as Record<string, string>,
      },
      Name: 'ContactFlowEvent' as const,
    };
  },
});

const alexaKind: EventKind = {
  id: 'alexa',
  title: 'Alexa skill',
  schema: object('A skill is spoken to.', {
    version: text('1.0'),
    session: object('The conversation.', {
      new: flag('Whether it begins here.'),
      sessionId: text('Its id.'),
      application: object('The skill.', { applicationId: text('Id of the skill.') }),
      'attributes?': mapOf('What the skill has kept.', {}),
      user: object('The user.', { userId: text('Id of the user, for this skill.') }),
    }),
    context: mapOf('The device and what it can do.', {}),
    request: object('What is asked.', {
      type: choice('Kind of the request.', ['LaunchRequest', 'IntentRequest', 'SessionEndedRequest']),
      requestId: text('Its id.'),
      timestamp: isoTime('Its time.'),
      locale: text('Language, such as en-US.'),
      'intent?': object('The intent.', {
        name: text('Its name.'),
        'confirmationStatus?': text('NONE, CONFIRMED or DENIED.'),
        'slots?': mapOf('Its slots.', {}),
      }),
    }),
  }),
  mark: { session: { application: true }, request: { requestId: true, locale: true } },
};

const alexa = template({
  id: 'alexa',
  title: 'Skill intent',
  service: 'Alexa',
  description: 'Somebody says an intent to a skill.',
  kind: alexaKind,
  fields: {
    intent: textField('Intent', 'OrderIntent'),
    slot: textField('Slot', 'item'),
    value: textField('Value of the slot', 'book'),
    locale: textField('Locale', 'en-US'),
  },
  create: ({ intent, slot, value, locale }, make) => {
    const application = { applicationId: `amzn1.ask.skill.${make.uuid()}` };
    const user = { userId: `amzn1.ask.account.${make.upperId(40)}` };
    return {
      version: '1.0',
      session: { new: true, sessionId: `amzn1.echo-api.session.${make.uuid()}`, application, attributes: {}, user },
      context: {
        System: {
          application,
          user,
          device: { deviceId: `amzn1.ask.device.${make.upperId(40)}`, supportedInterfaces: {} },
          apiEndpoint: 'https://api.amazonalexa.com',
        },
      },
      request: {
        type: 'IntentRequest',
        requestId: `amzn1.echo-api.request.${make.uuid()}`,
        timestamp: make.isoSeconds(),
        locale,
        intent: {
          name: intent,
          confirmationStatus: 'NONE',
          slots: { [slot]: { name: slot, value, confirmationStatus: 'NONE' } },
        },
      },
    };
  },
});

const parameter = object('One parameter.', {
  name: text('Its name.'),
  type: text('Its type.'),
  value: text('Its value.'),
});

const agentKind: EventKind = {
  id: 'bedrock-agent',
  title: 'Bedrock agent',
  schema: object('An agent calls one of its functions.', {
    messageVersion: text('1.0'),
    agent: object('The agent.', {
      name: text('Its name.'),
      id: text('Its id.'),
      alias: text('Its alias.'),
      version: text('Its version.'),
    }),
    'inputText?': text('What the user said.'),
    sessionId: text('Id of the conversation.'),
    actionGroup: text('The action group; to be returned.'),
    'function?': text('The function of the group; to be returned.'),
    'apiPath?': text('The path, where the group has an OpenAPI schema.'),
    'httpMethod?': text('The method, where the group has an OpenAPI schema.'),
    'parameters?': list('What the agent found out.', parameter),
    'requestBody?': mapOf('The body, where the group has an OpenAPI schema.', {}),
    'sessionAttributes?': mapOf('Attributes that stay through the conversation.', {}),
    'promptSessionAttributes?': mapOf('Attributes of this turn.', {}),
  }),
  mark: { messageVersion: true, agent: true, actionGroup: true },
};

const bedrockAgent = template({
  id: 'bedrock-agent',
  title: 'Agent action',
  service: 'Bedrock',
  description: 'An agent calls a function of an action group.',
  kind: agentKind,
  fields: {
    actionGroup: textField('Action group', 'orders'),
    functionName: textField('Function', 'getOrder'),
    parameters: jsonField('Parameters', '{ "orderId": "1042" }', 'JSON'),
    inputText: multilineField('What the user said', 'Where is my order 1042?'),
  },
  create: ({ actionGroup, functionName, parameters, inputText }, make) => ({
    messageVersion: '1.0',
    agent: { name: 'shop-agent', id: make.upperId(10), alias: make.upperId(10), version: '1' },
    inputText,
    sessionId: make.digits(15),
    actionGroup,
    function: functionName,
    parameters: Object.entries(parameters ?? {}).map(([name, value]) => ({
      name,
      type: Array.isArray(value) ? 'array' : typeof value,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    sessionAttributes: {},
    promptSessionAttributes: {},
  }),
});

const transferKind: EventKind = {
  id: 'transfer-identity',
  title: 'Transfer Family identity provider',
  schema: object('Somebody signs in to a file server.', {
    username: text('The user name.'),
    'password?': text('The password; empty when the user comes with a key.'),
    protocol: choice('The protocol.', ['SFTP', 'FTPS', 'FTP', 'AS2']),
    serverId: text('Id of the server.'),
    sourceIp: text('Address of the client.'),
  }),
  mark: { username: true, protocol: true, serverId: true },
};

export const transferIdentity = template({
  id: 'transfer-identity',
  title: 'Identity provider',
  service: 'Transfer Family',
  description: 'A file server asks who a user is and what is open to them.',
  kind: transferKind,
  fields: {
    username: textField('User name', 'ada'),
    password: textField('Password', 'secret', 'Empty for a key'),
    protocol: choiceField('Protocol', ['SFTP', 'FTPS', 'FTP']),
  },
  create: ({ username, password, protocol }, make) => ({
    username,
    password,
    protocol: protocol as 'SFTP' | 'FTPS' | 'FTP',
    serverId: `s-${make.hex(17)}`,
    sourceIp: '203.0.113.7',
  }),
});

export const conversationTemplates = [connect, alexa, bedrockAgent, transferIdentity] as const;
