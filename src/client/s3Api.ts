/** S3 over the SDK. Loaded with its first call: few packages need it. */

import { HeadObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Api } from '../lambda/s3Api.ts';
import { clientConfiguration, type EndpointSettings } from './endpointSettings.ts';

export function s3Api(settings: EndpointSettings): S3Api {
  const { caller } = settings;
  const client = new S3Client({
    ...clientConfiguration(settings, 's3'),
    // Names of buckets are no host names of an endpoint that is not AWS's.
    forcePathStyle: settings.endpoints.s3 !== undefined,
    // A bucket of another Region answers where it is, and is asked there.
    followRegionRedirects: true,
  });
  return {
    headObject: (input, options) => caller.call((how) => client.send(new HeadObjectCommand(input), how), options),
    putObject: (input, options) => caller.call((how) => client.send(new PutObjectCommand(input), how), options),
    listBuckets: (input, options) => caller.call((how) => client.send(new ListBucketsCommand(input), how), options),
  };
}
