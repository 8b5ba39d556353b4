/** `@ptr`: names one stored event for GetLogRecord. */

export function logPointer(groupId: number, eventId: number): string {
  return Buffer.from(`ptr/${groupId}/${eventId}`).toString('base64');
}

/** `undefined` for a text that is no pointer. */
export function readPointer(pointer: string): { readonly groupId: number; readonly eventId: number } | undefined {
  const [, groupId, eventId] = /^ptr\/(\d{1,15})\/(\d{1,15})$/.exec(Buffer.from(pointer, 'base64').toString()) ?? [];
  return groupId === undefined ? undefined : { groupId: Number(groupId), eventId: Number(eventId) };
}
