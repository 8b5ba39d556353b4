import { describe, expect, test } from 'vitest';
import { handlerLine } from '../../../src/lambda/handlerPlace.ts';

describe('where a handler is defined', () => {
  test.each([
    ['index.ts', 'import x from "x";\n\nexport const handler: Handler = async () => {};', 'handler', 2],
    ['index.ts', 'export async function handler(event) {}', 'handler', 0],
    ['index.mjs', '// handler\nexport const handler = awslambda.streamifyResponse(run);', 'handler', 1],
    ['index.js', "'use strict';\nexports.handler = async () => 1;", 'handler', 1],
    ['index.cjs', 'module.exports.handler = function () {};', 'handler', 0],
    ['index.ts', 'const handler = wrap(run);\nexport { handler };', 'handler', 0],
    ['index.js', 'import run from "./run";\nmodule.exports = { handler: run };', 'handler', 1],
    ['index.ts', 'export const handlers = {};\nexport const handler = 1;', 'handler', 1],
    ['index.ts', 'export const handlers = { create() {} };', 'handlers.create', 0],
    ['app.py', 'import json\n\ndef lambda_handler(event, context):', 'lambda_handler', 2],
    ['app.py', 'app = make()\nhandler = Mangum(app)', 'handler', 1],
    ['app.py', 'handler == 1\nasync def handler(event, context):', 'handler', 1],
  ])('%s: %j', (file, text, name, line) => {
    expect(handlerLine(text, name, file)).toBe(line);
  });

  test.each([
    ['index.ts', 'export const other = 1;', 'handler'],
    ['app.py', '    def handler(self):', 'handler'],
    ['index.ts', '', 'a(b'],
  ])('nowhere in %s: %j', (file, text, name) => {
    expect(handlerLine(text, name, file)).toBeUndefined();
  });
});
