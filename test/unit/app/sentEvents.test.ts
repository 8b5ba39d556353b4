import { describe, expect, it } from 'vitest';
import { emptyIntent } from '../../../src/app/drafts.ts';
import { SentEvents } from '../../../src/app/sentEvents.ts';

const orders = { targetId: 'local', functionName: 'orders-api' };
const sameOnAws = { ...orders, targetId: 'prod/eu-west-1' };
const intent = (eventText: string) => ({ ...emptyIntent, eventText });

describe('SentEvents', () => {
  it('knows a request of a function on its target, and of no other', () => {
    const sent = new SentEvents();
    sent.add(orders, 'r1', intent('{"a":1}'));
    sent.add(sameOnAws, 'r2', intent('{}'));
    expect(sent.requestIds()).toEqual({ 'local/orders-api': ['r1'], 'prod/eu-west-1/orders-api': ['r2'] });
    expect(sent.find(orders, 'r1')?.eventText).toBe('{"a":1}');
    expect(sent.find(sameOnAws, 'r1')).toBeUndefined();
  });

  it('forgets the oldest above its capacity, but keeps the last one whatever its size', () => {
    const sent = new SentEvents({ capacity: 10 });
    sent.add(orders, 'r1', intent('12345'));
    sent.add(orders, 'r2', intent('12345'));
    sent.add(orders, 'r3', intent('1'));
    expect(sent.requestIds()).toEqual({ 'local/orders-api': ['r2', 'r3'] });
    sent.add(orders, 'r4', intent('x'.repeat(100)));
    expect(sent.requestIds()).toEqual({ 'local/orders-api': ['r4'] });
  });

  it('counts requests too, and a request that is told twice once', () => {
    const sent = new SentEvents({ mostRequests: 2 });
    for (const requestId of ['r1', 'r2', 'r2', 'r3']) sent.add(orders, requestId, intent('{}'));
    expect(sent.requestIds()).toEqual({ 'local/orders-api': ['r2', 'r3'] });
  });

  it('tells that there is more to know, and takes no answer without a request id', () => {
    const sent = new SentEvents();
    let told = 0;
    sent.onDidChange(() => {
      told += 1;
    });
    sent.add(orders, '', intent('{}'));
    sent.add(orders, 'r1', intent('{}'));
    expect(told).toBe(1);
  });
});
