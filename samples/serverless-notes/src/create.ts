import { note } from './note.ts';

export async function handler(event: { readonly body?: string }) {
  const { text = '' } = JSON.parse(event.body ?? '{}') as { text?: string };
  return { statusCode: 201, body: JSON.stringify(note(text)) };
}
