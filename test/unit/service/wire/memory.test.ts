import { describe, expect, it } from 'vitest';
import { Memory } from '../../../../src/service/wire/memory.ts';

describe('Memory', () => {
  const made: string[] = [];
  const make = (text: string) => {
    made.push(text);
    return text === 'nothing' ? undefined : `made of ${text}`;
  };

  it('makes a value once', () => {
    const memory = new Memory<string | undefined>();
    expect([memory.get('a', make), memory.get('a', make), memory.get('b', make)]).toEqual([
      'made of a',
      'made of a',
      'made of b',
    ]);
    expect(made.splice(0)).toEqual(['a', 'b']);
  });

  it('keeps neither nothing nor what is long', () => {
    const memory = new Memory<string | undefined>();
    const long = 'x'.repeat(513);
    for (const text of ['nothing', long, 'nothing', long]) memory.get(text, make);
    expect(made.splice(0)).toEqual(['nothing', long, 'nothing', long]);
  });

  it('begins anew when strangers have filled it', () => {
    const memory = new Memory<string | undefined>();
    for (let index = 0; index < 501; index += 1) memory.get(String(index), make);
    made.length = 0;
    memory.get('500', make);
    memory.get('0', make);
    expect(made.splice(0)).toEqual(['0']);
  });
});
