import { describe, expect, it } from 'vitest';
import { createdRecord, settle, updatedRecord } from '../../../../src/service/store/functionRecord.ts';

function options(nowMs: number, transitionMs = 100) {
  let made = 0;
  const newRevisionId = () => {
    made += 1;
    return `${nowMs}-${made}`;
  };
  return { nowMs, transitionMs, newRevisionId };
}

const first = { configuration: { FunctionName: 'f', CodeSha256: 'one' }, packageId: 'p1' };
const second = { configuration: { FunctionName: 'f', CodeSha256: 'two' }, packageId: 'p2' };

describe('function record', () => {
  it('is pending, and serves nothing, until its creation has ended', () => {
    const record = createdRecord(first, options(1000));
    expect(record.latest.configuration).toEqual({
      FunctionName: 'f',
      CodeSha256: 'one',
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      RevisionId: '1000-1',
    });
    expect(record.serving).toBeUndefined();
    expect(settle(record, 1099)).toBe(record);
    const settled = settle(record, 1100);
    expect(settled.latest.configuration).toEqual({
      FunctionName: 'f',
      CodeSha256: 'one',
      State: 'Active',
      LastUpdateStatus: 'Successful',
      RevisionId: '1000-2',
    });
    expect(settled.serving).toBe(settled.latest);
    expect(settle(settled, 9999)).toBe(settled);
  });

  it('keeps serving the old code while an update is in progress', () => {
    const active = settle(createdRecord(first, options(1000)), 1100);
    const updating = updatedRecord(
      active,
      { ...second, configuration: { ...active.latest.configuration, ...second.configuration } },
      options(2000),
    );
    expect(updating.latest).toMatchObject({
      packageId: 'p2',
      configuration: {
        State: 'Active',
        LastUpdateStatus: 'InProgress',
        LastUpdateStatusReason: 'The function is being created.',
        LastUpdateStatusReasonCode: 'Creating',
      },
    });
    expect(updating.serving?.packageId).toBe('p1');
    const settled = settle(updating, 2100);
    expect(settled.serving?.packageId).toBe('p2');
    expect(settled.latest.configuration).not.toHaveProperty('LastUpdateStatusReason');
    expect(settled.createdAt).toBe(1000);
  });

  it('has another revision at each step', () => {
    const created = createdRecord(first, options(1));
    const active = settle(created, 1000);
    const updating = updatedRecord(active, active.latest, options(2));
    const updated = settle(updating, 1000);
    const revisions = [created, active, updating, updated].map(({ latest }) => latest.configuration.RevisionId);
    expect(new Set(revisions).size).toBe(4);
  });

  it('survives being written down', () => {
    const record = JSON.parse(JSON.stringify(createdRecord(first, options(1000)))) as ReturnType<typeof createdRecord>;
    expect(settle(record, 1100).latest.configuration.State).toBe('Active');
  });
});
