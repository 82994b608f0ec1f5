import { describe, expect, onTestFinished, test } from 'vitest';
import { openAuthority } from '../../../src/rotation/authorities/index.ts';
import { credentialName } from '../../../src/rotation/credential-name.ts';
import {
  type Authority,
  type AuthorityContext,
  UnknownOutcome,
} from '../../../src/rotation/types.ts';
import { secretLeaves } from '../../../src/secrets/in-documents.ts';
import { startHttpServer } from '../../servers/https-server.ts';
import { type AuthorityServer, contractWorld, START, TIMEOUT } from './contract-world.ts';

const NAME = credentialName({ entry: 'calm-release', repositoryId: '4711' }, '815', START, 1);
const FOREIGN = 'somebody-elses-key';

/**
 * What the engine relies on, whatever the authority: a test each, for every kind that is listed.
 *
 * @param start starts a server whose clock is `now`.
 */
export function describeAuthority(
  kind: string,
  start: (now: () => Date) => Promise<AuthorityServer>,
): void {
  const world = (changes: Partial<Omit<AuthorityContext, 'runner'>> = {}) =>
    contractWorld(start, changes);
  const names = async (authority: Authority) => (await authority.list()).map(({ name }) => name);

  describe(`the authority ${kind}`, () => {
    test('names its kind, and sends nothing before it is asked to', async () => {
      const { open, server } = await world();
      expect(open().kind).toBe(kind);
      expect(server.requests()).toBe(0);
    });

    test('lists what it has created, under the name that it was given', async () => {
      const { open, server } = await world();
      const authority = open();
      await authority.check();
      expect(await names(authority)).toEqual([]);
      expect((await authority.create(NAME)).name).toBe(NAME);
      expect(await authority.list()).toMatchObject([{ name: NAME, usable: true }]);
      expect(server.creations()).toBe(1);
    });

    test('changes nothing by a check', async () => {
      const { open, server } = await world();
      const before = server.names();
      await open().check();
      expect(server.names()).toEqual(before);
      expect(server.creations()).toBe(0);
    });

    test('has every secret of a new credential masked', async () => {
      const { open, masked } = await world();
      const secrets = secretLeaves((await open().create(NAME)).value);
      expect(secrets.length).toBeGreaterThan(0);
      expect(secrets.filter((secret) => !masked.includes(secret))).toEqual([]);
    });

    test('makes credentials with secrets of their own', async () => {
      const { open } = await world();
      const authority = open();
      const [one, other] = [await authority.create(`${NAME}1`), await authority.create(`${NAME}2`)];
      const secrets = secretLeaves(one.value);
      expect(secretLeaves(other.value).filter((secret) => secrets.includes(secret))).toEqual([]);
    });

    test('shows a credential again as it was, where it can', async () => {
      const { open } = await world();
      const authority = open();
      const created = await authority.create(NAME);
      if (authority.read === undefined) return expect(authority).not.toHaveProperty('read');
      expect(await authority.read(NAME)).toEqual(created);
      await authority.delete(NAME);
      expect(await authority.read(NAME)).toBeUndefined();
    });

    test('deletes, and takes what is not there any more for deleted', async () => {
      const { open } = await world();
      const authority = open();
      await authority.create(NAME);
      await authority.delete(NAME);
      await authority.delete(NAME);
      expect(await names(authority)).toEqual([]);
    });

    test('lists the credentials of others, and leaves them alone', async () => {
      const { open, server } = await world();
      const authority = open();
      await server.addForeign(FOREIGN, open());
      const before = server.names();
      await authority.create(NAME);
      expect((await names(authority)).sort()).toEqual([NAME, FOREIGN].sort());
      await authority.delete(NAME);
      expect(await names(authority)).toEqual([FOREIGN]);
      expect(server.names()).toEqual(before);
    });

    test('says when nobody knows whether it has created, and does not try again', async () => {
      const { open, server, failure } = await world();
      const authority = open();
      await authority.check();
      const before = server.creations();
      server.loseNextCreation();
      expect(await failure(() => authority.create(NAME))).toBeInstanceOf(UnknownOutcome);
      expect(server.creations()).toBe(before + 1);
      expect(await names(authority)).toEqual([NAME]);
    });

    test('names a login that is refused as such, and creates nothing', async () => {
      const { open, server, failure } = await world();
      const authority = open(server.wrongLogin);
      for (const call of [() => authority.check(), () => authority.create(NAME)]) {
        expect(await failure(call)).toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
      }
      expect(server.creations()).toBe(0);
    });

    test.each(['', ' ', undefined])('asks for a login that is missing (%j)', async (login) => {
      const { server, failure, given } = await world();
      const call = async () => openAuthority(server.settings, login, given);
      expect(await failure(call)).toMatchObject({ code: 'E_INPUT_MISSING' });
    });

    test.each(['no login', '{"pass":"Fake/0Qm7"}', '[]', '{}'])(
      'refuses what is no login at all (%s)',
      async (login) => {
        const { open, server, failure } = await world();
        const { message, ...rest } = await failure(async () => open(login).check());
        expect(rest).toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
        expect(message).not.toContain(login);
        expect(server.requests()).toBe(0);
      },
    );

    test('sends nothing to a host that is not allowed', async () => {
      const { open, server, failure, hosts } = await world({ allowedHosts: ['*.example.com'] });
      expect(await failure(async () => open().check())).toMatchObject({
        code: 'E_HOST_NOT_ALLOWED',
      });
      expect(hosts).toEqual([]);
      expect(server.requests()).toBe(0);
    });

    test.each([301, 302, 303, 307, 308])(
      'follows no redirect (%i) to another host',
      async (status) => {
        const other = await startHttpServer({ answer: () => ({}) });
        onTestFinished(() => other.close());
        const { open, server, failure } = await world();
        const location = other.url.replace('localhost', '127.0.0.1');
        server.answerLists({ status, headers: { location } });
        expect(await failure(() => open().list())).toMatchObject({ code: 'E_AUTHORITY' });
        expect(other.requests).toEqual([]);
      },
    );

    test.each([{}, { 'retry-after': '3600' }, { 'retry-after': '1' }])(
      'gives up before the deadline when the server asks for patience (%j)',
      async (headers) => {
        const { open, server, failure, now } = await world();
        server.answerLists({ status: 429, headers });
        expect(await failure(() => open().list())).toMatchObject({ code: 'E_AUTHORITY' });
        expect(now()).toBeLessThan(START + TIMEOUT);
        expect(server.requests()).toBeLessThan(20);
      },
    );

    test('begins nothing after the deadline', async () => {
      const { open, server, failure, pass } = await world();
      const authority = open();
      await authority.check();
      const before = server.requests();
      pass(TIMEOUT);
      for (const call of [
        () => authority.list(),
        () => authority.create(NAME),
        () => authority.delete(NAME),
      ]) {
        expect(await failure(call)).toMatchObject({ code: 'E_AUTHORITY' });
      }
      expect(server.requests()).toBe(before);
    });
  });
}
