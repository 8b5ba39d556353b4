// Runs one of this folder's tools on any Node ≥ 20: finds a Node that is new enough, installs what is missing, hands over.
// The only tool in plain JavaScript, because nothing newer may be assumed yet. Its own lines go to standard error.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const toolsFolder = path.dirname(fileURLToPath(import.meta.url));
const rootFolder = path.dirname(toolsFolder);
/** `node:sqlite` without a flag, and type stripping. */
const neededNode = [22, 13];
/** From here on Node strips types without being asked; every pinned Node is newer. */
const strippingNode = [22, 18];
const neededNpm = [8, 0];
const installDeadlineMs = 10 * 60_000;

class Refusal extends Error {}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function main([command, ...args]) {
  if (!isAtLeast(process.versions.node, [20])) {
    throw new Refusal(`This is Node ${process.versions.node}; Node 20 or newer is needed: https://nodejs.org`);
  }
  // The tools' own questions, asked here so that npm and the pinned Node are found in one place only.
  if (command === '--npm') return runNpm(findNpm(), args[0], args.slice(1));
  if (command === '--pinned-node') return console.log(await pinnedNode(findNpm(), 'Installing Node 24'));
  const commands = readdirSync(toolsFolder).flatMap((name) => (name.endsWith('.ts') ? [name.slice(0, -3)] : []));
  if (!commands.includes(command)) throw new Refusal(`Usage: node tools/run.mjs ${commands.join(' | ')}`);
  if (args.includes('--help') && printHelp(command)) return;

  const npm = findNpm();
  await installDependencies(npm);
  const node = await findNode(npm);
  const stripsTypes = node !== process.execPath || isAtLeast(process.versions.node, strippingNode);
  const flags = stripsTypes ? [] : ['--experimental-strip-types'];
  const tool = path.join(toolsFolder, `${command}.ts`);
  const environment = { ...cleanEnvironment(), npm_execpath: npm ?? '' };
  const ended = await run(node, [...flags, '--disable-warning=ExperimentalWarning', tool, ...args], {
    stdio: 'inherit',
    env: environment,
  });
  leaveLike(ended);
}

/** Help is plain text, so that asking for it installs nothing. */
function printHelp(command) {
  const file = path.join(toolsFolder, 'help', `${command}.txt`);
  if (!existsSync(file)) return false;
  process.stdout.write(readFileSync(file));
  return true;
}

async function installDependencies(npm) {
  if (isInstalled(rootFolder)) return;
  await install(npm, rootFolder, 'Installing the development dependencies');
  if (!isInstalled(rootFolder)) throw new Refusal('npm left node_modules incomplete: run `npm install` by hand');
}

/** The Node that runs this file when it is new enough, else the pinned one. */
async function findNode(npm) {
  const own = process.versions.node;
  if (isAtLeast(own, neededNode)) return process.execPath;
  return pinnedNode(npm, `Installing Node 24 beside the system's ${own}, which is too old for the local service`);
}

/** Node from whichever of the platform packages npm installs; installed on first use. */
async function pinnedNode(npm, reason) {
  const folder = path.join(toolsFolder, 'node');
  const found = findPinnedNode(folder);
  if (found) return found;
  await install(npm, folder, reason);
  const installed = findPinnedNode(folder);
  if (installed) return installed;
  throw new Refusal(
    `Node ${neededNode.join('.')} or newer is needed (this is ${process.versions.node}), and no package has one for ` +
      `${process.platform} on ${process.arch}: install it from https://nodejs.org`,
  );
}

/** The binary in the version that package.json pins, if it is there. */
function findPinnedNode(folder) {
  const { optionalDependencies } = readJson(path.join(folder, 'package.json'));
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const manifest = path.join(folder, 'node_modules', name, 'package.json');
    if (!existsSync(manifest)) continue;
    const installed = readJson(manifest);
    const binary = path.join(path.dirname(manifest), installed.bin.node);
    if (installed.version === version && existsSync(binary)) return binary;
  }
  return undefined;
}

