/** What is used of S3: the way of large packages to Lambda. */

import type {
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import type { Call } from './api.ts';

export interface S3Api {
  readonly headObject: Call<HeadObjectCommandInput, HeadObjectCommandOutput>;
  readonly putObject: Call<PutObjectCommandInput, PutObjectCommandOutput>;
  readonly listBuckets: Call<ListBucketsCommandInput, ListBucketsCommandOutput>;
}
