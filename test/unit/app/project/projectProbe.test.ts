import { afterAll, describe, expect, test } from 'vitest';
import { guessProject } from '../../../../src/app/project/projectProbe.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

async function guessOf(files: Readonly<Record<string, string>>) {
  const guess = await guessProject(folders.create(files));
  return guess && { runtime: guess.runtime, handler: guess.handler, build: guess.build };
}

describe('guessing the function of a folder', () => {
  test('TypeScript is bundled; its handler lies at the root of the package', async () => {
    expect(await guessOf({ 'src/index.ts': 'export const handler = async () => 1;', 'README.md': '' })).toEqual({
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      build: { kind: 'esbuild', entry: 'src/index.ts' },
    });
  });

  test('JavaScript is copied and stays where it is', async () => {
    expect(await guessOf({ 'src/app.js': 'exports.ordersHandler = async () => 1;' })).toEqual({
      runtime: 'nodejs22.x',
      handler: 'src/app.ordersHandler',
      build: { kind: 'copy' },
    });
    expect(await guessOf({ 'index.mjs': 'export async function main() {}' })).toMatchObject({
      handler: 'index.handler',
    });
  });

  test('Python is copied; its handler is the function that takes an event', async () => {
    expect(await guessOf({ 'lambda_function.py': 'def lambda_handler(event, context):\n  pass\n' })).toEqual({
      runtime: 'python3.13',
      handler: 'lambda_function.lambda_handler',
      build: { kind: 'copy' },
    });
    expect(await guessOf({ 'app.py': 'def helper(x):\n  pass\ndef greet(event, _):\n  pass\n' })).toMatchObject({
      handler: 'app.greet',
    });
  });

  test('the root wins over src, and index over the other names', async () => {
    expect(await guessOf({ 'src/index.ts': '', 'main.py': '', 'app.js': '' })).toMatchObject({
      handler: 'app.handler',
    });
  });

  test('a folder without a handler is no guess', async () => {
    expect(await guessOf({ 'README.md': '', 'lib/index.ts': '' })).toBeUndefined();
    expect(await guessProject('/nowhere/at/all')).toBeUndefined();
  });

  test('the name is the folder’s, made valid', async () => {
    const folder = folders.create({ 'my function!/index.js': '', '???/index.js': '' });
    expect((await guessProject(`${folder}/my function!`))?.suggestedName).toBe('my-function');
    expect((await guessProject(`${folder}/???`))?.suggestedName).toBe('my-function');
  });
});

describe('guessing by the build file', () => {
  test('Go is its main package, else the first below cmd', async () => {
    const bootstrap = { runtime: 'provided.al2023', handler: 'bootstrap' };
    const main = { 'go.mod': 'module example.com/a\n', 'main.go': '// A comment.\npackage main\n' };
    expect(await guessOf(main)).toEqual({ ...bootstrap, build: { kind: 'go' } });
    const commands = {
      'go.mod': 'module example.com/a\n',
      'a.go': 'package a\n',
      'cmd/docs/readme.md': '',
      'cmd/orders/main.go': 'package main\n',
    };
    expect(await guessOf(commands)).toEqual({ ...bootstrap, build: { kind: 'go', package: './cmd/orders' } });
    expect(await guessOf({ 'go.mod': 'module example.com/a\n', 'a.go': 'package a\n' })).toBeUndefined();
  });

  test('Rust is its binary, the first where there are several', async () => {
    const bootstrap = { runtime: 'provided.al2023', handler: 'bootstrap' };
    expect(await guessOf({ 'Cargo.toml': '[package]\nname = "a"\n', 'src/main.rs': '' })).toEqual({
      ...bootstrap,
      build: { kind: 'rust' },
    });
    const several = '[package]\nname = "a"\n\n[[bin]]\nname = "orders"\n\n[[bin]]\npath = "x.rs"\nname = "bills"\n';
    expect(await guessOf({ 'Cargo.toml': several })).toEqual({
      ...bootstrap,
      build: { kind: 'rust', binary: 'orders' },
    });
    expect(await guessOf({ 'Cargo.toml': '[package]\nname = "a"\n', 'src/lib.rs': '' })).toBeUndefined();
  });

  test('Java is the class that handles requests, on the version that the project wants', async () => {
    const handler = 'package example.orders;\n\npublic class Orders implements RequestHandler<Map, Map> {\n';
    const files = {
      'pom.xml': '<properties><maven.compiler.release>17</maven.compiler.release></properties>',
      'src/main/java/example/orders/Customer.java': 'package example.orders;\npublic class Customer {}\n',
      'src/main/java/example/orders/Orders.java': handler,
    };
    expect(await guessOf(files)).toEqual({
      runtime: 'java17',
      handler: 'example.orders.Orders',
      build: { kind: 'java', tool: 'maven' },
    });
    const kotlin = {
      'build.gradle.kts': 'kotlin { jvmToolchain(21) }',
      'src/main/kotlin/App.kt': 'class App {\n  fun handleRequest(event: Map<String, Any>) = event\n}\n',
    };
    expect(await guessOf(kotlin)).toEqual({
      runtime: 'java21',
      handler: 'App::handleRequest',
      build: { kind: 'java', tool: 'gradle' },
    });
  });

  test('.NET is the method of a class in its assembly', async () => {
    const source =
      'namespace Example.Orders;\npublic class Function\n{\n    public async Task<string> FunctionHandler(Order order, ILambdaContext context)\n';
    expect(
      await guessOf({ 'Orders.csproj': '<TargetFramework>net8.0</TargetFramework>', 'Function.cs': source }),
    ).toEqual({
      runtime: 'dotnet8',
      handler: 'Orders::Example.Orders.Function::FunctionHandler',
      build: { kind: 'dotnet' },
    });
    const program =
      '<OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><AssemblyName>orders</AssemblyName>';
    expect(await guessOf({ 'Orders.csproj': program, 'Program.cs': '' })).toMatchObject({
      runtime: 'dotnet10',
      handler: 'orders',
    });
  });

  test('Python with requirements and Ruby with a Gemfile get their packages', async () => {
    const python = { 'app.py': 'def handler(event, context):\n  pass\n', 'requirements.txt': 'requests\n' };
    expect(await guessOf(python)).toMatchObject({ handler: 'app.handler', build: { kind: 'python' } });
    const ruby = { 'app.rb': 'def handler(event:, context:)\nend\n' };
    expect(await guessOf(ruby)).toEqual({ runtime: 'ruby3.4', handler: 'app.handler', build: { kind: 'copy' } });
    const inClass = { 'app.rb': 'class Orders\n  def self.run(event:, context:)\n', Gemfile: '' };
    expect(await guessOf(inClass)).toMatchObject({ handler: 'app.Orders.run', build: { kind: 'ruby' } });
  });
});
