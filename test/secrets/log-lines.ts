/** Lines as jobs print them: none of them holds a secret. */
export const LOG_LINES: readonly string[] = `
Run npm ci
npm warn deprecated inflight@1.0.6: This module is not supported, and leaks memory.
npm warn config production Use \`--omit=dev\` instead.
npm notice New major version of npm available! 10.9.2 -> 11.4.1
npm error code ERESOLVE
npm error Found: react@18.2.0 node_modules/react
added 1203 packages, and audited 1204 packages in 32s
187 packages are looking for funding
found 0 vulnerabilities
> portal@2.14.0 build
> tsc --noEmit && vite build --mode production
vite v5.4.2 building for production...
dist/index.html 0.46 kB | gzip: 0.30 kB
dist/assets/index-DiwrgTda.css 1.39 kB | gzip: 0.72 kB
✓ 34 modules transformed.
✓ built in 1.07s
yarn install v1.22.22
[1/4] Resolving packages...
Done in 14.21s.
pnpm: Progress: resolved 901, reused 899, downloaded 2, added 901, done
Test Suites: 12 passed, 12 total
Tests: 1 skipped, 241 passed, 242 total
Snapshots: 0 total
Time: 9.871 s, estimated 11 s
PASS src/release/release.test.ts (5.02 s)
FAIL src/token/password-reset.test.ts
Expected: true
Received: false
  at Object.<anonymous> (/home/runner/work/portal/portal/src/key/key.test.ts:17:23)
/usr/bin/git version
git version 2.49.0
Initialized empty Git repository in /home/runner/work/portal/portal/.git/
From https://github.com/acme/portal
 * [new branch]      release    -> origin/release
 * [new tag]         v2.14.0    -> v2.14.0
HEAD is now at 1f0c3a9 Merge pull request #1204 from acme/release
Switched to a new branch 'release/2.14'
Your branch is up to date with 'origin/main'.
git@github.com:acme/portal.git (fetch)
ssh://git@git.acme.example:22/acme/portal.git (push)
Author: release-team <release-team@acme.example>
Date:   Mon Jan 5 10:04:11 2026 +0100
12 files changed, 340 insertions(+), 17 deletions(-)
create mode 100644 docs/secret-rotation.md
To github.com:acme/portal.git
   9b2e1c4..1f0c3a9  main -> main
remote: Resolving deltas: 100% (8/8), completed with 8 local objects.
docker build --tag acme/portal:2.14.0 --file Dockerfile .
#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 1.22kB done
#5 [2/6] RUN apt-get update && apt-get install -y curl git
#7 CACHED
#9 exporting layers 0.4s done
#9 writing image sha256:5c8f0f8e0d3e4b1b8a0a6f9f5f8f6a3e8b7d8e2c1a5d4f3b2c1d0e9f8a7b6c5d done
Successfully tagged acme/portal:release
The push refers to repository [registry.acme.example/portal]
latest: digest: sha256:0e1c5b4a size: 1990
Login Succeeded
WARNING! Your password will be stored unencrypted in /root/.docker/config.json.
root@build-7:/root/app# ls -la
drwxr-xr-x 2 root root 4096 Jan  5 10:04 secrets
-rw------- 1 root root 1679 Jan  5 10:04 key.pem
total 0
uid=0(root) gid=0(root) groups=0(root)
> Task :compileJava UP-TO-DATE
> Task :app:assembleRelease
BUILD SUCCESSFUL in 1m 12s
14 actionable tasks: 9 executed, 5 up-to-date
Starting a Gradle Daemon, 1 incompatible Daemon could not be reused
Deprecated Gradle features were used in this build, making it incompatible with Gradle 9.0.
[INFO] Scanning for projects...
[INFO] BUILD SUCCESS
[INFO] Total time:  01:02 min
[INFO] Finished at: 2026-01-05T10:04:11+01:00
[WARNING] Some problems were encountered while building the effective model
[ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:3.2.5:test
Tests run: 128, Failures: 0, Errors: 0, Skipped: 1
Terraform v1.9.8 on linux_amd64
Initializing provider plugins...
- Installing hashicorp/azurerm v4.1.0...
Terraform will perform the following actions:
  # azurerm_key_vault_secret.calm will be created
  + resource "azurerm_key_vault_secret" "calm" {
      + expiration_date = "2027-01-01T00:00:00Z"
      + name            = "calm-service-key"
      + value           = (sensitive value)
Plan: 1 to add, 0 to change, 0 to destroy.
Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
Outputs: client_secret = <sensitive>
secret_rotation_days = 90
curl: (22) The requested URL returned error: 404
* Connected to api.acme.example (192.0.2.17) port 443
* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384
> POST /oauth/token HTTP/1.1
> Content-Type: application/x-www-form-urlencoded
< HTTP/2 200
< content-type: application/json;charset=UTF-8
< cache-control: no-store
{"status":"ok","count":0,"enabled":true,"next":null}
{"error":"invalid_client","error_description":"Bad credentials"}
{"token_type":"bearer","expires_in":43199,"scope":"uaa.resource"}
grant_type=client_credentials&client_id=portal
[]
{
}
true
false
null
0
1
100
1699999999
2026-01-01
2026-01-05T10:04:11.123Z
10:04:11,123 INFO  c.a.portal.Application - Started Application in 4.2 seconds
2026-01-05 10:04:12 DEBUG o.s.security.web.FilterChainProxy - Securing GET /health
Jan 05 10:04:13 build-7 systemd[1]: Started Session 2 of User root.
level=info msg="server is listening" addr=:8080 env=production
Deployed release 100 of 100 to /root/app from git, clientsecret checked, credentials stored
The secret CALM_SERVICE_KEY was read, release 100 of 100 deployed
The token of the release expires in 43199 seconds.
No password is needed for this user, since the key is enough.
Please enter the name of the environment: development, staging or production
The client secret will expire in 365 days; secretExpiryDays is 365.
Rotation policy: every 90 days, the last one was on 2025-12-01.
Waiting for the database to accept connections... 1 2 3 4 5 ok
Database portal created with owner postgres and password from the vault
kubectl apply -f k8s/production
deployment.apps/portal configured
secret/portal-credentials unchanged
service/portal ClusterIP 10.96.0.17 <none> 8080/TCP 12d
pod/portal-6d4cf56db6-x2v9k 1/1 Running 0 43s
helm upgrade --install portal ./chart --set image.tag=2.14.0
Release "portal" has been upgraded. Happy Helming!
STATUS: deployed
REVISION: 17
cf push portal -f manifest.yml
Pushing app portal to org acme / space dev as release-team@acme.example...
Creating service key calm-key for service instance calm as release-team...
state     since                  cpu    memory        disk
#0   running   2026-01-05T10:04:11Z   0.4%   212M of 512M   180M of 1G
credential-type: binding-secret
tenantmode: dedicated
identityzone: acme-dev
xsappname: portal!t4711
https://acme-dev.authentication.eu10.hana.ondemand.com/oauth/token
https://eu10.alm.cloud.sap/api/calm-landscape/v1
https://release@git.acme.example/portal.git
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
JAVA_HOME=/usr/lib/jvm/temurin-21-jdk-amd64
RUNNER_TEMP=/home/runner/work/_temp
GITHUB_REF=refs/heads/release
CLIENT_ID: portal
NODE_ENV=production
C:\\\\Program Files\\\\Git\\\\bin\\\\git.exe version
D:\\\\a\\\\portal\\\\portal\\\\build\\\\release\\\\portal.exe
Cache restored from key: Linux-node-9f2b7a
Cache not found for input keys: Linux-gradle-release
Artifact release has been successfully uploaded! Final size is 1048576 bytes.
Post job cleanup.
Complete job name: release / production
##[group]Run actions/checkout
with: repository: acme/portal, fetch-depth: 1, persist-credentials: true
Python 3.13.1
Collecting requests==2.32.3
Successfully installed certifi-2025.1.31 idna-3.10 requests-2.32.3 urllib3-2.3.0
============================= 128 passed in 3.21s ==============================
go: downloading golang.org/x/oauth2 v0.24.0
ok  	acme.example/portal/internal/token	0.017s
warning: unused variable: \`secret\`
   Compiling portal v0.1.0 (/home/runner/work/portal)
error[E0308]: mismatched types
dotnet build --configuration Release
  Portal -> /home/runner/work/portal/bin/Release/net9.0/Portal.dll
Process completed with exit code 1.
-----BEGIN CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
-----END PRIVATE KEY-----
mailto:release-team@acme.example
npm:portal-react@1.2.3
openid profile email
vault kv get -field=client_secret secret/calm/production
op://release/calm/password
arn:aws:secretsmanager:eu-central-1:123456789012:secret:calm
`
  .split('\n')
  .filter((line) => line !== '');
