/** Services that manage: Config rules, rotation of secrets, custom resources of CloudFormation. */

import { accountId, anything, arn, choice, flag, object, text } from './eventSchema.ts';
import { choiceField, type EventKind, jsonField, template, textField } from './eventTemplate.ts';

const configKind: EventKind = {
  id: 'config-rule',
  title: 'Config rule',
  schema: object('A rule is to be evaluated.', {
    'version?': text('1.0'),
    invokingEvent: text('What happened, as JSON text: the configuration item that changed, or that it is time.'),
    'ruleParameters?': text('Parameters of the rule, as JSON text.'),
    resultToken: text('To be passed to PutEvaluations.'),
    eventLeftScope: flag('Whether the resource is no longer the rule’s business.'),
    executionRoleArn: arn('Role of Config.'),
    configRuleArn: arn('The rule.'),
    configRuleName: text('Its name.'),
    configRuleId: text('Its id.'),
    accountId,
  }),
  mark: { invokingEvent: true, configRuleArn: true },
};

const configRule = template({
  id: 'config-rule',
  title: 'Rule evaluation',
  service: 'Config',
  description: 'A resource has changed, and a custom rule is to judge it.',
  kind: configKind,
  fields: {
    rule: textField('Rule', 'instances-are-small'),
    resourceType: textField('Resource type', 'AWS::EC2::Instance'),
    resourceId: textField('Resource id', 'i-0123456789abcdef0'),
    parameters: jsonField('Rule parameters', '{ "desiredInstanceType": "t3.micro" }', 'JSON'),
  },
  create: ({ rule, resourceType, resourceId, parameters }, make) => {
    const configRuleId = `config-rule-${make.lowerId(6)}`;
    const configurationItem = {
      configurationItemCaptureTime: make.isoMs(5000),
      awsAccountId: make.accountId,
      configurationItemStatus: 'OK',
      resourceId,
      ARN: make.arn('ec2', `instance/${resourceId}`),
      awsRegion: make.region,
      availabilityZone: `${make.region}a`,
      resourceType,
      tags: {},
      relationships: [],
      configuration: {},
    };
    return {
      version: '1.0',
      invokingEvent: JSON.stringify({
        configurationItem,
        messageType: 'ConfigurationItemChangeNotification',
        notificationCreationTime: make.isoMs(),
        recordVersion: '1.3',
      }),
      ruleParameters: JSON.stringify(parameters),
      resultToken: make.token(90),
      eventLeftScope: false,
      executionRoleArn: `arn:aws:iam::${make.accountId}:role/config-role`,
      configRuleArn: make.arn('config', `config-rule/${configRuleId}`),
      configRuleName: rule,
      configRuleId,
      accountId: make.accountId,
    };
  },
});

const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

const rotationKind: EventKind = {
  id: 'secrets-rotation',
  title: 'secret rotation',
  schema: object('One of four steps of rotating a secret.', {
    Step: choice('Make the new value, set it in the service, test it, put it in force.', steps),
    SecretId: arn('The secret.'),
    ClientRequestToken: text('Id of the version that is to become the new one.'),
    'RotationToken?': text('Proof that Secrets Manager called; where the rotation is on behalf of another account.'),
  }),
  mark: { Step: true, SecretId: true, ClientRequestToken: true },
};

export const secretRotation = template({
  id: 'secrets-rotation',
  title: 'Rotation step',
  service: 'Secrets Manager',
  description: 'A step in the rotation of a secret.',
  kind: rotationKind,
  fields: { step: choiceField('Step', steps), secret: textField('Secret', 'prod/orders/database') },
  create: ({ step, secret }, make) => ({
    Step: step as (typeof steps)[number],
    SecretId: make.arn('secretsmanager', `secret:${secret}-${make.lowerId(6)}`),
    ClientRequestToken: make.uuid(),
  }),
});

const requestTypes = ['Create', 'Update', 'Delete'] as const;

const resourceKind: EventKind = {
  id: 'cloudformation',
  title: 'custom resource',
  schema: object('A custom resource of a stack is to be made, changed or removed. The answer goes to ResponseURL.', {
    RequestType: choice('What is to be done.', requestTypes),
    ServiceToken: arn('The function.'),
    ResponseURL: text('Signed address that the answer is put to.', { format: 'uri' }),
    StackId: arn('The stack.'),
    RequestId: text('Id of the request, to be returned.'),
    ResourceType: text('AWS::CloudFormation::CustomResource, or Custom::NAME.'),
    LogicalResourceId: text('Its name in the template.'),
    'PhysicalResourceId?': text('Id that the function gave it when it was made.'),
    ResourceProperties: anything('Properties of the template, and the ServiceToken.'),
    'OldResourceProperties?': anything('Properties before an update.'),
  }),
  mark: { RequestType: true, StackId: true, LogicalResourceId: true },
};

export const customResource = template({
  id: 'cloudformation',
  title: 'Custom resource',
  service: 'CloudFormation',
  description: 'A stack has a custom resource made, changed or removed.',
  kind: resourceKind,
  fields: {
    type: choiceField('Request', requestTypes),
    properties: jsonField('Properties', '{ "Name": "orders" }', 'JSON'),
    resourceType: textField('Resource type', 'Custom::Orders'),
    stack: textField('Stack', 'shop'),
  },
  create: ({ type, properties, resourceType, stack }, make) => {
    const ServiceToken = make.arn('lambda', 'function:custom-resource');
    const ResourceProperties = { ServiceToken, ...(properties as Record<string, unknown>) };
    const common = {
      ServiceToken,
      ResponseURL: `https://cloudformation-custom-resource-response-${make.region.replaceAll('-', '')}.s3.amazonaws.com/${make.hex(40)}`,
      StackId: make.arn('cloudformation', `stack/${stack}/${make.uuid()}`),
      RequestId: make.uuid(),
      LogicalResourceId: 'MyResource',
      ResourceType: resourceType,
      ResourceProperties,
    };
    const PhysicalResourceId = `${stack}-MyResource-${make.upperId(12)}`;
    if (type === 'Update') {
      return {
        RequestType: 'Update' as const,
        ...common,
        PhysicalResourceId,
        OldResourceProperties: ResourceProperties,
      };
    }
    if (type === 'Delete') return { RequestType: 'Delete' as const, ...common, PhysicalResourceId };
    return { RequestType: 'Create' as const, ...common };
  },
});

export const managementTemplates = [configRule, secretRotation, customResource] as const;
