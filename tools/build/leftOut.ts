/**
 * Takes the place of modules of the AWS SDK that are never used: the look at a browser's name, which Node.js has not, and in the
 * service the credential chain. What the service sends is signed with a key pair that it was given, and it never looks for the
 * developer's own.
 */

export const defaultProvider = undefined;
