import { describe, expect, test } from 'vitest';
import { handlerFiles, parseHandler } from '../../../src/lambda/handler.ts';

describe('handler settings', () => {
  test.each([
    ['index.handler', 'index', 'handler'],
    ['src/index.handler', 'src/index', 'handler'],
    ['./src/index.handler', 'src/index', 'handler'],
    ['api.v1/index.handler', 'api.v1/index', 'handler'],
    ['index.handlers.create', 'index', 'handlers.create'],
  ])('Node.js splits %s at the first dot of the file', (handler, modulePath, exportName) => {
    expect(parseHandler(handler, 'nodejs')).toEqual({ modulePath, exportName });
  });

  test.each([
    ['app.handler', 'app', 'handler'],
    ['pkg/app.handler', 'pkg/app', 'handler'],
    ['pkg.app.handler', 'pkg/app', 'handler'],
  ])('Python splits %s at the last dot', (handler, modulePath, exportName) => {
    expect(parseHandler(handler, 'python')).toEqual({ modulePath, exportName });
  });

  test.each(['index', '../index.handler', '.handler', 'src/.handler', ''])('%j names no module', (handler) => {
    expect(parseHandler(handler, 'nodejs')).toBeUndefined();
  });

  test('other families name no file', () => {
    expect(parseHandler('com.example.Handler::handle', 'java')).toBeUndefined();
    expect(handlerFiles('com.example.Handler::handle', 'java21')).toEqual([]);
  });

  test('lists the files in which a runtime looks for its module', () => {
    expect(handlerFiles('src/index.handler', 'nodejs22.x')).toEqual([
      'src/index',
      'src/index.js',
      'src/index.mjs',
      'src/index.cjs',
    ]);
    expect(handlerFiles('app.handler', 'python3.13')).toEqual(['app/__init__.py', 'app.py']);
  });
});
