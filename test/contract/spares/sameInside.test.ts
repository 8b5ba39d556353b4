/** A function cannot tell whether its process was started for it or waited for it. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isInstalled, SpareBench } from '../../support/spareBench.ts';

let spares: SpareBench;
beforeEach(async () => {
  spares = await SpareBench.create();
});
afterEach(() => spares.close());

const node = `
const fs = require('node:fs');
const read = (path) => { try { return fs.readFileSync(path, 'latin1'); } catch { return ''; } };
const list = (path) => { try { return fs.readdirSync(path); } catch { return []; } };
const link = (path) => { try { return fs.readlinkSync(path); } catch { return 'gone'; } };
exports.handler = async () => ({
  parent: process.ppid, pid: process.pid,
  seen: {
    argv: process.argv, argv0: process.argv0, execArgv: process.execArgv, title: process.title, folder: process.cwd(),
    environment: process.env,
    searched: require('node:module').globalPaths, loaded: Object.keys(require.cache), main: require.main.filename,
    events: process.eventNames().map(String), resources: process.getActiveResourcesInfo(),
    heapLimit: require('node:v8').getHeapStatistics().heap_size_limit,
    globals: Object.getOwnPropertyNames(globalThis),
    now: new Date(0).toString(), mask: process.umask(),
    input: fs.readFileSync(0, 'utf8'), colours: process.stdout.isTTY ?? false,
    commandLine: read('/proc/self/cmdline').split('\\0'),
    descriptors: list('/proc/self/fd').map((number) => [Number(number), link('/proc/self/fd/' + number)]),
    limits: read('/proc/self/limits'),
    signals: read('/proc/self/status').split('\\n').filter((line) => /^(Sig(Blk|Ign|Cgt)|Threads|Seccomp|NoNewPrivs)/.test(line)),
    child: require('node:child_process').execFileSync('/usr/bin/env', { encoding: 'utf8' }).split('\\n').sort(),
  },
});
`;

const python = `
import os, subprocess, sys, time

def read(path):
    try:
        with open(path, encoding="latin1") as file:
            return file.read()
    except OSError:
        return ""

def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return "gone"

def numbers():
    return sorted(os.listdir("/proc/self/fd"), key=int) if os.path.exists("/proc/self/fd") else []

def handler(event, context):
    return {
        "parent": os.getppid(), "pid": os.getpid(),
        "seen": {
            "argv": sys.argv, "orig": getattr(sys, "orig_argv", None), "folder": os.getcwd(), "path": sys.path,
            "environment": dict(os.environ), "flags": repr(sys.flags),
            "options": sys._xoptions, "prefix": sys.pycache_prefix, "executable": sys.executable,
            "encodings": [sys.getfilesystemencoding(), sys.stdout.encoding, sys.stdin.encoding, sys.stdin.seekable()],
            "input": sys.stdin.read(), "meta": [repr(type(finder)) for finder in sys.meta_path],
            "own": sorted(name for name in sys.modules if "workbench" in name), "zone": time.tzname,
            "commandLine": read("/proc/self/cmdline").split(chr(0)),
            "descriptors": [[int(n), link("/proc/self/fd/" + n)] for n in numbers()],
            "limits": read("/proc/self/limits"),
            "signals": [l for l in read("/proc/self/status").split(chr(10)) if l[:6] in ("SigBlk", "SigIgn", "SigCgt", "Thread")],
            "child": sorted(subprocess.run(["/usr/bin/env"], stdout=subprocess.PIPE).stdout.decode().split(chr(10))),
        },
    }
`;

const ruby = `
require 'rbconfig'

def read(path)
  File.read(path, encoding: 'BINARY').force_encoding('UTF-8')
rescue SystemCallError
  ''
end

def link(path)
  File.readlink(path)
rescue SystemCallError
  'gone'
end

def handler(event:, context:)
  numbers = Dir.exist?('/proc/self/fd') ? Dir.children('/proc/self/fd').map(&:to_i).sort : []
  {
    parent: Process.ppid, pid: Process.pid,
    seen: {
      argv: ARGV, program: $PROGRAM_NAME, folder: Dir.pwd, environment: ENV.to_h, path: $LOAD_PATH, gems: Gem.path,
      features: $LOADED_FEATURES, encodings: [Encoding.default_external, Encoding.default_internal].map(&:to_s),
      input: $stdin.read, zone: Time.at(0).zone, ruby: RbConfig.ruby,
      commandLine: read('/proc/self/cmdline').split(0.chr),
      descriptors: numbers.map { |number| [number, link('/proc/self/fd/' + number.to_s)] },
      limits: read('/proc/self/limits'),
      signals: read('/proc/self/status').lines.grep(/^(Sig(Blk|Ign|Cgt)|Threads)/),
      child: IO.popen('/usr/bin/env').read.lines.sort
    }
  }
end
`;

interface Told {
  readonly pid: number;
  /** The shell that started it. */
  readonly parent: number;
  readonly seen: Readonly<Record<string, unknown>> & { readonly environment: Readonly<Record<string, string>> };
}

