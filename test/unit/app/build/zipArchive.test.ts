import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { ZipArchive, type ZipMember } from '../../../../src/app/build/zipArchive.ts';
import { zipEntries } from '../../../support/zipEntries.ts';

async function zipOf(members: readonly ZipMember[], compresses: boolean): Promise<Uint8Array> {
  const archive = new ZipArchive(compresses);
  await archive.add(members);
  return archive.end();
}

/** The same members through a library of great age. */
function zipOfLibrary(members: readonly ZipMember[], compress: boolean): Promise<Buffer> {
  const archive = new ZipFile();
  const options = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, compress };
  for (const { path, content, isExecutable } of members) {
    archive.addBuffer(Buffer.from(content), path, { ...options, mode: isExecutable ? 0o100755 : 0o100644 });
  }
  archive.end();
  return buffer(archive.outputStream);
}

const segment = fc
  .stringMatching(/^[\p{L}\p{N}_. -]{1,12}$/u)
  .filter((text) => !/^\.+$/.test(text) && text.trim() !== '');
const member = fc.record({
  path: fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/')),
  content: fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.nat(3000).map((count) => new Uint8Array(count).fill(7)),
  ),
  isExecutable: fc.boolean(),
});

test('the bytes are those of another writer of zips, stored and compressed', async () => {
  const members = fc.uniqueArray(member, { maxLength: 8, selector: ({ path }) => path });
  await fc.assert(
    fc.asyncProperty(members, fc.boolean(), async (list, compresses) => {
      const [own, other] = [await zipOf(list, compresses), await zipOfLibrary(list, compresses)];
      expect(Buffer.compare(own, other)).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('more files than the format first had room for are counted with 64 bits', async () => {
  const count = 65_600;
  const content = new Uint8Array();
  const members = Array.from({ length: count }, (_, index) => ({ path: `f/${index}`, content, isExecutable: false }));
  const zip = Buffer.from(await zipOf(members, false));
  const archive = await fromBufferPromise(zip, { lazyEntries: true });
  expect(archive.entryCount).toBe(count);
  let last = '';
  for await (const entry of archive.eachEntry()) last = entry.fileName;
  expect(last).toBe(`f/${count - 1}`);
});

test('members that are added in several steps stand in their order', async () => {
  const archive = new ZipArchive(true);
  for (const path of ['b.txt', 'a.txt']) {
    await archive.add([{ path, content: Buffer.from(path), isExecutable: path === 'a.txt' }]);
  }
  expect(await zipEntries(archive.end())).toEqual([
    { path: 'b.txt', text: 'b.txt', mode: 0o644 },
    { path: 'a.txt', text: 'a.txt', mode: 0o755 },
  ]);
});
