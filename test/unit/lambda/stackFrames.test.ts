import { describe, expect, test } from 'vitest';
import { parseStackFrame, shortFrameText } from '../../../src/lambda/stackFrames.ts';

const at = (file: string, line: number, column: number) => ({ file, line, column });

describe('parseStackFrame', () => {
  test.each([
    ['    at priceOf (/var/task/src/price.js:31:18)', at('/var/task/src/price.js', 31, 18)],
    ['    at async handler (file:///var/task/index.mjs:12:9)', at('/var/task/index.mjs', 12, 9)],
    ['    at file:///var/task/index.mjs:3:1', at('/var/task/index.mjs', 3, 1)],
    ['    at async file:///var/task/with%20space.mjs:3:1', at('/var/task/with space.mjs', 3, 1)],
    ['    at /var/task/index.js:3:9', at('/var/task/index.js', 3, 9)],
    ['    at new Order (/var/task/order.js:1:2)', at('/var/task/order.js', 1, 2)],
    ['    at Object.<anonymous> (/var/task/index.js:1:7)', at('/var/task/index.js', 1, 7)],
    ['    at Array.map (<anonymous>)', undefined],
    ['    at get total [as total] (/var/task/order.js:4:5)', at('/var/task/order.js', 4, 5)],
    ['    at page (/var/task/app/(shop)/page.js:3:9)', at('/var/task/app/(shop)/page.js', 3, 9)],
    ['    at handler (C:\\code\\orders\\index.js:3:9)', at('C:\\code\\orders\\index.js', 3, 9)],
    ['    at handler (file:///C:/code/orders/index.mjs:3:9)', at('C:/code/orders/index.mjs', 3, 9)],
    ['    at eval (eval at run (/var/task/index.js:5:3), <anonymous>:1:1)', at('/var/task/index.js', 5, 3)],
    ['    at Module._compile (node:internal/modules/cjs/loader:1554:14)', undefined],
    ['    at #run (/opt/extension/dist/service/bootstraps/node.cjs:7:2937)', undefined],
    ['    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1086:29)', undefined],
    ['  File "/var/task/app.py", line 31, in handler', at('/var/task/app.py', 31, 1)],
    ['\u00a0\u00a0File "/var/task/price.py", line 12, in price_of', at('/var/task/price.py', 12, 1)],
    ['  File "/var/task/app.py" Line 3', at('/var/task/app.py', 3, 1)],
    ['  File "/var/lang/lib/python3.13/json/decoder.py", line 344, in decode', undefined],
    ['  File "<string>", line 1, in <module>', undefined],
    ['\tat example.Handler.handleRequest(Handler.java:21)', at('example/Handler.java', 21, 1)],
    ['\tat app//com.example.Store$Inner.<init>(Store.kt:9)', at('com/example/Store.kt', 9, 1)],
    ['\tat java.base/java.net.URLClassLoader.findClass(URLClassLoader.java:445)', undefined],
    [
      '   at Orders.Function.Handler(Order order) in /src/Orders/Function.cs:line 12',
      at('/src/Orders/Function.cs', 12, 1),
    ],
    ['    at handler (github.com/example/orders/main.go:12)', at('github.com/example/orders/main.go', 12, 1)],
    ['    at goPanicIndex (runtime/panic.go:114)', undefined],
    ["/var/task/app.rb:4:in 'handler'", at('/var/task/app.rb', 4, 1)],
    ["\tfrom /var/task/lib/order.rb:9:in `total'", at('/var/task/lib/order.rb', 9, 1)],
    ["/var/lang/lib/ruby/3.4.0/json/common.rb:221:in 'parse'", undefined],
  ])('%s', (line, location) => {
    expect(parseStackFrame(line)).toEqual({ text: line.trim(), location });
  });

  test.each([
    [''],
    ['TypeError: Cannot read properties of undefined'],
    ['at the end of the day'],
    ['at 10:30 we ship'],
    ['    return price_of(event)'],
    ['Traceback (most recent call last):'],
    ['File a report'],
    [`at ${'a('.repeat(50_000)}:1:1`],
    ['\tat java.base/java.lang.Thread.run(Unknown Source)'],
    ['at the shop in town:line up'],
    [`at ${'a.'.repeat(2_000)}(`],
    [`at ${' in '.repeat(1_000)}`],
  ])('is undefined for %.60s', (line) => {
    expect(parseStackFrame(line)).toBeUndefined();
  });
});

test.each([
  [`at sum (/home/dev/data/unpacked/${'ab'.repeat(32)}/src/sum.js:13:15)`, 'at sum (src/sum.js:13:15)'],
  [`at async file:///home/dev/data/unpacked/${'ab'.repeat(32)}/index.mjs:3:1`, 'at async index.mjs:3:1'],
  [`File "C:\\data\\unpacked\\${'ab'.repeat(32)}/app.py", line 3, in handler`, 'File "app.py", line 3, in handler'],
  ['at #run (/home/dev/dist/service/bootstraps/node.cjs:9:2937)', 'at #run (node.cjs:9:2937)'],
  ['at handler (/var/task/index.js:3:9)', 'at handler (/var/task/index.js:3:9)'],
  ['reading /data/service/bootstraps/ again', 'reading /data/service/bootstraps/ again'],
])('a frame is shown without the way to the unpacked code: %s', (text, short) => {
  expect(shortFrameText(text)).toBe(short);
});
