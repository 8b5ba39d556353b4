interface Order {
  readonly items?: readonly { readonly price: number; readonly count: number }[];
}

export async function handler({ items = [] }: Order) {
  const total = items.reduce((sum, { price, count }) => sum + price * count, 0);
  console.log('ordered', items.length, 'items');
  return { total, stage: process.env['STAGE'] };
}
