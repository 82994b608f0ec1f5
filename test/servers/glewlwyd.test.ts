import { existsSync } from 'node:fs';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { hasGlewlwyd, NEEDS_GLEWLWYD, startGlewlwyd } from './glewlwyd.ts';
import { createPki } from './pki.ts';

test.skipIf(!hasGlewlwyd)(
  `Glewlwyd leaves neither a process nor a folder (${NEEDS_GLEWLWYD})`,
  async () => {
    const server = await startGlewlwyd({ pki: await createPki(), scopes: [] });
    expect(existsSync(server.folder)).toBe(true);
    await server.close();
    expect(existsSync(server.folder)).toBe(false);
    await expect(request(server.tokenUrl)).rejects.toThrow('ECONNREFUSED');
  },
);
