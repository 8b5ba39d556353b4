import { describe, expect, test } from 'vitest';
import { DeadlineError, sleep, systemClock, withDeadline } from '../../../src/base/clock.ts';
import { Deferred } from '../../../src/base/deferred.ts';
import { FakeClock, settle } from '../../fakes/fakeClock.ts';

describe('sleep', () => {
  test('resolves when its time has come', async () => {
    const clock = new FakeClock();
    let isAwake = false;
    const slept = sleep(clock, 100).then(() => {
      isAwake = true;
    });
    await clock.advance(99);
    expect(isAwake).toBe(false);
    await clock.advance(1);
    expect(isAwake).toBe(true);
    await slept;
  });

  test('rejects with the signal’s reason, and leaves no timer', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const slept = sleep(clock, 100, controller.signal);
    controller.abort(new Error('woken'));
    await expect(slept).rejects.toThrow('woken');
    expect(clock.pending).toBe(0);
  });

  test('does not begin when the signal aborted before', async () => {
    const clock = new FakeClock();
    await expect(sleep(clock, 100, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    expect(clock.pending).toBe(0);
  });
});

describe('withDeadline', () => {
  test('gives what the work gives, and leaves no timer', async () => {
    const clock = new FakeClock();
    expect(await withDeadline(clock, 100, 'the answer', async () => 42)).toBe(42);
    await expect(
      withDeadline(clock, 100, 'the answer', async () => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
    expect(clock.pending).toBe(0);
  });

  test('at the deadline it rejects, though the work ignores its signal', async () => {
    const clock = new FakeClock();
    const work = new Deferred<never>();
    let seen: AbortSignal | undefined;
    const waited = withDeadline(clock, 100, 'the first answer', (signal) => {
      seen = signal;
      return work.promise;
    });
    waited.catch(() => {});
    await clock.advance(100);
    await expect(waited).rejects.toThrow(DeadlineError);
    await expect(waited).rejects.toMatchObject({ message: 'Timed out after 100 ms: the first answer', waitedMs: 100 });
    expect(seen?.reason).toBeInstanceOf(DeadlineError);
    work.reject(new Error('late, and heard by nobody'));
    await settle();
  });

  test('the outer signal ends it with its own reason', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const waited = withDeadline(clock, 100, 'x', () => new Deferred<never>().promise, controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(waited).rejects.toThrow('cancelled');
    expect(clock.pending).toBe(0);
  });

  test('work is not begun for a signal that aborted before', async () => {
    let isBegun = false;
    const work = async () => {
      isBegun = true;
    };
    await expect(withDeadline(new FakeClock(), 100, 'x', work, AbortSignal.abort(new Error('before')))).rejects.toThrow(
      'before',
    );
    expect(isBegun).toBe(false);
  });

  test('work that throws before it returns a promise rejects like any other', async () => {
    const clock = new FakeClock();
    const work = (): Promise<never> => {
      throw new Error('at once');
    };
    await expect(withDeadline(clock, 100, 'x', work)).rejects.toThrow('at once');
    expect(clock.pending).toBe(0);
  });
});

describe('systemClock', () => {
  test('waits, cancels, and takes delays that engines cannot', async () => {
    const fired: string[] = [];
    systemClock.after(2 ** 40, () => fired.push('never')).dispose();
    systemClock.after(0, () => fired.push('cancelled')).dispose();
    await new Promise<void>((resolve) => systemClock.after(0, resolve));
    expect(fired).toEqual([]);
    const [before, after] = [systemClock.monotonic(), systemClock.monotonic()];
    expect(after).toBeGreaterThanOrEqual(before);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
  });
});
