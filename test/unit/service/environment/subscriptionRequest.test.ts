import { describe, expect, test } from 'vitest';
import {
  readSubscription,
  type TelemetryApi,
} from '../../../../src/service/environment/telemetry/subscriptionRequest.ts';

const valid = {
  schemaVersion: '2022-12-13',
  types: ['platform'],
  destination: { protocol: 'HTTP', URI: 'http://sandbox.localdomain:8080/events?a=1' },
};

const read = (body: unknown, api: TelemetryApi = 'Telemetry') =>
  readSubscription(api, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

describe('a subscription', () => {
  test('has the documented defaults', () => {
    expect(read(valid)).toMatchObject({
      types: ['platform'],
      maxItems: 10_000,
      maxBytes: 262_144,
      timeoutMs: 1000,
      destination: { protocol: 'HTTP', port: 8080, path: '/events?a=1', method: 'POST' },
    });
  });

  test('may name the environment shortly, the port of the scheme, TCP and the method', () => {
    const to = (destination: object) => read({ ...valid, destination }).destination;
    expect(to({ protocol: 'HTTP', URI: 'http://sandbox:1234' })).toMatchObject({ port: 1234, path: '/' });
    expect(to({ protocol: 'HTTP', URI: 'http://sandbox.localdomain:80/' })).toMatchObject({ port: 80 });
    expect(to({ protocol: 'TCP', port: 4243 })).toMatchObject({ protocol: 'TCP', port: 4243 });
    expect(to({ ...valid.destination, method: 'PUT' })).toMatchObject({ method: 'PUT' });
  });

  test('of the Logs API needs no version', () => {
    const { schemaVersion, ...older } = valid;
    expect(read(older, 'Logs').types).toEqual(['platform']);
    expect(() => read(older)).toThrow('TelemetryAPI only supports the SchemaVersion released after 2021-03-18');
    expect(() => read(valid, 'Logs')).toThrow(
      'LogsAPI only supports the following SchemaVersion: 2020-08-15, 2021-03-18',
    );
    expect(schemaVersion).toBe('2022-12-13');
  });

  test.each([
    [{ maxItems: 999 }, 'maxItems should be between 1000 and 10000'],
    [{ maxItems: 10_001 }, 'maxItems should be between 1000 and 10000'],
    [{ maxBytes: 1 }, 'maxBytes should be between 262144 and 1048576'],
    [{ timeoutMs: 24 }, 'timeoutMs should be between 25 and 30000'],
    [{ timeoutMs: '100' }, 'timeoutMs should be between 25 and 30000'],
  ])('with buffering %j is refused', (buffering, message) => {
    expect(() => read({ ...valid, buffering })).toThrow(
      expect.objectContaining({ httpStatus: 400, errorType: 'Telemetry.ValidationError', message }),
    );
  });

  test.each([
    ['{', 400, 'Telemetry.DeserializationError', /JSON/],
    ['[]', 400, 'Telemetry.DeserializationError', /^expected subscription object$/],
    [{ ...valid, types: undefined }, 400, 'Telemetry.DeserializationError', /^missing field `types`$/],
    [{ ...valid, types: [] }, 400, 'Telemetry.ValidationError', /^types should not be empty$/],
    [{ ...valid, types: ['platform', 'platform'] }, 400, 'Telemetry.ValidationError', /^types should be unique$/],
    [{ ...valid, schemaVersion: '1' }, 400, 'Telemetry.DeserializationError', /^unknown variant `1`, expected one of /],
    [{ ...valid, destination: undefined }, 400, 'Telemetry.DeserializationError', /^missing field `destination`$/],
    [{ ...valid, destination: {} }, 400, 'Telemetry.DeserializationError', /^missing field `protocol`$/],
    [{ ...valid, destination: { protocol: 'HTTP' } }, 400, 'Telemetry.DeserializationError', /^missing field `URI`$/],
    [{ ...valid, destination: { protocol: 'TCP' } }, 400, 'Telemetry.DeserializationError', /^missing field `port`$/],
    [
      { ...valid, destination: { protocol: 'UDP' } },
      400,
      'Telemetry.DeserializationError',
      /^unknown variant `UDP`, expected `HTTP` or `TCP`$/,
    ],
    [
      { ...valid, destination: { protocol: 'HTTP', URI: 'https://sandbox.localdomain:1' } },
      403,
      'Telemetry.AccessDenied',
      /^Only 'http' scheme is supported\.$/,
    ],
    [
      { ...valid, destination: { protocol: 'HTTP', URI: 'http://169.254.169.254:80' } },
      403,
      'Telemetry.AccessDenied',
      /^Only 'sandbox.localdomain' hostname is supported\.$/,
    ],
  ])('%j is refused', (body, httpStatus, errorType, message) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({ httpStatus, errorType, message: expect.stringMatching(message) }),
    );
  });
});
