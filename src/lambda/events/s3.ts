/** What S3 sends: notifications of objects, tasks of a batch job, and requests through an Object Lambda access point. */

import type { EventMaker } from './eventMaker.ts';
import { arn, choice, integer, isoTime, list, mapOf, object, orNull, records, region, text } from './eventSchema.ts';
import { choiceField, type EventKind, numberField, template, textField } from './eventTemplate.ts';
import { rawPath } from './httpRequestFields.ts';

const service = 'S3';
const bucketField = textField('Bucket', 'my-bucket');
const keyField = textField('Key', 'uploads/photo 1.jpg', 'As it is; the event has it URL-encoded');

const notificationKind: EventKind = {
  id: 's3',
  title: 'S3 notification',
  schema: records(
    'What happened to objects of a bucket.',
    object('One object.', {
      eventVersion: text('Version of this shape: 2.1, 2.2 or 2.3. Newer ones only add.'),
      eventSource: choice('Always aws:s3.', ['aws:s3']),
      awsRegion: region,
      eventTime: isoTime('When S3 had finished the request.'),
      eventName: text('What happened, without the s3: in front: ObjectCreated:Put, ObjectRemoved:Delete, …'),
      userIdentity: object('Who did it.', { principalId: text('Id of the principal.') }),
      requestParameters: object('The request.', { sourceIPAddress: text('Address that it came from.') }),
      responseElements: object('What to quote to AWS Support.', {
        'x-amz-request-id': text('Id of the request.'),
        'x-amz-id-2': text('Host that handled it.'),
      }),
      s3: object('The object and its bucket.', {
        s3SchemaVersion: text('1.0'),
        configurationId: text('Id of the notification’s configuration.'),
        bucket: object('The bucket.', {
          name: text('Name of the bucket.'),
          ownerIdentity: object('Its owner.', { principalId: text('Id of the owner.') }),
          arn: arn('ARN of the bucket.'),
        }),
        object: object('The object.', {
          key: text('Key, URL-encoded: a space is a plus. Decode it before asking S3 for the object.'),
          'size?': integer('Bytes. Absent where an object was removed.'),
          'eTag?': text('ETag, without quotes. Absent where a delete marker was made.'),
          'versionId?': text('Version, in a bucket with versioning.'),
          sequencer: text('Orders events of one key: compare as hexadecimal numbers.'),
        }),
      }),
      'glacierEventData?': object('Of a completed restore.', {
        restoreEventData: object('The copy.', {
          lifecycleRestorationExpiryTime: isoTime('When the copy goes away.'),
          lifecycleRestoreStorageClass: text('Class that it was restored from.'),
        }),
      }),
    }),
  ),
  mark: { Records: [{ eventSource: 'aws:s3', s3: true }] },
};

const loneSurrogate = /\p{Surrogate}/gu;

/** As S3 encodes keys in notifications: form encoding with slashes left alone. */
function encodedKey(key: string): string {
  return encodeURIComponent(key.replace(loneSurrogate, '\uFFFD'))
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function record(eventName: string, bucket: string, key: string, make: EventMaker) {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: make.region,
    eventTime: make.isoMs(),
    eventName,
    userIdentity: { principalId: `AWS:${make.upperId(21)}` },
    requestParameters: { sourceIPAddress: '203.0.113.7' },
    responseElements: { 'x-amz-request-id': make.upperId(16), 'x-amz-id-2': make.token(57) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: make.uuid(),
      bucket: { name: bucket, ownerIdentity: { principalId: make.upperId(14) }, arn: `arn:aws:s3:::${bucket}` },
      object: { key: encodedKey(key), sequencer: `00${make.hex(16).toUpperCase()}` },
    },
  };
}

const creations = [
  'ObjectCreated:Put',
  'ObjectCreated:Post',
  'ObjectCreated:Copy',
  'ObjectCreated:CompleteMultipartUpload',
] as const;

export const s3Put = template({
  id: 's3-put',
  title: 'Object created',
  service,
  description: 'An object was put, posted, copied, or its multipart upload completed.',
  kind: notificationKind,
  fields: {
    bucket: bucketField,
    key: keyField,
    size: numberField('Size in bytes', '1024'),
    event: choiceField('Event', creations),
  },
  create: ({ bucket, key, size, event }, make) => ({ Records: [presentRecord(event, bucket, key, size, make)] }),
});

/** Of an object that is there: with size and ETag. */
function presentRecord(eventName: string, bucket: string, key: string, size: number, make: EventMaker) {
  const { s3, ...rest } = record(eventName, bucket, key, make);
  const isMultipart = eventName === 'ObjectCreated:CompleteMultipartUpload';
  const eTag = isMultipart ? `${make.hex(32)}-2` : make.hex(32);
  return { ...rest, s3: { ...s3, object: { ...s3.object, size, eTag } } };
}

export const s3Delete = template({
  id: 's3-delete',
  title: 'Object removed',
  service,
  description: 'An object was deleted, or a delete marker was made in a bucket with versioning.',
  kind: notificationKind,
  fields: {
    bucket: bucketField,
    key: keyField,
    event: choiceField('Event', ['ObjectRemoved:Delete', 'ObjectRemoved:DeleteMarkerCreated']),
  },
  create: ({ bucket, key, event }, make) => ({ Records: [record(event, bucket, key, make)] }),
});

