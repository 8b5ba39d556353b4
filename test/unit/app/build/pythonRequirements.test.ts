import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pythonRequirements } from '../../../../src/app/build/languages/pythonRequirements.ts';
import { parsePythonSyntax } from '../../../../src/app/build/languages/pythonSyntax.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

async function read(files: Readonly<Record<string, string>>, named?: string) {
  const folder = folders.create(files);
  const found = await pythonRequirements(folder, named);
  return (
    found && {
      file: path.relative(folder, found.file),
      lines: found.lines,
      inputs: found.inputs.map((file) => path.relative(folder, file)),
      localFolders: found.localFolders.map((file) => path.relative(folder, file)),
    }
  );
}

describe('what a Python project wants', () => {
  test('stands in requirements.txt, with what that includes', async () => {
    const files = { 'requirements.txt': 'requests\n-r more/base.txt\n-c pins.txt\n', 'pyproject.toml': '' };
    expect(await read(files)).toEqual({
      file: 'requirements.txt',
      lines: undefined,
      inputs: ['requirements.txt', 'more/base.txt', 'pins.txt'],
      localFolders: [],
    });
  });

  test('or in the file that the link names, which has to be there', async () => {
    expect(await read({ 'deploy/lambda.txt': 'x' }, 'deploy/lambda.txt')).toMatchObject({ file: 'deploy/lambda.txt' });
    await expect(read({}, 'lambda.txt')).rejects.toThrow(/lambda\.txt is not there\. Correct "requirements"/);
  });

  test('or in pyproject.toml', async () => {
    const standard = '[project]\nname = "a"\ndependencies = ["requests>=2", "boto3; python_version > \'3.9\'"]\n';
    expect(await read({ 'pyproject.toml': standard })).toEqual({
      file: 'pyproject.toml',
      lines: ['requests>=2', "boto3; python_version > '3.9'"],
      inputs: ['pyproject.toml'],
      localFolders: [],
    });
    await expect(read({ 'pyproject.toml': '[project' })).rejects.toThrow(/pyproject\.toml is not TOML/);
  });

  test('or in Poetry’s table, whose ranges others write in another way', async () => {
    const poetry = `[tool.poetry.dependencies]
python = "^3.12"
requests = "^2.31.0"
early = "^0.4.1"
minor = "~1.2.3"
exact = "1.0"
any = "*"
fields = { version = ">=1,<2", extras = ["http2"] }
later = { version = "1", optional = true }
`;
    expect((await read({ 'pyproject.toml': poetry }))?.lines).toEqual([
      'requests>=2.31.0,<3',
      'early>=0.4.1,<0.5',
      'minor>=1.2.3,<1.3',
      'exact==1.0',
      'any',
      'fields[http2]>=1,<2',
    ]);
  });

  test('is pinned by poetry.lock, without the groups for development', async () => {
    const lock = `
[[package]]
name = "requests"
version = "2.32.3"
groups = ["main"]
markers = "python_version >= \\"3.9\\""

[[package]]
name = "pytest"
version = "8.0.0"
groups = ["dev"]

[[package]]
name = "old-style"
version = "1.0"
category = "dev"

[[package]]
name = "extra"
version = "1.0"
optional = true
`;
    expect((await read({ 'pyproject.toml': '', 'poetry.lock': lock }))?.lines).toEqual([
      'requests==2.32.3 ; python_version >= "3.9"',
    ]);
  });

  test('is pinned by uv.lock: what can be reached from the project, with extras and markers', async () => {
    const lock = `
[[package]]
name = "orders"
source = { virtual = "." }
dependencies = [
  { name = "httpx", extra = ["http2"] },
  { name = "tzdata", marker = "sys_platform == 'win32'" },
]
[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "httpx"
version = "0.27.0"
dependencies = [{ name = "idna" }]
[package.optional-dependencies]
http2 = [{ name = "h2" }]

[[package]]
name = "idna"
version = "3.7"
[[package]]
name = "h2"
version = "4.1.0"
[[package]]
name = "tzdata"
version = "2024.1"
[[package]]
name = "pytest"
version = "8.0.0"
`;
    const project = '[project]\nname = "Orders"\ndependencies = ["httpx[http2]"]\n';
    const found = await read({ 'pyproject.toml': project, 'uv.lock': lock });
    expect(found?.lines).toEqual([
      'h2==4.1.0',
      'httpx==0.27.0',
      'idna==3.7',
      "tzdata==2024.1 ; (sys_platform == 'win32')",
    ]);
    expect(found?.inputs).toEqual(['pyproject.toml', 'uv.lock']);
  });

  test('may be folders beside it, whose content counts then', async () => {
    const files = { 'requirements.txt': '-e ../shared\n./libs/a[extra] ; x\nb @ file:///opt/b\nrequests\n# ./none\n' };
    expect((await read(files))?.localFolders).toEqual(['../shared', 'libs/a', expect.stringMatching(/opt\/b$/)]);
  });

  test('is reached in uv.lock along every way; workspace members are folders, virtual ones nothing', async () => {
    const lock = `
[[package]]
name = "orders"
source = { editable = "." }
dependencies = [
  { name = "core" },
  { name = "a", marker = "sys_platform == 'linux'" },
  { name = "b" },
]
[[package]]
name = "core"
version = "0.1.0"
source = { editable = "../core" }
[[package]]
name = "a"
version = "1.0"
dependencies = [{ name = "c" }]
[[package]]
name = "b"
version = "1.0"
source = { git = "https://git.example/b?rev=main#0123abc" }
dependencies = [{ name = "c", marker = "python_version < '3.13'" }, { name = "d" }, { name = "a" , marker = "os_name == 'nt'" }]
[[package]]
name = "c"
version = "1.0"
[[package]]
name = "d"
version = "1.0"
source = { virtual = "../d" }
dependencies = [{ name = "b" }]
`;
    const found = await read({ 'pyproject.toml': '', 'uv.lock': lock });
    expect(found?.lines?.map((line) => line.replace(/^\/.*\//, '…/'))).toEqual([
      '…/core',
      "a==1.0 ; (sys_platform == 'linux') or (os_name == 'nt')",
      'b @ git+https://git.example/b@0123abc',
      "c==1.0 ; (sys_platform == 'linux') or (python_version < '3.13') or (os_name == 'nt')",
    ]);
    expect(found?.localFolders).toEqual(['../core']);
  });

  test('is nothing for a project without any of them', async () => {
    expect(await read({ 'app.py': '' })).toBeUndefined();
  });
});

test('what Python says about sources that it cannot read', () => {
  const output = `["/p/app.py", 2, 12, 2, 13, "'{' was never closed"]\n["/p/b.py", null, null, null, null, "source code cannot contain null bytes"]\nnoise\n`;
  expect(parsePythonSyntax(output)).toEqual([
    {
      file: '/p/app.py',
      line: 2,
      column: 12,
      endColumn: 13,
      severity: 'error',
      message: "'{' was never closed",
      source: 'python',
    },
    {
      file: '/p/b.py',
      line: 1,
      column: 1,
      severity: 'error',
      message: 'source code cannot contain null bytes',
      source: 'python',
    },
  ]);
});
