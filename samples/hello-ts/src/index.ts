import type { Context } from 'aws-lambda';

interface Greeting {
  readonly name?: string;
}

/** The smallest function worth having: change the text, save, redeploy, invoke again. */
export const handler = async (event: Greeting, context: Context) => {
  console.log('greeting %s', event.name ?? 'nobody in particular');
  return { message: `Hello, ${event.name ?? 'world'}!`, requestId: context.awsRequestId };
};
