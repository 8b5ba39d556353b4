/** The steps of a story: each is a test, and what the window shows when one fails is kept as a picture. */

import { test } from 'vitest';
import type { LambdaPage } from './lambdaPage.ts';

/** `lambda` is asked for when a step begins: the window is opened before the first one. */
export function storySteps(lambda: () => LambdaPage): (name: string, body: () => Promise<void>) => void {
  return (name, body) => {
    test(name, { timeout: 90_000 }, async () => {
      try {
        await body();
      } catch (error) {
        await lambda().picture(`failed-${name.replace(/\W+/g, '-').slice(0, 60)}`);
        throw error;
      }
    });
  };
}
