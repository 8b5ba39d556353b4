/** Situations as the runtimes of the languages write them: their log lines, and how they tell that a function failed. */

import { type Arrival, a, end, init, json, node, report, run, start } from './logArrivals.ts';

const at = '2026-01-15T10:11:12.005Z';

export const languageSituations: Readonly<Record<string, readonly Arrival[]>> = {
  'node, an error with a cause and its fields': run(
    node(
      5,
      'Invoke Error \t{"errorType":"Error","errorMessage":"order 7 failed","code":"E7","cause":{"errorType":"TypeError","errorMessage":"no total"},"stack":["Error: order 7 failed","    at handler (file:///var/task/index.mjs:9:11)","    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)"]}',
      a,
      'ERROR',
    ),
  ),
  'node, an unhandled rejection': run(
    node(
      5,
      'Unhandled Promise Rejection \t{"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"Error: late","reason":{"errorType":"Error","errorMessage":"late"},"promise":{},"stack":["Runtime.UnhandledPromiseRejection: Error: late","    at process.<anonymous> (file:///var/runtime/index.mjs:1448:17)"]}',
      a,
      'ERROR',
    ),
  ),
  'node, a module that is missing': [
    init,
    [
      50,
      `${at}\tundefined\tERROR\tUncaught Exception \t{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module 'left-pad'","stack":["Runtime.ImportModuleError: Error: Cannot find module 'left-pad'","    at _loadUserApp (file:///var/runtime/index.mjs:1136:17)"]}\n`,
    ],
    [80, 'INIT_REPORT Init Duration: 80.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError\n'],
    start(90),
    end(120),
    report(120, a, 'Status: error\tError Type: Runtime.ImportModuleError\t'),
  ],
  'node, a stack over several lines that the function logs': run(
    node(5, 'retrying Error: no\n    at a (/var/task/a.js:1:1)\n    at b (/var/task/b.js:2:2)', a, 'ERROR'),
  ),
  'python, an error while another was handled': run([
    5,
    '[ERROR] RuntimeError: order 7 failed\rTraceback (most recent call last):\r\u00a0\u00a0File "/var/task/app.py", line 9, in handler\r\u00a0\u00a0\u00a0\u00a0raise RuntimeError("order 7 failed") from error\n',
  ]),
  'python, a syntax error': run([
    5,
    '[ERROR] Runtime.UserCodeSyntaxError: Syntax error in module \'app\': invalid syntax (app.py, line 3)\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py" Line 3\n\u00a0\u00a0\u00a0\u00a0def handler(\n',
  ]),
  'python, logging with its own exception': run([
    5,
    `[ERROR]\t${at}\t${a}\tretrying\nTraceback (most recent call last):\n  File "/var/task/app.py", line 3, in work\n`,
  ]),
  'java, an error': run([
    5,
    'order 7 failed: java.lang.IllegalStateException\njava.lang.IllegalStateException: order 7 failed\n\tat example.Handler.handleRequest(Handler.java:21)\nCaused by: java.io.IOException: closed\n\tat example.Store.read(Store.java:9)\n\t... 1 more\n\n',
  ]),
  'java, an error without a message': run([
    5,
    'java.lang.NullPointerException: java.lang.NullPointerException\njava.lang.NullPointerException\n\tat example.Handler.handleRequest(Handler.java:21)\n\n',
  ]),
  'java, a class that is missing': [
    init,
    [
      50,
      'Class not found: example.Handler: java.lang.ClassNotFoundException\njava.lang.ClassNotFoundException: example.Handler. Current classpath: file:/var/task/\n\tat java.base/java.net.URLClassLoader.findClass(Unknown Source)\n\n',
    ],
    start(90),
    end(120),
    report(120, a, 'Init Duration: 80.00 ms\t'),
  ],
  'java, log4j': run([5, `2026-01-15 10:11:12 ${a} WARN  example.Handler:30 - nearly full\n`]),
  'java, a stack that the function logs': run([
    5,
    `2026-01-15 10:11:12 ${a} ERROR example.Handler:30 - retrying\njava.io.IOException: closed\n\tat example.Store.read(Store.java:9)\n`,
  ]),
  'go, an error': run([5, '2026/01/15 10:11:12 {"errorMessage":"order 7 failed","errorType":"errorString"}\n']),
  'go, a panic': run(
    [
      5,
      '2026/01/15 10:11:12 {"errorMessage":"index out of range","errorType":"boundsError","stackTrace":[{"path":"github.com/example/orders/main.go","line":12,"label":"handler"},{"path":"runtime/panic.go","line":114,"label":"goPanicIndex"}]}\n',
    ],
    [6, '2026/01/15 10:11:12 calling the handler function resulted in a panic, the process should exit\n'],
    [15, `RequestId: ${a} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`],
  ),
  'go, log and slog': run([5, '2026/01/15 10:11:12 hello\n'], json(6, { time: at, level: 'WARN', msg: 'nearly full' })),
  'ruby, an error': run(
    [5, 'Error raised from handler method\n'],
    [
      6,
      `${JSON.stringify({ errorMessage: 'order 7 failed', errorType: 'Function<RuntimeError>', stackTrace: ["/var/task/app.rb:4:in 'handler'"] }, undefined, 2)}\n`,
    ],
  ),
  'ruby, an error in one event': run([
    5,
    `Error raised from handler method\n${JSON.stringify({ errorMessage: 'order 7 failed', errorType: 'Function<RuntimeError>', stackTrace: ["/var/task/app.rb:4:in 'handler'"] }, undefined, 2)}\n`,
  ]),
  'ruby, its logger': run([5, `W, [2026-01-15T10:11:12.118000 #8]  WARN ${a} -- : nearly full\n`]),
  '.net, its logger': run([5, `${at}\t${a}\twarn\tnearly full\n`]),
  '.net, an error': run([
    5,
    `${at}\t${a}\tfail\tSystem.InvalidOperationException: order 7 failed\n   at Orders.Function.Handler(Order order) in /src/Function.cs:line 12\n`,
  ]),
  '.net, before the first request': [init, [5, `${at}\t\tdbug\tstarting\n`], ...run()],
  'rust, its tracing': run([5, '{"timestamp":"2026-01-15T10:11:12.005Z","level":"WARN","fields":{"message":"low"}}\n']),
};
