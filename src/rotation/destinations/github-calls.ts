import { Failure } from '../../failure.ts';
import type { GitHubAnswer, GitHubClient } from './github-client.ts';
import type { SecretPlace } from './github-place.ts';
import { type Doing, refusal, unexpectedAnswer } from './github-refusal.ts';
import type { Parameters, Route } from './github-requests.ts';

type Json = Readonly<Record<string, unknown>>;

/** The calls that concern one secret, each with a message that names it. */
export interface SecretCalls {
  readonly place: SecretPlace;
  /** @param below what stands behind the collection's path: `/public-key`. */
  get(below: string, query?: Parameters): Promise<GitHubAnswer>;
  /** The same, but never again: for what is only nice to have. */
  getOnce(below: string): Promise<GitHubAnswer>;
  put(below: string, body: Parameters): Promise<GitHubAnswer>;
  /** The members of an answer 200. */
  members(answer: GitHubAnswer): Json;
  /** What is thrown where an answer is not what was asked for. */
  refused(doing: Doing, answer: GitHubAnswer): Failure;
  /** What is thrown where it has not the documented form. */
  odd(what: string, answer: GitHubAnswer): Failure;
  pause(milliseconds: number): Promise<boolean>;
}

export function secretCalls(client: GitHubClient, place: SecretPlace): SecretCalls {
  const { label, path, parameters } = place;
  async function send(
    doing: Doing,
    route: Route,
    further: Parameters,
    once: boolean,
  ): Promise<GitHubAnswer> {
    // What the path does not name would become part of the query or the body.
    const named = Object.entries(parameters).filter(([name]) => route.includes(`{${name}}`));
    try {
      return await client.send(route, { ...Object.fromEntries(named), ...further }, { once });
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'E_DESTINATION') throw error;
      throw new Failure(error.code, `The ${label} could not be ${doing}. ${error.message}`);
    }
  }
  const calls: SecretCalls = {
    place,
    get: (below, query = {}) => send('read', `GET ${path}${below}`, query, false),
    getOnce: (below) => send('read', `GET ${path}${below}`, {}, true),
    put: (below, body) => send('written', `PUT ${path}${below}`, body, false),
    members(answer) {
      if (answer.status !== 200) throw calls.refused('read', answer);
      const { data } = answer;
      if (typeof data !== 'object' || data === null) throw calls.odd('JSON object', answer);
      return data as Json;
    },
    refused: (doing, answer) => refusal(place, doing, answer, client.host),
    odd: (what, answer) => unexpectedAnswer(place, what, answer, client.host),
    pause: client.pause,
  };
  return calls;
}