/** Compares npm's record of what it installed with the lock file: exact, and free of time stamps that a checkout changes. */
function isInstalled(folder) {
  const record = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = readJson(path.join(folder, 'package-lock.json')).packages;
  const present = readJson(record).packages;
  return Object.entries(wanted).every(
    ([place, entry]) =>
      place === '' || entry.optional || entry.devOptional || present[place]?.version === entry.version,
  );
}

async function install(npm, folder, what) {
  const startedAt = Date.now();
  process.stderr.write(`${what} … `);
  try {
    // Not `ci`: it refuses a lock file written where a registry lacked another platform's optional packages. The versions
    // are those of the lock file all the same, and the file stays as it is.
    await runNpm(npm, folder, ['install', '--no-save']);
  } catch (error) {
    process.stderr.write('failed\n');
    throw error;
  }
  process.stderr.write(`${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

/** Runs npm in a folder, without scripts of packages. Refuses with npm's own reasons when it fails. */
async function runNpm(npm, folder, args) {
  if (!npm) {
    throw new Refusal('npm was not found beside Node or on PATH: install Node.js with npm from https://nodejs.org');
  }
  const { version } = readJson(path.join(path.dirname(npm), '..', 'package.json'));
  if (!isAtLeast(version, neededNpm)) {
    throw new Refusal(`npm ${version} is too old; ${neededNpm[0]} or newer is needed: npm install --global npm`);
  }
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--engine-strict=false', '--loglevel=error'];
  const ended = await run(process.execPath, [npm, ...args, ...quiet], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: installDeadlineMs,
  });
  if (ended.asked) process.kill(process.pid, ended.asked);
  if (ended.signal) throw new Refusal('npm took longer than ten minutes and was ended');
  if (ended.code !== 0) throw new Refusal(installFailure(ended.output));
}

function installFailure(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output)) {
    return 'npm could not reach the package registry: check the network connection or the proxy settings, then run this again';
  }
  if (/ENOSPC/.test(output)) return 'npm could not install: the disk is full';
  const reasons = output.split('\n').filter((line) => line.startsWith('npm error'));
  return `npm could not install the dependencies:\n${reasons.slice(0, 12).join('\n')}`;
}

/** npm as a script for Node, so that no shell takes part: the npm that runs us, the one beside Node, the one on PATH. */
function findNpm() {
  const given = process.env.npm_execpath;
  const script = path.join('node_modules', 'npm', 'bin', 'npm-cli.js');
  const beside = path.dirname(realpathSync(process.execPath));
  const candidates = [
    ...(given && path.basename(given) === 'npm-cli.js' ? [given] : []),
    path.join(beside, script),
    path.join(beside, '..', 'lib', script),
  ];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    candidates.push(path.join(folder, script));
    if (existsSync(path.join(folder, 'npm'))) candidates.push(realpathSync(path.join(folder, 'npm')));
  }
  return candidates.find((file) => path.basename(file) === 'npm-cli.js' && existsSync(file));
}

/** What npm tells a script about itself and its package would mislead another npm; what a person configured stays. */
function cleanEnvironment() {
  const misleading = /^npm_(lifecycle_|package_|command$|node_execpath$|config_(local_prefix|prefix|global)$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleading.test(name)));
}

/** Runs a command and passes the signals on that ask this process to end; the child decides how. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    let output = '';
    let asked;
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const forward = (signal) => {
      asked = signal;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const name of signals) process.on(name, forward);
    const orphaned = whenOrphaned(() => forward('SIGTERM'));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      clearInterval(orphaned);
      resolve({ code, signal, output, asked });
    });
  });
}

/** npm signals the shell that it runs a script in, and a shell passes nothing on: its child only finds itself adopted. */
function whenOrphaned(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 500);
  return watch;
}

function leaveLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
}

function isAtLeast(version, needed) {
  const parts = version.split('.').map(Number);
  for (const [index, least] of needed.entries()) if (parts[index] !== least) return parts[index] > least;
  return true;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
