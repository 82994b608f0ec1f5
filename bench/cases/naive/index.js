// The action that most of us would write first. The benchmark bundles it with ncc.
import * as core from '@actions/core';
import { request } from 'undici';

try {
  const secret = core.getInput('client-secret', { required: true });
  core.setSecret(secret);
  const { statusCode, body } = await request(core.getInput('token-url', { required: true }), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: core.getInput('client-id', { required: true }),
      client_secret: secret,
    }).toString(),
  });
  if (statusCode !== 200) throw new Error(`The token request failed with status ${statusCode}`);
  const { access_token: token } = await body.json();
  core.setSecret(token);
  core.setOutput('access-token', token);
} catch (error) {
  core.setFailed(error);
}
