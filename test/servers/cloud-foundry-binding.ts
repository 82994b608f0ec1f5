import { randomBytes, randomUUID } from 'node:crypto';

export interface Binding {
  readonly guid: string;
  readonly type: 'key' | 'app';
  readonly name: string | null;
  /** The GUID of its service instance. */
  readonly instance: string;
  readonly createdAt: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  operation: { type: 'create' | 'delete'; state: string; description: string | null } | null;
  readonly credentials: Readonly<Record<string, unknown>>;
}

/** As the Cloud Controller shows it. */
export function presented(api: string, binding: Binding) {
  const { guid, type, name, instance, createdAt, operation, labels, annotations } = binding;
  const self = { href: `${api}/v3/service_credential_bindings/${guid}` };
  const times = { updated_at: createdAt, created_at: createdAt };
  return {
    guid,
    ...times,
    name,
    type,
    last_operation: operation === null ? null : { ...operation, ...times },
    metadata: { labels, annotations },
    relationships: {
      service_instance: { data: { guid: instance } },
      ...(type === 'app' ? { app: { data: { guid: 'app' } } } : {}),
    },
    links: {
      self,
      details: { href: `${self.href}/details` },
      service_instance: { href: `${api}/v3/service_instances/${instance}` },
      parameters: { href: `${self.href}/parameters` },
      ...(type === 'app' ? { app: { href: `${api}/v3/apps/app` } } : {}),
    },
  };
}

/** @param common the secret that all keys of this instance have, with the type instance-secret. */
export function credentialsOf(
  instance: string,
  {
    credentialType,
    tokenServer,
  }: {
    readonly credentialType: 'binding-secret' | 'instance-secret';
    readonly tokenServer: string | undefined;
  },
  common: string | undefined,
) {
  const id = '180e0c4e-0000-4000-8000-1ad3428a0b4a';
  const app = `calm-${instance.slice(0, 8)}!t4176`;
  const domain = 'authentication.sap.hana.ondemand.com';
  return {
    tenantmode: 'dedicated',
    sburl: `https://internal-xsuaa.${domain}`,
    subaccountid: id,
    'credential-type': credentialType,
    clientid: `sb-${app}`,
    xsappname: app,
    clientsecret:
      credentialType === 'binding-secret'
        ? `${randomUUID()}$${randomBytes(32).toString('base64url')}=`
        : (common ?? randomBytes(20).toString('base64')),
    serviceInstanceId: instance,
    url: tokenServer ?? `https://example-subaccount.${domain}`,
    uaadomain: domain,
    verificationkey: '-----BEGIN PUBLIC KEY-----\nREDACTED\n-----END PUBLIC KEY-----',
    apiurl: `https://api.${domain}`,
    identityzone: 'example-subaccount',
    identityzoneid: id,
    tenantid: id,
    zoneid: id,
  };
}

export function isDeleting({ operation }: Binding): boolean {
  return operation?.type === 'delete' && operation.state === 'in progress';
}

/** Why no key of this name can be created beside this one, if so. */
export function taken({ name, operation }: Binding): string | undefined {
  const intro = 'The binding name is invalid. Key binding names must be unique.';
  if (operation?.type === 'create' && operation.state === 'failed') return undefined;
  return operation?.type === 'delete'
    ? `${intro} The service instance already has a key binding with the name '${name}' that is getting deleted or its deletion failed.`
    : `${intro} The service instance already has a key binding with name '${name}'.`;
}
