interface Greeting {
  readonly name?: string;
}

/** The part of Lambda's context that is used here; the package @types/aws-lambda has all of it. */
interface Context {
  readonly awsRequestId: string;
}

/** The smallest function worth having: change the text, save, redeploy, invoke again. */
export const handler = async (event: Greeting, context: Context) => {
  console.log('greeting %s', event.name ?? 'nobody in particular');
  return { message: `Hello, ${event.name ?? 'world'}!`, requestId: context.awsRequestId };
};
