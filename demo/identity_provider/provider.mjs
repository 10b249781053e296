// How npm `oidc-provider` is set up: the authorization code flow with PKCE and signed client
// assertions, nothing else.
import { randomBytes } from 'node:crypto'

import Provider, { interactionPolicy } from 'oidc-provider'

import { readKeys } from './keys.mjs'
import { problemPage, signedOutPage, signOutPage, speaks, write } from './page.mjs'
import { makeStore } from './store.mjs'

const HOUR = 3600
const SESSION = 12 * HOUR

export function makeProvider(config) {
  const keys = readKeys(config.keysFile)
  const provider = new Provider(config.issuer, {
    adapter: makeStore(config),
    jwks: keys,
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'demo_provider', interaction: 'demo_choice', resume: 'demo_resume' },
    },
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    pkce: { required: () => true },
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'ES256'] },
    acrValues: config.assurance,
    claims: {
      openid: ['sub', 'amr', 'auth_time'],
      email: ['email', 'email_verified'],
      profile: ['name', 'locale'],
    },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, signOutPage(config, langOf(ctx), form)),
        postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage(config, langOf(ctx))),
      },
    },
    findAccount: (_ctx, sub) => accountOf(config, sub),
    interactions: { policy: policy(), url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: (ctx) => grantAll(provider, ctx),
    renderError: (ctx, _out, error) => show(ctx, problemPage(config, langOf(ctx), error)),
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      Grant: SESSION,
      IdToken: HOUR,
      Interaction: HOUR,
      Session: SESSION,
    },
  })
  provider.proxy = config.issuer.startsWith('https:')
  provider.use(guardPages)
  provider.on('server_error', (_ctx, error) => {
    console.error(`demo identity provider: ${error.name}: ${error.message}`)
  })
  return provider
}

// Whoever was here before is never taken for granted: each sign-in shows the list.
function policy() {
  const prompts = interactionPolicy.base()
  const { Check, Prompt } = interactionPolicy
  const pick = new Check('not_picked', 'Somebody has to be picked', (ctx) => (
    ctx.oidc.result?.select_account ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT
  ))
  prompts.add(new Prompt({ name: 'select_account', requestable: true }, pick), 0)
  return prompts
}

function accountOf({ people }, sub) {
  const person = people.find((one) => one.sub === sub)
  if (!person) return undefined
  const { email, name, locale } = person
  return { accountId: sub, claims: () => ({ sub, email, email_verified: true, name, locale }) }
}

// Nobody is asked for consent: this provider and the portal belong to one demonstration.
async function grantAll(provider, ctx) {
  const { client, session, params } = ctx.oidc
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope(params.scope)
  await grant.save()
  return grant
}

// The library adds the hashes of its own small scripts to this policy.
async function guardPages(ctx, next) {
  ctx.set('Content-Security-Policy', "default-src 'none';script-src 'self';style-src 'self';base-uri 'none';frame-ancestors 'none'")
  ctx.set('Referrer-Policy', 'no-referrer')
  ctx.set('X-Content-Type-Options', 'nosniff')
  await next()
}

const langOf = (ctx) => speaks(ctx.oidc?.params?.ui_locales)

function show(ctx, page) {
  ctx.type = 'html'
  ctx.body = write(page)
}
