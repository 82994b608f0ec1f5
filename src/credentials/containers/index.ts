import type { Container } from './container.ts';
import { encodedData } from './encoded-data.ts';
import { envelope } from './envelope.ts';
import { jsonMembers } from './json-members.ts';
import { kubernetesSecret } from './kubernetes-secret.ts';
import { members } from './members.ts';
import { prefixed } from './prefixed.ts';
import { terraformOutput } from './terraform-output.ts';
import { vcapServices } from './vcap-services.ts';

/** All containers, the most specific first. A new container is one file and one line here. */
export const containers: readonly Container[] = [
  jsonMembers,
  envelope,
  vcapServices,
  prefixed,
  members,
];

/** Those that are opened before a client is looked for: it is there, but not yet to be read. */
export const closedContainers: readonly Container[] = [
  kubernetesSecret,
  terraformOutput,
  encodedData,
];
