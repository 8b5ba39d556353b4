import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type OrderLine, priceOf } from './price.ts';

/** An HTTP API (payload format 2.0) that prices an order and logs as JSON. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const order = JSON.parse(event.body ?? '{}') as { lines?: OrderLine[] };
  log('INFO', 'pricing order', { route: event.routeKey, lines: order.lines?.length ?? 0 });

  const total = priceOf(order.lines);
  log('INFO', 'order accepted', { total });
  return {
    statusCode: 201,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'accepted', total, table: process.env.TABLE }),
  };
};

function log(level: string, message: string, fields: Record<string, unknown>): void {
  console.log(JSON.stringify({ level, message, ...fields }));
}
