export async function handler({ name = 'world' }) {
  return { message: `${process.env.GREETING ?? 'Hi'}, ${name}` };
}
