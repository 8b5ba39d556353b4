/** What IoT sends: the result of a rule, the press of a button, a device to provision, and questions of a custom authorizer. */

import { anything, choice, flag, list, mapOf, object, orNull, text, texts } from './eventSchema.ts';
import { choiceField, type EventKind, jsonField, template, textField } from './eventTemplate.ts';

const service = 'IoT';

const ruleKind: EventKind = {
  id: 'iot-rule',
  title: 'IoT rule',
  schema: anything('What the SQL of the rule selects from the message.'),
  mark: undefined,
};

export const iotRule = template({
  id: 'iot-rule',
  title: 'Rule action',
  service,
  description: 'A rule selected something of an MQTT message. The event is exactly that.',
  kind: ruleKind,
  fields: { payload: jsonField('Payload', '{\n  "deviceId": "s-1",\n  "celsius": 21.5\n}', 'JSON') },
  create: ({ payload }) => payload,
});

const buttonKind: EventKind = {
  id: 'iot-button',
  title: 'IoT button',
  schema: object('A button was pressed.', {
    serialNumber: text('Serial number of the button.'),
    clickType: choice('How it was pressed.', ['SINGLE', 'DOUBLE', 'LONG']),
    'batteryVoltage?': text('Voltage of its battery, such as 2000mV.'),
  }),
  mark: { serialNumber: true, clickType: true },
};

const iotButton = template({
  id: 'iot-button',
  title: 'Button pressed',
  service,
  description: 'A press of an IoT button.',
  kind: buttonKind,
  fields: {
    serialNumber: textField('Serial number', 'G030MD0123456789'),
    click: choiceField('Press', ['SINGLE', 'DOUBLE', 'LONG']),
  },
  create: ({ serialNumber, click }) => ({ serialNumber, clickType: click, batteryVoltage: '2000mV' }),
});

const provisioningKind: EventKind = {
  id: 'iot-pre-provisioning',
  title: 'IoT pre-provisioning hook',
  schema: object('A device wants to be provisioned.', {
    claimCertificateId: text('Certificate that it came with.'),
    certificateId: text('Certificate that it will have.'),
    certificatePem: text('The same in PEM.'),
    templateArn: text('Template that is used.'),
    clientId: text('Its client id.'),
    parameters: texts('What the device says of itself.'),
  }),
  mark: { claimCertificateId: true, templateArn: true },
};

export const iotPreProvisioning = template({
  id: 'iot-pre-provisioning',
  title: 'Pre-provisioning hook',
  service,
  description: 'A device asks to be provisioned: allow it, or refuse.',
  kind: provisioningKind,
  fields: {
    templateName: textField('Template', 'fleet'),
    clientId: textField('Client id', 'device-7'),
    serialNumber: textField('Serial number', '42'),
  },
  create: ({ templateName, clientId, serialNumber }, make) => ({
    claimCertificateId: make.hex(64),
    certificateId: make.hex(64),
    certificatePem: `-----BEGIN CERTIFICATE-----\n${make.token(48)}\n-----END CERTIFICATE-----\n`,
    templateArn: make.arn('iot', `provisioningtemplate/${templateName}`),
    clientId,
    parameters: { SerialNumber: serialNumber },
  }),
});

const authorizerKind: EventKind = {
  id: 'iot-authorizer',
  title: 'IoT authorizer',
  schema: object('A connection that a custom authorizer is asked about.', {
    'token?': orNull(text('The token, where token and signature are used.')),
    signatureVerified: flag('Whether the gateway has checked the signature.'),
    protocols: list('Protocols of the request.', choice('One of them.', ['tls', 'http', 'mqtt'])),
    protocolData: object('What each of them carried.', {
      'tls?': object('TLS.', { serverName: text('Name of the server that the client asked for.') }),
      'http?': object('HTTP.', { 'headers?': mapOf('Headers.', {}), 'queryString?': text('Query.') }),
      'mqtt?': object('MQTT.', {
        'username?': text('User name.'),
        'password?': text('Password. Base64.'),
        'clientId?': text('Client id.'),
      }),
    }),
    connectionMetadata: object('The connection.', { id: text('Its id, for the log.') }),
  }),
  mark: { signatureVerified: true, protocols: true, protocolData: true },
};

export const iotAuthorizer = template({
  id: 'iot-authorizer',
  title: 'Custom authorizer, MQTT',
  service,
  description: 'A device connects by MQTT: let in or refuse.',
  kind: authorizerKind,
  fields: {
    userName: textField('User name', 'device-7'),
    password: textField('Password', 'secret', 'The event has it as Base64'),
    clientId: textField('Client id', 'device-7'),
  },
  create: ({ userName, password, clientId }, make) => ({
    token: make.hex(32),
    signatureVerified: false,
    protocols: ['tls' as const, 'mqtt' as const],
    protocolData: {
      tls: { serverName: `${make.lowerId(14)}-ats.iot.${make.region}.amazonaws.com` },
      mqtt: { username: userName, password: make.base64(password), clientId },
    },
    connectionMetadata: { id: make.uuid() },
  }),
});

export const iotTemplates = [iotRule, iotButton, iotPreProvisioning, iotAuthorizer] as const;
