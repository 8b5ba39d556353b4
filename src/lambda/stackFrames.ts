/** One line of a stack trace, with the place in the source that it names. */

export interface StackFrame {
  /** The line without its indentation. */
  readonly text: string;
  /**
   * Where the frame points: a path of the function's own (`/var/task/…`, or wherever it was unpacked), line and column
   * counted from 1. `undefined` for frames inside the runtime itself.
   */
  readonly location: SourceLocation | undefined;
}

interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** No frame is longer; what is longer is a line of the function's that happens to begin like one. */
const longestFrame = 4096;
const nodePlace = /^(.+):(\d+):(\d+)$/;
/** Code made by `eval` names the place that made it first. */
const evalPlace = /^eval at .*?\((.+):(\d+):(\d+)\), /;
const placeless = /^(?:<anonymous>|native|unknown location|index \d+)$/;
/** `  File "/var/task/app.py", line 12, in handler`; syntax errors write `Line` without the comma. */
const pythonFrame = /^File "([^"]+)",? [Ll]ine (\d+)/;
/** `at example.Handler.handle(Handler.java:21)`, with a module before the class for what is not the function's. */
const javaFrame = /^at (?:[\w.@$-]*\/)*([\w.$]+)\.[\w$<>]+\(([\w$]+\.(?:java|kt|scala|groovy)):(\d+)\)$/;
/** `at Orders.Function.Handler(Order order) in /src/Function.cs:line 12` */
const dotnetFrame = /^at .+ in (\S.*):line (\d+)$/;
/** `at handler (github.com/example/orders/main.go:12)`: Go's frames, in Node's manner. */
const goFrame = /^at .*\((\S+\.go):(\d+)\)$/;
/** `/var/task/app.rb:4:in 'handler'`, perhaps after `from`. */
const rubyFrame = /^(?:from )?(\/\S+\.rb):(\d+):in /;
/** Source of the runtimes, of their standard libraries and of their clients: there is nothing to open. */
const runtimeFile =
  /^node:|^<|^internal\/|^java\/|^jdk\/|^runtime\/|\/var\/runtime\/|\/var\/lang\/|\/service\/bootstraps\//;

/**
 * Reads a frame of a Node, Python, Java, .NET, Go or Ruby stack. `undefined` for any other line. Indentation may be spaces
 * or NBSP. Java names no folder: the package is taken for it.
 */
export function parseStackFrame(line: string): StackFrame | undefined {
  if (line.length > longestFrame) return undefined;
  const text = line.trim();
  if (text.startsWith('at '))
    return parseNodeFrame(text) ?? parseJavaFrame(text) ?? frameOf(text, dotnetFrame, goFrame);
  return frameOf(text, pythonFrame, rubyFrame);
}

/** Where the local service unpacks a function's code (a folder named by the package's SHA-256) and keeps its bootstraps. */
const localRoots =
  /(?:file:\/\/)?\/?[^\s("]*[/\\](?:unpacked[/\\][0-9a-f]{64}|service[/\\]bootstraps)[/\\](?=\S+:\d|[^"]+")/g;

/** A frame as people read it: paths inside the function's own code, however long the way to that code is. */
export function shortFrameText(text: string): string {
  return text.replace(localRoots, '');
}

/** `at work (PLACE)`, `at async work (PLACE)`, `at PLACE`, `at async PLACE`. A place may itself contain brackets. */
function parseNodeFrame(text: string): StackFrame | undefined {
  const bracket = text.indexOf(' (');
  const named = bracket > 0 && text.endsWith(')');
  const place = named ? text.slice(bracket + 2, -1) : text.slice('at '.length).replace(/^async /, '');
  const match = evalPlace.exec(place) ?? nodePlace.exec(place);
  if (match) return { text, location: locationOf(match[1] ?? '', Number(match[2]), Number(match[3])) };
  return placeless.test(place) ? { text, location: undefined } : undefined;
}

function parseJavaFrame(text: string): StackFrame | undefined {
  const match = javaFrame.exec(text);
  if (!match) return undefined;
  const [, className = '', file = '', line] = match;
  const folders = className.split('.').slice(0, -1);
  return { text, location: locationOf([...folders, file].join('/'), Number(line), 1) };
}

/** By patterns whose groups are the file and the line. */
function frameOf(text: string, ...patterns: readonly RegExp[]): StackFrame | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return { text, location: locationOf(match[1] ?? '', Number(match[2]), 1) };
  }
  return undefined;
}

function locationOf(file: string, line: number, column: number): SourceLocation | undefined {
  const path = pathOf(file);
  return runtimeFile.test(path) ? undefined : { file: path, line, column };
}

/** ES modules name themselves by `file:` URL. */
function pathOf(file: string): string {
  if (!file.startsWith('file://')) return file;
  const path = file.slice('file://'.length).replace(/^\/(?=[A-Za-z]:\/)/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