export const s3Restore = template({
  id: 's3-restore',
  title: 'Object restored',
  service,
  description: 'A copy of an archived object is there for some days.',
  kind: notificationKind,
  fields: { bucket: bucketField, key: keyField, size: numberField('Size in bytes', '1024') },
  create: ({ bucket, key, size }, make) => ({
    Records: [
      {
        ...presentRecord('ObjectRestore:Completed', bucket, key, size, make),
        glacierEventData: {
          restoreEventData: {
            lifecycleRestorationExpiryTime: make.isoMs(-7 * 86_400_000),
            lifecycleRestoreStorageClass: 'GLACIER',
          },
        },
      },
    ],
  }),
});

const batchKind: EventKind = {
  id: 's3-batch',
  title: 'S3 Batch Operations',
  schema: object('Objects of a batch job for which the function is called.', {
    invocationSchemaVersion: choice('1.0, or 2.0 for directory buckets.', ['1.0', '2.0']),
    invocationId: text('To be returned as it is.'),
    job: object('The job.', { id: text('Id of the job.') }),
    tasks: list(
      'What to work on; today one task at a time.',
      object('One object.', {
        taskId: text('To be returned with its result.'),
        s3Key: text('Key, URL-encoded.'),
        's3VersionId?': orNull(text('Version; null in a bucket without versioning.')),
        's3BucketArn?': arn('ARN of the bucket (schema 1.0).'),
        's3Bucket?': text('Name of the bucket (schema 2.0).'),
      }),
    ),
  }),
  mark: { invocationSchemaVersion: true, tasks: [{ taskId: true }] },
};

export const s3Batch = template({
  id: 's3-batch',
  title: 'Batch operations task',
  service,
  description: 'S3 Batch Operations calls the function for an object of its manifest.',
  kind: batchKind,
  fields: { bucket: bucketField, key: keyField },
  create: ({ bucket, key }, make) => ({
    invocationSchemaVersion: '1.0',
    invocationId: make.token(60),
    job: { id: make.uuid() },
    tasks: [
      { taskId: make.token(30), s3Key: encodedKey(key), s3VersionId: null, s3BucketArn: `arn:aws:s3:::${bucket}` },
    ],
  }),
});

const objectLambdaKind: EventKind = {
  id: 's3-object-lambda',
  title: 'S3 Object Lambda',
  schema: object(
    'A request through an Object Lambda access point, which the function answers with WriteGetObjectResponse.',
    {
      xAmzRequestId: text('Id of the request.'),
      'getObjectContext?': object('For GetObject.', {
        inputS3Url: text('Signed address of the original object.'),
        outputRoute: text('To be passed to WriteGetObjectResponse.'),
        outputToken: text('To be passed to WriteGetObjectResponse.'),
      }),
      configuration: object('The access point.', {
        accessPointArn: arn('The Object Lambda access point.'),
        supportingAccessPointArn: arn('The access point behind it.'),
        payload: text('What was configured to be handed to the function.'),
      }),
      userRequest: object('What the client asked.', {
        url: text('Decoded address that was called.'),
        headers: mapOf('Headers without those of authorization.', { type: 'string' }),
      }),
      userIdentity: mapOf('Who asked, as in CloudTrail.', {}),
      protocolVersion: text('Version of this shape.'),
    },
  ),
  mark: { xAmzRequestId: true, configuration: { accessPointArn: true } },
};

const s3ObjectLambda = template({
  id: 's3-object-lambda',
  title: 'Object Lambda GetObject',
  service,
  description: 'A client reads an object through an Object Lambda access point.',
  kind: objectLambdaKind,
  fields: { accessPoint: textField('Access point', 'my-transform'), key: keyField, payload: textField('Payload', '') },
  create: ({ accessPoint, key, payload }, make) => {
    const host = `${accessPoint}-${make.accountId}`;
    const signed = `X-Amz-Security-Token=${make.hex(32)}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=61&X-Amz-Signature=${make.hex(64)}`;
    return {
      xAmzRequestId: make.uuid(),
      getObjectContext: {
        inputS3Url: `https://${host}.s3-accesspoint.${make.region}.amazonaws.com${rawPath(key)}?${signed}`,
        outputRoute: `io-${make.lowerId(12)}`,
        outputToken: make.token(48),
      },
      configuration: {
        accessPointArn: make.arn('s3-object-lambda', `accesspoint/${accessPoint}`),
        supportingAccessPointArn: make.arn('s3', `accesspoint/${accessPoint}-source`),
        payload,
      },
      userRequest: {
        url: `https://${host}.s3-object-lambda.${make.region}.amazonaws.com/${key}`,
        headers: { Host: `${host}.s3-object-lambda.${make.region}.amazonaws.com`, 'Accept-Encoding': 'identity' },
      },
      userIdentity: {
        type: 'IAMUser',
        principalId: `AIDA${make.upperId(17)}`,
        arn: `arn:aws:iam::${make.accountId}:user/developer`,
        accountId: make.accountId,
        accessKeyId: `AKIA${make.upperId(16)}`,
        userName: 'developer',
      },
      protocolVersion: '1.00',
    };
  },
});

export const s3Templates = [s3Put, s3Delete, s3Restore, s3Batch, s3ObjectLambda] as const;
