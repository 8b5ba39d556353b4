/** A function's tags, and the stack that they name. */

export type FunctionTags = Readonly<Record<string, string>>;

/** What CloudFormation tags every resource of a stack with. */
export const stackTag = 'aws:cloudformation:stack-name';
