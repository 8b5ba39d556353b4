/**
 * Takes the place of the SDK's credential chain in the bundle of the service: what it sends is signed with a key pair that it was
 * given, and it never looks for the developer's own.
 */

export const defaultProvider = undefined;
