/** A program with busy and idle environments. It prints their process ids as JSON and waits to be killed. */

import { DispatcherBench } from './dispatcherBench.ts';

const bench = await DispatcherBench.create();
const files = {
  'index.js': `exports.handler = async (event) => {
    console.log(process.pid);
    if (event.spin) for (;;);
    return process.pid;
  };`,
};
const spawns = bench.version('node', { Handler: 'index.spawns' });
const { own, child } = JSON.parse((await bench.run(spawns)).payload) as { own: number; child: number };

const daemonises = bench.version('hostile', { Handler: 'processes.daemonises', MemorySize: 256 });
const daemon = JSON.parse((await bench.run(daemonises)).payload) as number;

const spins = bench.version('spins', { Timeout: 900 }, files);
void bench.run(spins, { spin: true });
const python = bench.version(
  'pid',
  { Runtime: 'python3.12', Handler: 'app.handler' },
  {
    'app.py': 'import os\ndef handler(event, context):\n    return os.getpid()\n',
  },
);
const pythonPid = JSON.parse((await bench.run(python)).payload) as number;

// The spinning one tells its id in the log, which is written while it runs.
const append = bench.logs.append.bind(bench.logs);
const spinning = await new Promise<number>((resolve) => {
  const find = () => {
    const line = bench.logs.messages.find((message) => /\tINFO\t\d+\n$/.test(message));
    if (line !== undefined) resolve(Number(line.split('\t').at(-1)));
  };
  bench.logs.append = (...parameters) => {
    append(...parameters);
    find();
  };
  find();
});
console.log(JSON.stringify([own, child, spinning, pythonPid, daemon]));
