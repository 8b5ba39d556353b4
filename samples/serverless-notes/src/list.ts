import { note } from './note.ts';

export async function handler() {
  return { statusCode: 200, body: JSON.stringify([note('Buy milk'), note('Call home')]) };
}
