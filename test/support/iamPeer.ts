/** IAM's query protocol on a port of this machine: the roles that a test puts there, pages of them, and what is created. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface PeerRole {
  readonly name: string;
  /** Whom it trusts. */
  readonly service: string;
}

const accountId = '492100000087';

export class IamPeer {
  readonly roles: PeerRole[] = [];
  /** Attached policies by role. */
  readonly attached = new Map<string, string>();
  /** Trust policies of the roles that were created, as they came. */
  readonly created = new Map<string, string>();
  /** Answers the next request with this error instead. */
  refusal: { readonly code: string; readonly status: number; readonly message: string } | undefined;
  pageSize = 2;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<IamPeer> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const { status, xml } = peer.#answer(new URLSearchParams(body));
        response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
      });
    });
    const peer = new IamPeer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return peer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(query: URLSearchParams): { readonly status: number; readonly xml: string } {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal !== undefined) return failure(refusal.code, refusal.status, refusal.message);
    const name = query.get('RoleName') ?? '';
    switch (query.get('Action')) {
      case 'ListRoles':
        return this.#list(Number(query.get('Marker') ?? 0));
      case 'CreateRole': {
        if (this.roles.some((role) => role.name === name)) {
          return failure('EntityAlreadyExists', 409, `Role with name ${name} already exists.`);
        }
        this.created.set(name, query.get('AssumeRolePolicyDocument') ?? '');
        this.roles.push({ name, service: 'lambda.amazonaws.com' });
        return result('CreateRole', `<Role>${roleXml({ name, service: 'lambda.amazonaws.com' })}</Role>`);
      }
      case 'AttachRolePolicy':
        this.attached.set(name, query.get('PolicyArn') ?? '');
        return result('AttachRolePolicy', '');
      default:
        return failure('InvalidAction', 400, `Could not find operation ${query.get('Action')}`);
    }
  }

  #list(from: number) {
    const page = this.roles.slice(from, from + this.pageSize);
    const end = from + page.length;
    const more = end < this.roles.length;
    const members = page.map((role) => `<member>${roleXml(role)}</member>`).join('');
    const tail = `<IsTruncated>${more}</IsTruncated>${more ? `<Marker>${end}</Marker>` : ''}`;
    return result('ListRoles', `<Roles>${members}</Roles>${tail}`);
  }
}

function roleXml({ name, service }: PeerRole): string {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
  // As IAM answers it: percent-encoded.
  const document = encodeURIComponent(JSON.stringify(policy));
  return `<Path>/</Path><RoleName>${name}</RoleName><RoleId>AROA${name}</RoleId><Arn>arn:aws:iam::${accountId}:role/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument>`;
}

function result(action: string, inner: string) {
  const xml = `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, xml };
}

function failure(code: string, status: number, message: string) {
  const xml = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
  return { status, xml };
}
