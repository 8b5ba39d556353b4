import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildMembers, readBuildSetting } from '../../../../src/app/build/buildSetting.ts';
import { asObject, asTexts } from '../../../../src/base/json.ts';

const settings = [
  { kind: 'esbuild', entry: 'src/index.ts' },
  { kind: 'esbuild', entry: 'src/index.ts', format: 'cjs', external: ['sharp'] },
  { kind: 'copy' },
  { kind: 'python' },
  { kind: 'python', requirements: 'deploy/requirements.txt', installer: 'pip' },
  { kind: 'go' },
  { kind: 'go', package: './cmd/orders' },
  { kind: 'rust', binary: 'orders' },
  { kind: 'java', tool: 'maven' },
  { kind: 'java', tool: 'gradle' },
  { kind: 'dotnet', project: 'src/Orders.csproj' },
  { kind: 'ruby' },
  { kind: 'command', run: 'make build', output: 'dist' },
  { kind: 'command', run: ['make', 'build'], output: 'out.zip', inputs: ['src', '../shared'] },
];

describe('the build member of a link', () => {
  test.each(settings)('%o is taken as it stands', (setting) => {
    expect(readBuildSetting(setting)).toEqual({ setting });
  });

  test('members that nobody knows are passed over', () => {
    expect(readBuildSetting({ kind: 'go', colour: 'red' })).toEqual({ setting: { kind: 'go' } });
  });

  test.each([
    [undefined, undefined, 'an object whose "kind" is one of "esbuild", "copy"'],
    ['copy', undefined, 'an object'],
    [{}, undefined, 'an object'],
    [{ kind: 'zip' }, 'kind', 'one of "esbuild"'],
    [{ kind: 'constructor' }, 'kind', 'one of'],
    [{ kind: 'esbuild' }, 'entry', 'a path relative to the folder'],
    [{ kind: 'esbuild', entry: 'a.ts', external: 'sharp' }, 'external', 'a list of texts'],
    [{ kind: 'java' }, 'tool', '"maven" or "gradle"'],
    [{ kind: 'java', tool: 'ant' }, 'tool', '"maven" or "gradle"'],
    [{ kind: 'python', installer: 'conda' }, 'installer', '"uv" or "pip"'],
    [{ kind: 'command', run: [], output: 'out' }, 'run', 'a command line'],
    [{ kind: 'command', run: 'make' }, 'output', 'the folder or zip'],
  ])('%o is refused for its member %s', (value, member, expected) => {
    const read = readBuildSetting(value);
    expect(read).toMatchObject({ fault: { member } });
    expect('fault' in read && read.fault.expected).toContain(expected);
  });

  test('has a schema for the editor that says the same', () => {
    const file = path.resolve(import.meta.dirname, '../../../../media/lambda-workbench.schema.json');
    const schema = JSON.parse(readFileSync(file, 'utf8'));
    const kinds = schema.properties.links.items.properties.build.oneOf.map((kind: unknown) => {
      const { properties, required } = asObject(kind) ?? {};
      const members = Object.keys(asObject(properties) ?? {}).filter((name) => name !== 'kind');
      const name = asObject(asObject(properties)?.['kind'])?.['const'];
      return [name, { members: members.sort(), required: asTexts(required).filter((member) => member !== 'kind') }];
    });
    const expected = Object.entries(buildMembers).map(([name, members]) => [
      name,
      {
        members: Object.keys(members).sort(),
        required: Object.keys(members).filter((member) => members[member]?.isRequired),
      },
    ]);
    expect(Object.fromEntries(kinds)).toEqual(Object.fromEntries(expected));
  });
});