/** What is another one for every environment, under a name. */
function withoutIdentity({ seen }: Told): unknown {
  const own = seen.environment;
  const names = [
    'AWS_LAMBDA_LOG_STREAM_NAME',
    'AWS_LAMBDA_RUNTIME_API',
    'AWS_LAMBDA_METADATA_TOKEN',
    'TMPDIR',
  ] as const;
  const text = names.reduce((rest, name) => rest.replaceAll(own[name] ?? name, `<${name}>`), JSON.stringify(seen));
  return JSON.parse(
    text
      .replace(/(socket|pipe|anon_inode):\[?\w+\]?/g, '$1')
      .replace(/\/proc\/\d+\//g, '/proc/self/')
      // The mark by which the service knows the processes of an environment.
      .replace(/Max file locks +\d+ +\d+/g, 'Max file locks <mark>'),
  );
}

describe.each([
  ['nodejs24.x', 'index.handler', 'index.js', node],
  ['nodejs20.x', 'index.handler', 'index.js', node],
  ['python3.12', 'app.handler', 'app.py', python],
  ['python3.9', 'app.handler', 'app.py', python],
  ['ruby3.4', 'app.handler', 'app.rb', ruby],
])('%s', (runtime, handler, file, source) => {
  test('sees the same in a process that waited for it', async ({ skip }) => {
    if (runtime.startsWith('ruby') && !isInstalled('ruby')) skip('There is no Ruby');

    const variables = { STAGE: 'test', SECRET: 'päss "wörd"\n', TZ: 'Asia/Tokyo', NODE_ENV: 'production' };
    const configuration = { Runtime: runtime as 'nodejs24.x', Handler: handler, Environment: { Variables: variables } };
    const version = spares.bench.version('inside', configuration, { [file]: source, 'package.json': '{}' });
    const first = await spares.untilSpare(() => spares.fresh(version));
    const ordinary = JSON.parse(first.value.payload) as Told;
    const second = await spares.fresh(version);
    const taken = JSON.parse(second.payload) as Told;

    expect(taken.parent).toBe(first.pid);
    expect(taken.pid).not.toBe(ordinary.pid);
    expect(withoutIdentity(taken)).toEqual(withoutIdentity(ordinary));
    expect(ordinary.seen.environment).not.toHaveProperty('LAMBDA_WORKBENCH_SPARE');
    expect(taken.seen.environment).toMatchObject(variables);
    // What it did not wait for is told beside Init Duration, which is what it waited for.
    expect(first.value.log.join('')).not.toContain('Started ahead');
    expect(second.log.join('')).toMatch(/Started ahead: .*; \d+\.\d\d ms of its start are no part of Init Duration\n/);
    expect(second.log.at(-1)).toMatch(/\tInit Duration: \d+\.\d\d ms/);
  });
});
