/** The runtimes whose bootstraps can be started ahead: what their interpreters read of the variables when they start. */

import type { InterpreterFamily } from '../interpreterFolders.ts';

export interface SpareRuntime {
  /** Names of variables that cannot be changed any more afterwards. */
  readonly readAtStart: RegExp;
  /** Whether a spare may be started with such a variable of the function's own: it says nothing of the function. */
  isHarmless(name: string, value: string): boolean;
  readonly hidden: HiddenModules;
}

/** What is searched before the interpreter's own modules, and those of them that are loaded by then. */
export interface HiddenModules {
  /** In a layer. */
  readonly folders: readonly string[];
  /** Whether it is the package as well. */
  readonly isInPackage: boolean;
  readonly names: ReadonlySet<string>;
}

/** Options that load nothing. */
const harmlessNodeOptions = new Set(['--enable-source-maps', '--no-warnings', '--no-deprecation', '--trace-warnings']);

const isTimeZone = (name: string) => name === 'TZ';

/** Of Python 3.9 to 3.14, with the bootstrap: what a module of the same name in a layer would have come before. */
const pythonModules =
  '_collections_abc _colorize _compat_pickle _py_abc _sitebuiltins _weakrefset abc codecs collections contextlib ' +
  'copyreg encodings enum functools genericpath heapq importlib io json keyword linecache ntpath operator os posixpath ' +
  're reprlib site sre_compile sre_constants sre_parse stat string token tokenize traceback types typing warnings ' +
  'weakref zipimport';

/** Of Ruby 3.0 to 3.4, with the bootstrap. */
const rubyModules =
  'bundled_gems cgi continuation date date_core delegate did_you_mean enc enumerator error_highlight etc fiber io json ' +
  'logger monitor ostruct random rational rbconfig rubygems set socket stringio strscan syntax_suggest thread time ' +
  'timeout unicode_normalize uri';

export const spareRuntimes: Readonly<Partial<Record<InterpreterFamily, SpareRuntime>>> = {
  nodejs: {
    // All of Node.js' own; NODE_ENV is only a convention.
    readAtStart: /^(NODE_(?!ENV$)|UV_|V8_)/,
    isHarmless: (name, value) =>
      isTimeZone(name) ||
      (name === 'NODE_OPTIONS' && value.split(' ').every((option) => option === '' || harmlessNodeOptions.has(option))),
    hidden: { folders: [], isInPackage: false, names: new Set() },
  },
  python: {
    readAtStart: /^PYTHON/,
    isHarmless: isTimeZone,
    hidden: { folders: ['python'], isInPackage: false, names: new Set(pythonModules.split(' ')) },
  },
  ruby: {
    readAtStart: /^(RUBY|GEM_|BUNDLE_)/,
    isHarmless: isTimeZone,
    hidden: { folders: ['ruby/lib'], isInPackage: true, names: new Set(rubyModules.split(' ')) },
  },
};
