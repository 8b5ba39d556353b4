import { describe, expect, test, vi } from 'vitest';
import { type ConnectionSetting, connectionId, TargetRegistry } from '../../../src/app/targetRegistry.ts';
import { inMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { MemoryConnectionSettings } from '../../fakes/memoryConnectionSettings.ts';

const dev: ConnectionSetting = { profile: 'dev', region: 'eu-west-1' };
const prod: ConnectionSetting = { profile: 'prod', region: 'us-east-1' };

function registryOf(settings: MemoryConnectionSettings) {
  const disposed: string[] = [];
  const registry = new TargetRegistry(inMemoryTarget(), settings, (setting) => ({
    ...inMemoryTarget({ id: connectionId(setting), label: `${setting.profile} · ${setting.region}` }),
    dispose: () => disposed.push(connectionId(setting)),
  }));
  const changed = vi.fn();
  registry.onDidChange(changed);
  return { registry, disposed, changed };
}

describe('target registry', () => {
  test('lists Local first, then the connections of the settings in their order', () => {
    const { registry } = registryOf(new MemoryConnectionSettings([prod, dev]));
    expect(registry.list().map((target) => target.id)).toEqual(['local', 'prod/us-east-1', 'dev/eu-west-1']);
    expect(registry.get('local')?.label).toBe('Local');
    expect(registry.get('nobody/eu-west-1')).toBeUndefined();
  });

  test('adding a connection writes the setting; adding it again returns the one that is there', async () => {
    const settings = new MemoryConnectionSettings();
    const { registry, changed } = registryOf(settings);
    const added = await registry.add(dev);
    expect(await registry.add({ ...dev })).toBe(added);
    expect(settings.read()).toEqual([dev]);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  test('a connection that stays keeps its target; one that goes is disposed', async () => {
    const settings = new MemoryConnectionSettings([dev, prod]);
    const { registry, disposed, changed } = registryOf(settings);
    const kept = registry.get('prod/us-east-1');
    await registry.remove('dev/eu-west-1');
    expect(settings.read()).toEqual([prod]);
    expect(registry.get('prod/us-east-1')).toBe(kept);
    expect(disposed).toEqual(['dev/eu-west-1']);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  test('a setting that was written twice by hand is one target, and no change is no event', async () => {
    const settings = new MemoryConnectionSettings([dev, dev]);
    const { registry, changed } = registryOf(settings);
    expect(registry.list()).toHaveLength(2);
    await settings.write([dev]);
    expect(changed).not.toHaveBeenCalled();
  });

  test('disposing it disposes the targets and ends its interest in the settings', async () => {
    const settings = new MemoryConnectionSettings([dev]);
    const { registry, disposed } = registryOf(settings);
    registry.dispose();
    expect(disposed).toEqual(['dev/eu-west-1']);
    await settings.write([dev, prod]);
    expect(registry.list()).toHaveLength(1);
  });
});
