import { describe, expect, test } from 'vitest';
import { DisposableStore, MutableDisposable, toDisposable } from '../../../src/base/lifecycle.ts';

const noting = (released: string[], name: string) => toDisposable(() => released.push(name));

describe('toDisposable', () => {
  test('releases once', () => {
    const released: string[] = [];
    const disposable = noting(released, 'a');
    disposable.dispose();
    disposable.dispose();
    expect(released).toEqual(['a']);
  });
});

describe('DisposableStore', () => {
  test('releases in reverse order of creation, once', () => {
    const released: string[] = [];
    const store = new DisposableStore();
    for (const name of ['first', 'second', 'third']) store.add(noting(released, name));
    store.dispose();
    store.dispose();
    expect(released).toEqual(['third', 'second', 'first']);
    expect(store.isDisposed).toBe(true);
  });

  test('hands back what it takes', () => {
    const disposable = toDisposable(() => {});
    expect(new DisposableStore().add(disposable)).toBe(disposable);
  });

  test('adding to a disposed store releases at once', () => {
    const released: string[] = [];
    const store = new DisposableStore();
    store.dispose();
    store.add(noting(released, 'late'));
    expect(released).toEqual(['late']);
  });

  test('one that throws does not keep the others from being released', () => {
    const released: string[] = [];
    const store = new DisposableStore();
    store.add(noting(released, 'first'));
    store.add(
      toDisposable(() => {
        throw new Error('stuck');
      }),
    );
    store.add(noting(released, 'third'));
    expect(() => store.dispose()).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ message: 'stuck' })] }),
    );
    expect(released).toEqual(['third', 'first']);
  });

  test('what is added while it disposes is released too', () => {
    const released: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => store.add(noting(released, 'from within'))));
    store.dispose();
    expect(released).toEqual(['from within']);
  });
});

describe('MutableDisposable', () => {
  test('setting another disposes the previous one; the same one stays', () => {
    const released: string[] = [];
    const slot = new MutableDisposable();
    const first = noting(released, 'first');
    slot.value = first;
    slot.value = first;
    expect(released).toEqual([]);
    slot.value = noting(released, 'second');
    expect(released).toEqual(['first']);
    slot.value = undefined;
    expect(released).toEqual(['first', 'second']);
  });

  test('disposed, it releases its value and everything that comes after', () => {
    const released: string[] = [];
    const slot = new MutableDisposable();
    slot.value = noting(released, 'held');
    slot.dispose();
    slot.value = noting(released, 'late');
    expect(released).toEqual(['held', 'late']);
    expect(slot.value).toBeUndefined();
  });
});
