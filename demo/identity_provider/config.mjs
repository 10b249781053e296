// What the provider is told: the same environment variables, with the same defaults, as the portal.
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const project = resolve(here, '..', '..')

const AAL2 = 'http://idmanagement.gov/ns/assurance/aal/2'
// From the weakest to the strongest.
const ASSURANCE = ['urn:acr.login.gov:auth-only', AAL2, `${AAL2}?phishing_resistant=true`]

const env = (name, otherwise) => process.env[name] || otherwise

const port = Number(env('CX_DEMO_OIDC_PORT', '3001'))
const dataDir = resolve(env('CX_DATA_DIR', join(project, '.data')))

export const config = Object.freeze({
  port,
  host: env('CX_HOST', '127.0.0.1'),
  issuer: env('OIDC_ISSUER', `http://localhost:${port}`),
  publicUrl: new URL(env('CX_PUBLIC_URL', 'http://localhost:3000')).origin,
  serviceName: env('CX_SERVICE_NAME', 'CX Portal'),
  keysFile: join(dataDir, 'idp-jwks.json'),
  clientKeysFile: join(dataDir, 'oidc-client-jwks.json'),
  assurance: ASSURANCE,
  people: JSON.parse(readFileSync(join(project, 'demo', 'people.json'), 'utf8')),
  clients: {
    [env('OIDC_CLIENT_ID', 'cx-portal')]: {
      kinds: ['person', 'representative'],
      amr: ['mfa', 'otp'],
    },
    [env('OIDC_STAFF_CLIENT_ID', 'cx-portal-staff')]: {
      kinds: ['staff'],
      amr: ['hwk'],
    },
  },
})
