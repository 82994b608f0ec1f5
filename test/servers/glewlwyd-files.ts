import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { LOOPBACK_HOSTS } from './https-server.ts';
import type { Pki } from './pki.ts';

const TABLES = '/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz';
/** A new database knows clients by the names in their certificates, and drops a subject unread. */
const KEEP_SUBJECTS = `UPDATE g_client_module_instance SET gcmi_parameters = json_set(
  gcmi_parameters,
  '$."data-format".tls_client_auth_subject_dn',
  json('{"multiple":false,"read":true,"write":true}')
)`;

/**
 * Writes what a Glewlwyd on `port` needs into `folder`: its configuration, its certificate and a new
 * database.
 *
 * @returns the path of the configuration.
 */
export async function writeGlewlwydFiles(folder: string, port: number, pki: Pki): Promise<string> {
  const path = (name: string) => join(folder, name);
  const { certificate, privateKey } = await pki.issue({
    commonName: 'localhost',
    hosts: LOOPBACK_HOSTS,
  });
  await writeFile(path('server.pem'), certificate);
  await writeFile(path('server.key'), privateKey);
  await writeFile(path('ca.pem'), pki.ca);
  await writeFile(path('glewlwyd.conf'), configuration(port, path));
  const database = new DatabaseSync(path('glewlwyd.db'));
  database.exec(gunzipSync(await readFile(TABLES)).toString());
  database.exec(KEEP_SUBJECTS);
  database.close();
  return path('glewlwyd.conf');
}

/** Without bind_address it would listen on every address of the machine. */
function configuration(port: number, path: (name: string) => string): string {
  return `
    port=${port}
    bind_address="127.0.0.1"
    external_url="https://localhost:${port}"
    api_prefix="api"
    cookie_domain="localhost"
    log_mode="console"
    log_level="INFO"
    admin_scope="g_admin"
    profile_scope="g_profile"
    hash_algorithm="SHA512"
    user_module_path="/usr/lib/glewlwyd/user"
    client_module_path="/usr/lib/glewlwyd/client"
    user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
    plugin_module_path="/usr/lib/glewlwyd/plugin"
    use_secure_connection=true
    secure_connection_key_file="${path('server.key')}"
    secure_connection_pem_file="${path('server.pem')}"
    secure_connection_ca_file="${path('ca.pem')}"
    database={ type="sqlite3" path="${path('glewlwyd.db')}" };
  `;
}
