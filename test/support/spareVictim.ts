/** A program with a spare that waits. It prints the spare's process id and waits to be killed. */

import { SpareBench } from './spareBench.ts';

const spares = await SpareBench.create();
const files = { 'index.js': 'exports.handler = async () => 1;\n', 'package.json': '{}' };
const { pid } = await spares.untilSpare(() => spares.fresh(spares.bench.version('one', {}, files)));
console.log(pid);
