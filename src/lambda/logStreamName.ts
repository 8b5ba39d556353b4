/** Log streams are named by Lambda: one per execution environment. */

/** `2026/01/15/orders-api[$LATEST]8f2c…`: the form in a log group that several functions may share. */
const sharedGroupStream = /^\d{4}\/\d\d\/\d\d\/([a-zA-Z0-9-_]+)\[/;

/**
 * The function that a stream's name tells; `undefined` where it tells none, as in a function's own group
 * (`2026/01/15/[$LATEST]8f2c…`). Source: Lambda developer guide, "Configuring CloudWatch log groups".
 */
export function functionOfStream(logStreamName: string): string | undefined {
  return sharedGroupStream.exec(logStreamName)?.[1];
}
