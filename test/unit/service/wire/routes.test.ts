import { describe, expect, it } from 'vitest';
import { lambdaModel } from '../../../../src/service/wire/generated/lambdaConstraints.ts';
import { RouteTable } from '../../../../src/service/wire/routes.ts';

const routes = new RouteTable(lambdaModel.operations);

describe('RouteTable', () => {
  it('finds every operation of the service model by its own route', () => {
    for (const [operation, route] of Object.entries(lambdaModel.operations)) {
      const [method = '', target = ''] = route.split(' ');
      const [path = '', query = ''] = target.replace(/\{(\w+)\}/g, 'value-of-$1').split('?');
      const found = routes.find(method, path, query);
      expect(found?.operation, route).toBe(operation);
      const labels = [...target.matchAll(/\{(\w+)\}/g)].map(([, label]) => [label, `value-of-${label}`]);
      expect(found?.labels).toEqual(Object.fromEntries(labels));
    }
  });

  it('decodes labels after it has split the path', () => {
    const arn = 'arn:aws:lambda:us-east-1:111122223333:function:f:1/durable-execution/name/id';
    const found = routes.find('GET', `/2025-12-01/durable-executions/${encodeURIComponent(arn)}`, '');
    expect(found).toEqual({ operation: 'GetDurableExecution', labels: { DurableExecutionArn: arn } });
  });

  it('tells operations apart by a literal in the query', () => {
    const path = '/2019-09-30/functions/f/provisioned-concurrency';
    expect(routes.find('GET', path, 'List=ALL')?.operation).toBe('ListProvisionedConcurrencyConfigs');
    expect(routes.find('GET', path, 'Qualifier=live')?.operation).toBe('GetProvisionedConcurrencyConfig');
    expect(routes.find('GET', '/2018-10-31/layers', 'find=LayerVersion&Arn=x')?.operation).toBe('GetLayerVersionByArn');
    expect(routes.find('GET', '/2018-10-31/layers', '')?.operation).toBe('ListLayers');
  });

  it('takes the trailing slash of old SDKs', () => {
    expect(routes.find('POST', '/2015-03-31/functions/', '')?.operation).toBe('CreateFunction');
  });

  it.each([
    ['GET', '/'],
    ['GET', '/2015-03-31'],
    ['PATCH', '/2015-03-31/functions'],
    ['GET', '/2015-03-31/functions//configuration'],
    ['GET', '/2015-03-31/functions/f/nothing'],
    ['GET', '/2015-03-32/functions/f'],
  ])('knows no %s %s', (method, path) => {
    expect(routes.find(method, path, '')).toBeUndefined();
  });

  it('throws for a broken escape', () => {
    expect(() => routes.find('GET', '/2015-03-31/functions/%E0%A4', '')).toThrow(URIError);
  });
});
