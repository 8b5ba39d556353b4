/** The schema of the configuration document as a file that the manifest can name, so that it works before the extension runs. */

import { configurationSchema } from '../lambda/configurationSchema.ts';

/** Where it is written, from the root. */
export const configurationSchemaPath = 'media/lambda-configuration.schema.json';

export function configurationSchemaText(): string {
  const head = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of a Lambda function',
    description: 'A member that is left out stays as it is.',
  };
  return `${JSON.stringify({ ...head, ...configurationSchema }, undefined, 2)}\n`;
}
