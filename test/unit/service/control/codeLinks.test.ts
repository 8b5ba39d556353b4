import { describe, expect, it } from 'vitest';
import { CodeLinks } from '../../../../src/service/control/codeLinks.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

const packageId = 'ab'.repeat(32);

function partsOf(link: string) {
  const { pathname, search } = new URL(link);
  return [pathname, search.slice(1)] as const;
}

describe('CodeLinks', () => {
  it('opens its own links for ten minutes', async () => {
    const clock = new FakeClock();
    const links = new CodeLinks('secret', clock);
    const link = links.create('http://127.0.0.1:3000', packageId);
    expect(links.open(...partsOf(link))).toBe(packageId);
    await clock.advance(10 * 60_000 - 1);
    expect(links.open(...partsOf(link))).toBe(packageId);
    await clock.advance(1);
    expect(links.open(...partsOf(link))).toBeUndefined();
  });

  it('opens nothing that was changed or made with another secret', () => {
    const clock = new FakeClock();
    const links = new CodeLinks('secret', clock);
    const [path, query] = partsOf(links.create('http://127.0.0.1:3000', packageId));
    const parameters = new URLSearchParams(query);
    const later = new URLSearchParams({ ...Object.fromEntries(parameters), expires: String(clock.now() + 9e9) });
    expect(links.open(path, String(later))).toBeUndefined();
    expect(links.open(`/code/${'cd'.repeat(32)}`, query)).toBeUndefined();
    expect(links.open(path, '')).toBeUndefined();
    expect(links.open(path, `expires=${parameters.get('expires')}&signature=AAAA`)).toBeUndefined();
    expect(new CodeLinks('other', clock).open(path, query)).toBeUndefined();
  });

  it('covers its own paths and no others', () => {
    expect(CodeLinks.covers(`/code/${packageId}`)).toBe(true);
    expect(CodeLinks.covers('/2015-03-31/functions')).toBe(false);
  });
});
