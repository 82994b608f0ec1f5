import { failing, json, listOf, page } from './cloud-foundry-answers.ts';
import type { Answer } from './https-server.ts';

export interface Organization {
  readonly guid: string;
  readonly name: string;
}

export interface Space extends Organization {
  /** The GUID of its organization. */
  readonly organization: string;
}

export interface Instance extends Organization {
  /** The GUID of its space. */
  readonly space: string;
  readonly userProvided?: boolean;
}

export interface Places {
  readonly organizations: readonly Organization[];
  readonly spaces: readonly Space[];
  readonly instances: readonly Instance[];
}

const TIMES = { created_at: '2025-01-31T11:16:05Z', updated_at: '2025-01-31T12:29:38Z' };
const METADATA = { metadata: { labels: {}, annotations: {} } };

/** Organizations, spaces and service instances, as the Cloud Controller shows them. Nothing is ever changed. */
export function cloudFoundryPlaces(api: () => string, places: Places) {
  const url = (kind: string, guid: string) => ({ href: `${api()}/v3/${kind}/${guid}` });
  const { organizations, spaces, instances } = places;

  function organization({ guid, name }: Organization) {
    const self = url('organizations', guid);
    return {
      guid,
      ...TIMES,
      name,
      suspended: false,
      relationships: { quota: { data: { guid: 'quota' } } },
      ...METADATA,
      links: {
        self,
        domains: { href: `${self.href}/domains` },
        default_domain: { href: `${self.href}/domains/default` },
        quota: url('organization_quotas', 'quota'),
      },
    };
  }

  function space({ guid, name, organization: owner }: Space) {
    const self = url('spaces', guid);
    return {
      guid,
      ...TIMES,
      name,
      relationships: { organization: { data: { guid: owner } }, quota: { data: null } },
      ...METADATA,
      links: {
        self,
        organization: url('organizations', owner),
        features: { href: `${self.href}/features` },
        apply_manifest: { href: `${self.href}/actions/apply_manifest`, method: 'POST' },
      },
    };
  }

  function instance(one: Instance) {
    const { guid, name, space: owner } = one;
    const self = url('service_instances', guid);
    const bindings = (kind: string) => ({
      href: `${api()}/v3/${kind}?service_instance_guids=${guid}`,
    });
    const own = one.userProvided === true ? userProvided(self.href) : managed(self.href);
    return {
      guid,
      ...TIMES,
      name,
      tags: [],
      last_operation: { type: 'create', state: 'succeeded', description: '', ...TIMES },
      ...own.members,
      relationships: { space: { data: { guid: owner } }, ...own.relationships },
      ...METADATA,
      links: {
        self,
        space: url('spaces', owner),
        service_credential_bindings: bindings('service_credential_bindings'),
        service_route_bindings: bindings('service_route_bindings'),
        ...own.links,
      },
    };
  }

  function managed(self: string) {
    return {
      members: {
        type: 'managed',
        maintenance_info: {},
        upgrade_available: false,
        dashboard_url: null,
      },
      relationships: { service_plan: { data: { guid: 'plan' } } },
      links: {
        service_plan: url('service_plans', 'plan'),
        parameters: { href: `${self}/parameters` },
        shared_spaces: { href: `${self}/relationships/shared_spaces` },
      },
    };
  }

  /** Not recorded: what `fields` adds (`app/decorators/field_service_instance_*`). */
  function included(shown: readonly Instance[]) {
    const owners = spaces.filter(({ guid }) => shown.some((each) => each.space === guid));
    return {
      spaces: owners.map(({ guid, name, organization: owner }) => ({
        guid,
        name,
        relationships: { organization: { data: { guid: owner } } },
      })),
      organizations: organizations
        .filter(({ guid }) => owners.some((each) => each.organization === guid))
        .map(({ guid, name }) => ({ guid, name })),
    };
  }

  const within = (query: URLSearchParams, filter: string, guid: string) =>
    listOf(query, filter)?.includes(guid) ?? true;

  return {
    /** Undefined: this is about something else. */
    answer(kind: string, guid: string, query: URLSearchParams): Answer | undefined {
      const list = `${api()}/v3/${kind}`;
      switch (kind) {
        case 'organizations':
          return guid === ''
            ? page(list, query, organizations, organization)
            : one('Organization', guid, organizations, organization);
        case 'spaces': {
          const inside = spaces.filter((each) =>
            within(query, 'organization_guids', each.organization),
          );
          return guid === '' ? page(list, query, inside, space) : one('Space', guid, spaces, space);
        }
        case 'service_instances': {
          // XSUAA keeps the parameters to itself.
          if (guid !== '') return failing(400, 120004, NO_PARAMETERS);
          const visible = instances.filter(
            (each) =>
              within(query, 'space_guids', each.space) &&
              (query.get('type') !== 'managed' || each.userProvided !== true),
          );
          const more = query.has('fields[space]') ? included : undefined;
          return page(list, query, visible, instance, more);
        }
        default:
          return undefined;
      }
    },
  };
}

function userProvided(self: string) {
  return {
    members: { type: 'user-provided', syslog_drain_url: null, route_service_url: null },
    relationships: {},
    links: { credentials: { href: `${self}/credentials` } },
  };
}

const NO_PARAMETERS = 'This service does not support fetching service instance parameters.';

function one<T extends Organization>(
  what: string,
  guid: string,
  all: readonly T[],
  present: (item: T) => Readonly<Record<string, unknown>>,
): Answer {
  const found = all.find((each) => each.guid === guid);
  return found === undefined ? failing(404, 10010, `${what} not found`) : json(present(found));
}
