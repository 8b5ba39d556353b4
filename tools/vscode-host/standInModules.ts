/** Plain JavaScript in place of two native modules that would otherwise have to be compiled before the server starts quietly. */

interface StandIn {
  /** Inside the server's `node_modules`. */
  readonly file: string;
  readonly source: string;
}

/** Writes the same log files as the native logger, without rotating them. */
const logger = `const fs = require('fs');
const path = require('path');
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
class Logger {
  constructor(name, file) {
    this.level = 2;
    this.file = file;
    try { fs.mkdirSync(path.dirname(file), { recursive: true }); } catch {}
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
  write(level, message) {
    if (levels.indexOf(level) < this.level) return;
    try { fs.appendFileSync(this.file, new Date().toISOString() + ' [' + level + '] ' + message + '\\n'); } catch {}
  }
}
for (const level of levels) Logger.prototype[level] = function (message) { this.write(level, message); };
const create = async (name, file) => new Logger(name, file);
exports.version = '0.0.0';
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Ends a server whose parent is gone; ours is ended with its process group. */
const watchdog = `exports.start = () => {};
`;

export const standInModules: readonly StandIn[] = [
  { file: '@vscode/spdlog/index.js', source: logger },
  { file: '@vscode/native-watchdog/index.js', source: watchdog },
];
