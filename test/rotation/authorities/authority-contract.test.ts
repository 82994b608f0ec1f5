import { startBtpServer } from '../../servers/btp-server.ts';
import { startCloudFoundry } from '../../servers/cloud-foundry-server.ts';
import { startServiceManager } from '../../servers/service-manager-server.ts';
import { describeAuthority } from './authority-contract.ts';

/** More often than anybody asks. */
const FOR_EVER = 50;

describeAuthority('btp', async () => {
  const server = await startBtpServer();
  const { userName, password } = server;
  return {
    settings: {
      kind: 'btp',
      scope: { subaccount: server.subaccount },
      subdomain: server.globalAccount,
      'cli-server': server.url,
    },
    login: JSON.stringify({ userName, password }),
    wrongLogin: JSON.stringify({ userName, password: 'Fake/0Qm7pWx2+Fake=' }),
    names: server.names,
    requests: () => server.requests.length,
    creations: () => server.calls().filter((call) => call === 'create').length,
    secrets: () => [password, ...server.secrets, ...server.sessions()],
    loseNextCreation: () => server.inject('create', 'lost answer'),
    answerLists: (answer) => {
      server.inject('list', ...Array.from({ length: FOR_EVER }, () => answer));
    },
    addForeign: (name, authority) => authority.create(name),
    close: server.close,
  };
});

describeAuthority('cloud-foundry', async (now) => {
  const server = await startCloudFoundry({ now: () => now().getTime() });
  const { username, password, instance } = server;
  return {
    settings: {
      kind: 'cloud-foundry',
      api: server.api.url,
      organization: server.organization,
      space: server.space,
      instance: instance.name,
    },
    login: JSON.stringify({ username, password }),
    wrongLogin: JSON.stringify({ username, password: 'Fake/0Qm7pWx2+Fake=' }),
    names: () => server.names().filter((name) => name !== null),
    requests: () => server.calls.length,
    creations: () => server.calls.filter((call) => call === 'create').length,
    secrets: () => [password, ...server.secrets()],
    loseNextCreation: () => server.inject('create', 'lost answer'),
    answerLists: (answer) => {
      server.inject('list', ...Array.from({ length: FOR_EVER }, () => answer));
    },
    addForeign: (name) => server.addKey({ name, instance: instance.guid }),
    close: server.close,
  };
});

describeAuthority('service-manager', async (now) => {
  const server = await startServiceManager({ now });
  const login = JSON.parse(server.login);
  return {
    settings: { kind: 'service-manager', instance: server.instance.name },
    login: server.login,
    wrongLogin: JSON.stringify({ ...login, clientsecret: 'Fake/0Qm7pWx2+Fake=' }),
    names: server.names,
    requests: () => server.requests.length,
    creations: () => server.calls().filter((call) => call === 'create').length,
    secrets: () => server.secrets,
    loseNextCreation: () => server.inject('create', 'lost answer'),
    answerLists: (answer) => {
      server.inject('list', ...Array.from({ length: FOR_EVER }, () => answer));
    },
    addForeign: (name) => server.store.add(name, server.instance),
    close: server.close,
  };
});
