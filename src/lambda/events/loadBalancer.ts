/** What a load balancer or a VPC Lattice service sends a function that is its target. */

import type { EventMaker } from './eventMaker.ts';
import { arn, digits, flag, list, mapOf, object, orNull, text, texts } from './eventSchema.ts';
import { type EventKind, template } from './eventTemplate.ts';
import {
  allOf,
  lastOf,
  lowerCaseNames,
  parseHeaders,
  parseQuery,
  rawPath,
  rawQuery,
  requestFields,
  withHeaders,
} from './httpRequestFields.ts';

const manyTexts = (description: string) => mapOf(description, list('Values.', { type: 'string' }));

const balancerKind: EventKind = {
  id: 'alb',
  title: 'load balancer',
  schema: object(
    'A request from an Application Load Balancer. Headers and query come single or multiple, as the target group is set.',
    {
      requestContext: object('Where it came through.', {
        elb: object('The load balancer.', {
          targetGroupArn: arn('The target group that the function is registered with.'),
        }),
      }),
      httpMethod: text('The HTTP method.'),
      path: text('Path of the request.'),
      'queryStringParameters?': texts('Query parameters, still percent-encoded; the last value of each.'),
      'multiValueQueryStringParameters?': manyTexts('Query parameters, still percent-encoded, with all values.'),
      'headers?': texts('Headers with lower-case names; the last value of each.'),
      'multiValueHeaders?': manyTexts('Headers with lower-case names and all values.'),
      body: text('The body; empty without one.'),
      isBase64Encoded: flag('Whether the body is encoded: it is unless its type is text, JSON, JavaScript or XML.'),
    },
  ),
  mark: { requestContext: { elb: { targetGroupArn: true } } },
};

/** Unlike API Gateway, a load balancer does not decode. */
function encodedPairs(query: string): readonly (readonly [string, string])[] {
  return rawQuery(query)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return [name, value.join('=')] as const;
    });
}

function balancerParts(
  values: { method: string; path: string; query: string; headers: string; body: string },
  make: EventMaker,
) {
  const pairs = withHeaders(lowerCaseNames(parseHeaders(values.headers)), {
    accept: '*/*',
    host: `orders-${make.digits(9)}.${make.region}.elb.amazonaws.com`,
    'user-agent': 'curl/8.5.0',
    'x-amzn-trace-id': make.traceId(),
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  });
  return {
    pairs,
    parameters: encodedPairs(values.query),
    start: {
      requestContext: {
        elb: { targetGroupArn: make.arn('elasticloadbalancing', `targetgroup/orders/${make.hex(16)}`) },
      },
      httpMethod: values.method,
      path: rawPath(values.path),
    },
    end: { body: values.body, isBase64Encoded: false },
  };
}

export const loadBalancer = template({
  id: 'alb',
  title: 'Load balancer request',
  service: 'Elastic Load Balancing',
  description: 'A request from an Application Load Balancer, one value for each header.',
  kind: balancerKind,
  fields: requestFields,
  create: (values, make) => {
    const { start, pairs, parameters, end } = balancerParts(values, make);
    return { ...start, queryStringParameters: lastOf(parameters), headers: lastOf(pairs), ...end };
  },
});

export const loadBalancerMultiValue = template({
  id: 'alb-multi-value',
  title: 'Load balancer request, multi-value headers',
  service: 'Elastic Load Balancing',
  description: 'The same for a target group with multi-value headers switched on.',
  kind: balancerKind,
  fields: requestFields,
  create: (values, make) => {
    const { start, pairs, parameters, end } = balancerParts(values, make);
    return { ...start, multiValueQueryStringParameters: allOf(parameters), multiValueHeaders: allOf(pairs), ...end };
  },
});

const latticeKind: EventKind = {
  id: 'vpc-lattice',
  title: 'VPC Lattice',
  schema: object('A request from a VPC Lattice service, in version 2.0.', {
    version: text('2.0'),
    path: text('Path of the request.'),
    method: text('The HTTP method.'),
    headers: manyTexts('Headers with all their values.'),
    'queryStringParameters?': manyTexts('Query parameters with all their values.'),
    'body?': orNull(text('The body.')),
    isBase64Encoded: flag('Whether the body is encoded.'),
    requestContext: object('Where it came through and from whom.', {
      serviceNetworkArn: arn('The service network.'),
      serviceArn: arn('The service.'),
      targetGroupArn: arn('The target group.'),
      'identity?': mapOf('The caller, where the service asks for IAM.', {}),
      region: text('The AWS Region.'),
      timeEpoch: digits('Time of the request. Microseconds since 1970, as text.'),
    }),
  }),
  mark: { version: '2.0', requestContext: { serviceNetworkArn: true } },
};

const vpcLattice = template({
  id: 'vpc-lattice',
  title: 'VPC Lattice request',
  service: 'VPC Lattice',
  description: 'A request from a service of a VPC Lattice network.',
  kind: latticeKind,
  fields: requestFields,
  create: ({ method, path, query, headers, body }, make) => ({
    version: '2.0',
    path: rawPath(path) + (query === '' ? '' : `?${rawQuery(query)}`),
    method,
    headers: allOf(
      withHeaders(lowerCaseNames(parseHeaders(headers)), {
        'user-agent': 'curl/8.5.0',
        host: `orders-${make.hex(17)}.vpc-lattice-svcs.${make.region}.on.aws`,
        'x-forwarded-for': '10.0.1.24',
      }),
    ),
    queryStringParameters: allOf(parseQuery(query)),
    ...(body === '' ? {} : { body }),
    isBase64Encoded: false,
    requestContext: {
      serviceNetworkArn: make.arn('vpc-lattice', `servicenetwork/sn-${make.hex(17)}`),
      serviceArn: make.arn('vpc-lattice', `service/svc-${make.hex(17)}`),
      targetGroupArn: make.arn('vpc-lattice', `targetgroup/tg-${make.hex(17)}`),
      identity: { sourceVpcArn: make.arn('ec2', `vpc/vpc-${make.hex(17)}`) },
      region: make.region,
      timeEpoch: `${make.epochMs()}000`,
    },
  }),
});

export const loadBalancerTemplates = [loadBalancer, loadBalancerMultiValue, vpcLattice] as const;
