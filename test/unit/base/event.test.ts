import { describe, expect, test } from 'vitest';
import { Emitter, nextEvent } from '../../../src/base/event.ts';

describe('Emitter', () => {
  test('tells every listener, in the order of subscription', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`a${value}`));
    emitter.event((value) => heard.push(`b${value}`));
    emitter.fire(1);
    expect(heard).toEqual(['a1', 'b1']);
  });

  test('the same function may subscribe twice and leave once', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number) => heard.push(value);
    const first = emitter.event(listener);
    emitter.event(listener);
    first.dispose();
    first.dispose();
    emitter.fire(7);
    expect(heard).toEqual([7]);
  });

  test('who subscribes while it fires hears the next one; who leaves hears nothing more', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => {
      heard.push(`first ${value}`);
      second.dispose();
      if (value === 1) emitter.event((later) => heard.push(`new ${later}`));
    });
    const second = emitter.event((value) => heard.push(`second ${value}`));
    emitter.fire(1);
    emitter.fire(2);
    expect(heard).toEqual(['first 1', 'first 2', 'new 2']);
  });

  test('a listener that throws does not keep the others from hearing', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const failing = (message: string) => () => {
      throw new Error(message);
    };
    emitter.event(failing('one'));
    emitter.event((value) => heard.push(value));
    expect(() => emitter.fire(1)).toThrow('one');
    emitter.event(failing('two'));
    expect(() => emitter.fire(2)).toThrow(AggregateError);
    expect(heard).toEqual([1, 2]);
  });

  test('disposed, even in the middle, it tells nobody and keeps nobody', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event(() => emitter.dispose());
    emitter.event((value) => heard.push(value));
    emitter.fire(1);
    emitter.event((value) => heard.push(value)).dispose();
    emitter.event((value) => heard.push(value));
    emitter.fire(2);
    expect(heard).toEqual([]);
    expect(emitter.hasListeners).toBe(false);
  });

  test('knows whether anyone listens', () => {
    const emitter = new Emitter<void>();
    expect(emitter.hasListeners).toBe(false);
    const subscription = emitter.event(() => {});
    expect(emitter.hasListeners).toBe(true);
    subscription.dispose();
    expect(emitter.hasListeners).toBe(false);
  });
});

describe('nextEvent', () => {
  test('resolves with the first value that is accepted, and stops listening', async () => {
    const emitter = new Emitter<number>();
    const next = nextEvent(emitter.event, (value) => value > 1, new AbortController().signal);
    emitter.fire(1);
    emitter.fire(2);
    expect(emitter.hasListeners).toBe(false);
    emitter.fire(3);
    expect(await next).toBe(2);
  });

  test('rejects with the signal’s reason, and stops listening', async () => {
    const emitter = new Emitter<number>();
    const controller = new AbortController();
    const next = nextEvent(emitter.event, () => true, controller.signal);
    controller.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
    expect(emitter.hasListeners).toBe(false);
  });

  test('rejects at once when the signal aborted before', async () => {
    const emitter = new Emitter<number>();
    await expect(nextEvent(emitter.event, () => true, AbortSignal.abort(new Error('before')))).rejects.toThrow(
      'before',
    );
    expect(emitter.hasListeners).toBe(false);
  });
});
