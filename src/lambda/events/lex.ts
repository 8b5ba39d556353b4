/** What Lex asks a function: bots of version 2, and of version 1. */

import { choice, list, mapOf, number, object, orNull, text, texts } from './eventSchema.ts';
import { choiceField, type EventKind, template, textField } from './eventTemplate.ts';

const service = 'Lex';
const sources = ['DialogCodeHook', 'FulfillmentCodeHook'] as const;
const source = choiceField('Called for', sources);
const fields = {
  intent: textField('Intent', 'OrderFlowers'),
  transcript: textField('What the user said', 'I want some roses'),
  slot: textField('Slot', 'FlowerType'),
  value: textField('Value of the slot', 'roses'),
  source,
} as const;
const invocationSource = choice(
  'DialogCodeHook to steer the dialog, FulfillmentCodeHook to do what was asked.',
  sources,
);

const slots = mapOf('Slots by name; null where not yet filled.', {});
const intentSchema = object('An intent.', {
  name: text('Its name.'),
  slots,
  state: choice('How far it is.', [
    'Failed',
    'Fulfilled',
    'FulfillmentInProgress',
    'InProgress',
    'ReadyForFulfillment',
    'Waiting',
  ]),
  confirmationState: choice('Whether the user has confirmed it.', ['Confirmed', 'Denied', 'None']),
});

const v2Kind: EventKind = {
  id: 'lex-v2',
  title: 'Lex V2',
  schema: object('A turn in the conversation with a bot.', {
    messageVersion: text('1.0'),
    invocationSource,
    inputMode: choice('How the user spoke.', ['DTMF', 'Speech', 'Text']),
    responseContentType: text('How the answer will be given.'),
    sessionId: text('Id of the conversation.'),
    inputTranscript: text('What the user said.'),
    bot: object('The bot.', {
      id: text('Its id.'),
      name: text('Its name.'),
      aliasId: text('Id of its alias.'),
      'aliasName?': text('Name of its alias.'),
      localeId: text('Language, such as en_US.'),
      version: text('Its version, or DRAFT.'),
    }),
    interpretations: list(
      'What the user may have meant, the likeliest first.',
      object('One of them.', { intent: intentSchema, 'nluConfidence?': number('How sure the bot is, 0 to 1.') }),
    ),
    'proposedNextState?': mapOf('What the bot would do next.', {}),
    'requestAttributes?': orNull(texts('Attributes of this request.')),
    sessionState: object('The conversation so far.', {
      'sessionAttributes?': texts('Attributes that stay through the conversation.'),
      'activeContexts?': list('Contexts in force.', mapOf('One of them.', {})),
      intent: intentSchema,
      originatingRequestId: text('Id of the request.'),
    }),
    'transcriptions?': list('How the speech was understood.', mapOf('One reading.', {})),
  }),
  mark: { messageVersion: true, sessionState: true, bot: { aliasId: true } },
};

export const lexV2 = template({
  id: 'lex-v2',
  title: 'Bot turn, V2',
  service,
  description: 'A bot of Lex V2 asks how to go on, or to fulfil an intent.',
  kind: v2Kind,
  fields,
  create: ({ intent, transcript, slot, value, source }, make) => {
    const scalar = {
      shape: 'Scalar' as const,
      value: { originalValue: value, resolvedValues: [value], interpretedValue: value },
    };
    const understood = {
      name: intent,
      slots: { [slot]: scalar },
      state: source === 'DialogCodeHook' ? ('InProgress' as const) : ('ReadyForFulfillment' as const),
      confirmationState: 'None' as const,
    };
    return {
      messageVersion: '1.0',
      invocationSource: source as (typeof sources)[number],
      inputMode: 'Text' as const,
      responseContentType: 'text/plain; charset=utf-8',
      sessionId: make.digits(15),
      inputTranscript: transcript,
      bot: {
        id: make.upperId(10),
        name: 'Shop',
        aliasId: make.upperId(10),
        aliasName: 'live',
        localeId: 'en_US',
        version: '1',
      },
      interpretations: [{ intent: understood, nluConfidence: 0.92 }],
      proposedNextState: { dialogAction: { type: 'Delegate' as const }, intent: understood },
      requestAttributes: {},
      sessionState: {
        sessionAttributes: {},
        activeContexts: [],
        intent: understood,
        originatingRequestId: make.uuid(),
      },
      transcriptions: [
        {
          transcription: transcript,
          transcriptionConfidence: 1,
          resolvedContext: { intent },
          resolvedSlots: { [slot]: scalar },
        },
      ],
    };
  },
});

const v1Kind: EventKind = {
  id: 'lex-v1',
  title: 'Lex V1',
  schema: object('A turn in the conversation with a bot of version 1.', {
    currentIntent: object('The intent.', {
      name: text('Its name.'),
      slots: mapOf('Slots by name; null where not yet filled.', { type: ['string', 'null'] }),
      'slotDetails?': mapOf('How slots were understood.', {}),
      confirmationStatus: choice('Whether the user has confirmed it.', ['None', 'Confirmed', 'Denied']),
    }),
    bot: object('The bot.', {
      name: text('Its name.'),
      'alias?': orNull(text('Its alias.')),
      version: text('Its version.'),
    }),
    userId: text('Id of the user.'),
    inputTranscript: text('What the user said.'),
    invocationSource,
    outputDialogMode: choice('How the answer will be given.', ['Text', 'Voice']),
    messageVersion: text('1.0'),
    'sessionAttributes?': orNull(texts('Attributes that stay through the conversation.')),
    'requestAttributes?': orNull(texts('Attributes of this request.')),
  }),
  mark: { messageVersion: true, currentIntent: true },
};

export const lexV1 = template({
  id: 'lex-v1',
  title: 'Bot turn, V1',
  service,
  description: 'The same for a bot of Lex V1.',
  kind: v1Kind,
  fields,
  create: ({ intent, transcript, slot, value, source }, make) => ({
    currentIntent: {
      name: intent,
      slots: { [slot]: value },
      slotDetails: { [slot]: { resolutions: [{ value }] as [{ value: string }], originalValue: value } },
      confirmationStatus: 'None' as const,
    },
    bot: { name: 'Shop', alias: 'live', version: '1' },
    userId: make.lowerId(24),
    inputTranscript: transcript,
    invocationSource: source as (typeof sources)[number],
    outputDialogMode: 'Text' as const,
    messageVersion: '1.0' as const,
    sessionAttributes: {},
    requestAttributes: null,
  }),
});

export const lexTemplates = [lexV2, lexV1] as const;
