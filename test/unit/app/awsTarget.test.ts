import { describe, expect, test, vi } from 'vitest';
import { awsTarget } from '../../../src/app/awsTarget.ts';
import { protectionOf } from '../../../src/app/protection.ts';
import type { Connection } from '../../../src/app/target.ts';
import { inMemoryTarget } from '../../fakes/inMemoryTarget.ts';

const setting = { profile: 'orders-prod', region: 'eu-central-1' };

async function connection(over: Partial<Connection> = {}): Promise<Connection> {
  return { ...(await inMemoryTarget({ accountId: '123456789012' }).connect()), ...over };
}

describe('a connection as a target', () => {
  test('connects once for all who ask at the same time, and again after a failure', async () => {
    const connect = vi.fn<() => Promise<Connection>>().mockRejectedValueOnce(new Error('no such profile'));
    connect.mockImplementation(() => connection());
    const target = awsTarget(setting, connect, () => false);
    await expect(target.connect()).rejects.toThrow('no such profile');
    const [first, second] = await Promise.all([target.connect(), target.connect()]);
    expect(first).toBe(second);
    expect(connect).toHaveBeenCalledTimes(2);
  });

  test('is protected by its label at once, and by its account as soon as that is known', async () => {
    expect(awsTarget(setting, () => connection(), protectionOf(['prod'])).isProtected).toBe(true);
    const target = awsTarget(setting, () => connection(), protectionOf(['^123456789012$']));
    expect(target.isProtected).toBe(false);
    await (await target.connect()).accountId();
    expect(target.isProtected).toBe(true);
  });

  test('has a console address on AWS and none on another endpoint', async () => {
    const target = awsTarget(
      setting,
      () => connection(),
      () => false,
    );
    expect(target.consoleUrl('orders')).toBe(
      'https://eu-central-1.console.aws.amazon.com/lambda/home?region=eu-central-1#/functions/orders',
    );
    const custom = awsTarget(
      setting,
      () => connection({ endpoint: 'http://127.0.0.1:1' }),
      () => false,
    );
    await custom.connect();
    expect(custom.consoleUrl('orders')).toBeUndefined();
    const china = awsTarget(
      { profile: 'x', region: 'cn-north-1' },
      () => connection(),
      () => false,
    );
    expect(china.consoleUrl('orders')).toContain('cn-north-1.console.amazonaws.cn');
  });

  test('closes its connection when disposed', async () => {
    const dispose = vi.fn();
    const target = awsTarget(
      setting,
      () => connection({ dispose }),
      () => false,
    );
    await target.connect();
    target.dispose?.();
    expect(dispose).toHaveBeenCalledTimes(1);
  });
});

describe('protection', () => {
  test.each([
    [['prod'], 'Orders-PROD · eu-west-1', true],
    [['prod'], 'dev · eu-west-1', false],
    [['eu-west-1$'], 'dev · eu-west-1', true],
    [[''], 'dev · eu-west-1', false],
    [[], 'prod · eu-west-1', false],
    [['(prod'], 'a(prod · eu-west-1', true],
  ])('patterns %j on %j: %s', (patterns, label, expected) => {
    expect(protectionOf(patterns)(label)).toBe(expected);
  });
});
