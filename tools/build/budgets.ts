/** What the product may weigh and cost. `npm run build`, `npm run package` and `npm run bench` fail above these. */

const KB = 1024;
const MB = 1024 * KB;

export const budgets = {
  /** `dist/extension.js`, the file that the editor reads when the extension is first needed. */
  extensionEntryBytes: 20 * KB,
  /** Entry file plus every chunk that it imports statically: all code that is read to activate. */
  activationBytes: 20 * KB,
  /** Lambda Logs: its entry and every chunk that it loads. A chunk that panels share counts to each of them. */
  logPanelBytes: 300 * KB,
  /** The invoke panel until its code editor is asked for: its entry and what that imports statically. */
  invokePanelBytes: 250 * KB,
  /** The invoke panel with its code editor. */
  invokePanelWithEditorBytes: 700 * KB,
  universalPackageBytes: 1.5 * MB,
  /** A package for one platform, with that platform's esbuild inside. */
  platformPackageBytes: 7 * MB,
  activationCpuMs: 20,
  firstAwsCallCpuMs: 150,
  serviceReadyMs: 300,
  /** What the local service holds when it has answered a few requests and nothing runs. */
  idleServiceBytes: 80 * MB,
  /** Median of a warm invoke over a bare request on loopback. */
  warmInvokeRatio: 2.5,
  /** Warm invokes in a second, ten at once, over as many bare requests. */
  warmThroughputRatio: 0.3,
  /** What the service holds after many warm invocations over what it held after a tenth of them. */
  memoryGrowthRatio: 1.1,
  /** The log view's main thread, while 20,000 events come each second. */
  logViewBlockMs: 50,
  /** From a key in the filter's field to the painted rows, with 100,000 lines held. */
  logViewFilterMs: 50,
  /** From `console.log` in a local function to the painted row, median. */
  logViewLatencyMs: 150,
  /** A view of 20,000 lines after 1,000,000 events went through it. */
  logViewHeapBytes: 48 * MB,
  /** The invoke panel's page until its event can be edited. */
  invokeOpenMs: 300,
  /** A key in an event of 1 MB until it is painted. */
  invokeKeyMs: 50,
  /** An answer of 6 MB until it is first painted. */
  invokeAnswerMs: 300,
  /** From a save to the new code answering on Local, with a bundle of 1 MB, median. */
  saveToAnswerMs: 150,
  redeployUnchangedMs: 100,
  /** A redeploy over the bare calls of the SDK that put the same package to work. */
  redeployRatio: 1.3,
  /** The Functions view over ten thousand functions: from the click to the first row. */
  functionsFirstRowMs: 1000,
  /** The longest task of the window while they are scrolled through. */
  functionsScrollMs: 100,
  /** From the last key of a filter to its rows. */
  functionsFilterMs: 500,
  /** What the extension host may grow by to hold them. */
  functionsBytes: 128 * MB,
  /** From the click to the call of the SDK. */
  invokeClickMs: 10,
  /** A cold invoke over the bare start of its interpreter: `node -e 0`, `python -c 0`. */
  coldNodeRatio: 1.3,
  coldPythonRatio: 1.5,
  /** The same with an interpreter that was started ahead. */
  coldSpareRatio: 0.5,
} as const;

/** What the entry may not import statically: each of these is loaded by the first action that needs it. */
export const lateModules: readonly RegExp[] = [
  /node_modules\/@aws-sdk\//,
  /node_modules\/@smithy\//,
  /node_modules\/yaml\//,
  /^src\/app\//,
  /^src\/service\//,
  /^src\/webview\//,
];
