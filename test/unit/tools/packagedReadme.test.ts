import { expect, it } from 'vitest';
import { packagedReadme } from '../../../tools/package/packagedReadme.ts';

const packed = new Set(['docs/images/tree.png', 'docs/local-service.md', 'CHANGELOG.md']);

function read(source: string) {
  return packagedReadme(source, (file) => packed.has(file));
}

it('keeps pictures and pages under docs that exist, and names them for packing', () => {
  const source = '![The tree](docs/images/tree.png) and [the table](docs/local-service.md#limits)';
  expect(read(source)).toEqual({ text: source, files: ['docs/images/tree.png', 'docs/local-service.md'] });
});

it('turns a link to what is not packed into its words, and drops a picture that is not there', () => {
  expect(read('see [`samples/`](samples/README.md), [changes](CHANGELOG.md)![x](docs/images/none.png)').text).toBe(
    'see `samples/`, changes',
  );
});

it('leaves the rest of the world alone', () => {
  const source = '[Node](https://nodejs.org) · [below](#try-it) · `[a](b)`[0]';
  expect(read(source).text).toBe('[Node](https://nodejs.org) · [below](#try-it) · `a`[0]');
});
